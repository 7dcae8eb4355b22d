"""A sandbox KAZOO as a child process, with what to sign in with as it prints it."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Final

from attrs import evolve, field, frozen

from app.problem import Problem
from app.store import PhoneSettings, Profile

__all__ = ["Boxed", "SandboxFailedError", "boxed_sandbox", "read_values"]

_GRACE_S: Final = 5.0
_ASKED: Final = ("account", "realm", "username", "password", "api_key", "sip")


class SandboxFailedError(Exception):
    """The sandbox ended before it was ready."""

    problem = Problem("The sandbox did not start.", "Run `namedial sandbox` alone: it says why.")


def _nobody_calls(_: str) -> None:
    """There is no sandbox to call from."""


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
    log: list[str] = field(factory=list)
    """What the phones tell, a line each: `2001 heard 528`."""
    let_call: Callable[[str], None] = field(default=_nobody_calls, repr=False)
    """Let an extension call whoever is registered; `2003 5` gives up after five seconds."""

    @property
    def profile(self) -> Profile:
        """The profile that signs in here."""
        phone = PhoneSettings(server=self.sip)
        return Profile(self.base_url, "password", self.account, self.username, phone=phone)


def read_values(lines: Iterator[str]) -> Boxed:
    """Read what `namedial sandbox` prints first. Raises `SandboxFailedError` when it ends too early."""
    base_url = next(lines, "").strip()
    values = dict(line.rstrip("\n").split(": ", 1) for _, line in zip(_ASKED, lines, strict=False) if ": " in line)
    if not base_url.startswith("http") or set(values) != set(_ASKED):
        raise SandboxFailedError
    account, realm, username, password, api_key, sip = ("" if values[name] == "-" else values[name] for name in _ASKED)
    return Boxed(base_url, account, realm, username, password, api_key, sip)


@contextmanager
def boxed_sandbox() -> Iterator[Boxed]:
    """Run `namedial sandbox` until the block ends."""
    command = [sys.executable, "-m", "app", "sandbox", "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        try:
            assert child.stdout is not None
            assert child.stdin is not None
            box = evolve(read_values(iter(child.stdout.readline, "")), let_call=partial(_write_line, child.stdin))
            threading.Thread(target=_listen, args=(child.stdout, box.log), name="sandbox log", daemon=True).start()
            yield box
        finally:
            child.terminate()
            try:
                child.wait(_GRACE_S)
            except subprocess.TimeoutExpired:
                child.kill()


def _write_line(stream: IO[str], line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()


def _listen(stream: IO[str], log: list[str]) -> None:
    log.extend(line.rstrip("\n") for line in iter(stream.readline, ""))
