"""Copies of deleted directories, in a file, so that a deletion can be undone after a restart."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from app.problem import Problem

__all__ = ["DirectoryCopy", "KeptCopies", "KeptCopiesError", "KeptMember", "KeptPointer"]

KEPT: Final = 20
"""So many copies are kept, the newest."""


class KeptMember(msgspec.Struct, frozen=True):
    """Who was in a directory, with the callflow as it was mapped; `name` may be empty."""

    user_id: str
    callflow_id: str
    name: str = ""


class KeptPointer(msgspec.Struct, frozen=True):
    """A callflow that led callers to a directory."""

    callflow_id: str
    name: str = ""
    numbers: tuple[str, ...] = ()


class DirectoryCopy(msgspec.Struct, frozen=True):
    """All that brings a directory back."""

    server: str
    account_id: str
    directory_id: str
    deleted_at: datetime
    fields: Mapping[str, Any]
    members: tuple[KeptMember, ...]
    pointers: tuple[KeptPointer, ...] = ()

    @property
    def name(self) -> str:
        """The directory's."""
        name = self.fields.get("name")
        return name if isinstance(name, str) else ""

    def moved_to(self, directory_id: str) -> "DirectoryCopy":
        """Return this under another id, for one that came back in part."""
        return msgspec.structs.replace(self, directory_id=directory_id)

    def with_members(self, members: "tuple[KeptMember, ...]") -> "DirectoryCopy":
        """Return this with other members."""
        return msgspec.structs.replace(self, members=members)


class KeptCopiesError(Exception):
    """The file of copies cannot be written; `problem` says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.problem = Problem(
            f"No copy of the directory could be kept: {why}.",
            "Make room, or give this program the right to write there, then try again.",
            "Nothing was deleted.",
        )


_DECODER: Final = msgspec.json.Decoder(tuple[DirectoryCopy, ...])


class KeptCopies:
    """The newest copies of all accounts; without a `file` they last as long as this object.

    A damaged file is set aside under another name, and a new one begun.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._memory: tuple[DirectoryCopy, ...] = ()
        self._one_at_a_time = asyncio.Lock()

    async def copies(self, server: str, account_id: str) -> list[DirectoryCopy]:
        """Return those of one account, the newest first."""
        found = await asyncio.to_thread(self._read)
        return [copy for copy in found if (copy.server, copy.account_id) == (server, account_id)]

    async def keep(self, copy: DirectoryCopy) -> None:
        """Keep a copy, instead of an older one of the same directory. Raises `KeptCopiesError`."""
        await self._change(lambda copies: (copy, *_without(copies, copy)))

    async def drop(self, copy: DirectoryCopy) -> None:
        """Drop the copy of that directory. Raises `KeptCopiesError`."""
        await self._change(lambda copies: _without(copies, copy))

    async def replace(self, old: DirectoryCopy, new: DirectoryCopy) -> None:
        """Keep `new` in place of `old`. Raises `KeptCopiesError`."""
        await self._change(lambda copies: (new, *_without(_without(copies, old), new)))

    async def _change(self, change: Callable[[tuple[DirectoryCopy, ...]], tuple[DirectoryCopy, ...]]) -> None:
        async with self._one_at_a_time:
            await asyncio.to_thread(lambda: self._write(change(self._read())[:KEPT]))

    def _read(self) -> tuple[DirectoryCopy, ...]:
        if self._file is None:
            return self._memory
        try:
            return _DECODER.decode(self._file.read_bytes())
        except OSError:
            return ()
        except msgspec.DecodeError:
            self._file.replace(self._file.with_suffix(".damaged"))
            return ()

    def _write(self, copies: tuple[DirectoryCopy, ...]) -> None:
        self._memory = copies
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(".new")
            draft.write_bytes(msgspec.json.format(msgspec.json.encode(copies)))
            draft.replace(self._file)
        except OSError as error:
            raise KeptCopiesError(error.strerror or str(error)) from error


def _without(copies: tuple[DirectoryCopy, ...], gone: DirectoryCopy) -> tuple[DirectoryCopy, ...]:
    which = (gone.server, gone.account_id, gone.directory_id)
    return tuple(each for each in copies if (each.server, each.account_id, each.directory_id) != which)
