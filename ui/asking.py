"""How the window's questions reach the desk: what every part of `Core` is made on."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.problem import Problem
from ui.bridge import Bridge, Request

if TYPE_CHECKING:
    from app.desk import Desk
    from app.store import ProfileStore, Secrets

__all__ = ["Asking", "CannotWriteError", "NotSignedInError", "Progress", "write_file"]

Progress = Callable[[int, int], None]


class NotSignedInError(Exception):
    """Something was asked of the desk after signing out."""

    problem = Problem("Nobody is signed in any more.", "Sign in again.")


class CannotWriteError(Exception):
    """A file could not be written."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(str(file))
        self.problem = Problem(
            f"{file.name} could not be written: {error.strerror or error}.", "Choose another folder or name."
        )


class Asking:
    """Questions to the desk of whoever is signed in, and to what is remembered on this machine."""

    _bridge: Bridge
    _desk: "Desk | None" = None
    _profiles: "ProfileStore | None" = None
    _secrets: "Secrets | None" = None

    def _ask_desk(self, what: "Callable[[Desk], Awaitable[object]]", owner: QObject) -> Request:
        return self._bridge.ask(self._of_desk(what), owner)

    async def _of_desk(self, what: "Callable[[Desk], Awaitable[Any]]") -> Any:
        if self._desk is None:
            raise NotSignedInError
        return await what(self._desk)

    def _on_gui(self, progress: Progress, owner: QObject) -> Progress:
        """Return what tells `progress` on the GUI thread, while there is an owner."""

        def tell(done: int, of: int) -> None:
            if isValid(owner):  # it may have gone while this was on its way
                progress(done, of)

        return lambda done, of: self._bridge.post(partial(tell, done, of))

    async def _stores(self) -> "tuple[ProfileStore, Secrets]":
        from app.store import ProfileStore, Secrets  # noqa: PLC0415 - keyring is wanted after the first paint

        if self._profiles is None:
            self._profiles = ProfileStore()
        if self._secrets is None:
            self._secrets = await asyncio.to_thread(Secrets.of_system)
        return self._profiles, self._secrets


def write_file(file: Path, content: bytes) -> str:
    """Write a file and return its path; blocking. Raises `CannotWriteError`."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CannotWriteError(file, error) from error
    return str(file)
