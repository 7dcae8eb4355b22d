"""KAZOO in a box: Crossbar over real HTTP on sample data, and phones that answer real SIP calls."""

from app.sandbox.account import AccountFile, AccountFileError, Login, parse_account, read_account, write_account
from app.sandbox.box import Box
from app.sandbox.boxed import Boxed, SandboxFailedError, boxed_sandbox
from app.sandbox.faults import Faults
from app.sandbox.node import Live
from app.sandbox.sample import SAMPLE_PASSWORD, sample_account, sample_id, write_sample
from app.sandbox.seen import Seen
from app.sandbox.server import Sandbox, SignIn
from app.sandbox.thread import sandbox_in_thread
from app.sandbox.version import KAZOO_5, KAZOO_43, MASTER, VERSIONS, Version

__all__ = [
    "KAZOO_5",
    "KAZOO_43",
    "MASTER",
    "SAMPLE_PASSWORD",
    "VERSIONS",
    "AccountFile",
    "AccountFileError",
    "Box",
    "Boxed",
    "Faults",
    "Live",
    "Login",
    "Sandbox",
    "SandboxFailedError",
    "Seen",
    "SignIn",
    "Version",
    "boxed_sandbox",
    "parse_account",
    "read_account",
    "sample_account",
    "sample_id",
    "sandbox_in_thread",
    "write_account",
    "write_sample",
]
