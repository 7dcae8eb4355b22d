"""A sandbox KAZOO as a child process, with what to sign in with as it prints it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from attrs import frozen

from app.problem import Problem
from app.store import PhoneSettings, Profile

__all__ = ["Boxed", "SandboxFailedError", "boxed_sandbox", "read_values"]

_ASKED: Final = ("account", "realm", "username", "password", "api_key", "sip")


class SandboxFailedError(Exception):
    """The sandbox ended before it was ready."""

    problem = Problem("The sandbox did not start.", "Run `namedial sandbox` alone: it says why.")


@frozen
class Boxed:
    """Where the sandbox is, and its sample's sign-in."""

    base_url: str
    account: str
    realm: str
    username: str
    password: str
    api_key: str
    sip: str
    """`host:port` of the phones, or empty when nobody answers calls."""

    @property
    def profile(self) -> Profile:
        """The profile that signs in here; the sandbox has no registrar."""
        phone = PhoneSettings(server=self.sip, register=False)
        return Profile(self.base_url, "password", self.account, self.username, phone=phone)


def read_values(lines: Iterator[str]) -> Boxed:
    """Read what `namedial sandbox` prints first. Raises `SandboxFailedError` when it ends too early."""
    base_url = next(lines, "").strip()
    values = dict(line.rstrip("\n").split(": ", 1) for _, line in zip(_ASKED, lines, strict=False) if ": " in line)
    if not base_url.startswith("http") or set(values) != set(_ASKED):
        raise SandboxFailedError
    return Boxed(base_url, **{name: "" if value == "-" else value for name, value in values.items()})


@contextmanager
def boxed_sandbox() -> Iterator[Boxed]:
    """Run `namedial sandbox` until the block ends."""
    command = [sys.executable, "-m", "app", "sandbox"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        try:
            assert child.stdout is not None
            yield read_values(_lines(child.stdout))
        finally:
            child.terminate()


def _lines(stream: IO[str]) -> Iterator[str]:
    while line := stream.readline():
        yield line
