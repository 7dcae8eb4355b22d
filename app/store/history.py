"""The calls made and taken: an SQLite file that survives a killed program, used from a thread of its own."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from app.problem import Problem
from app.store.history_file import HistoryError, HistoryFile
from app.store.record import Record, Wanted

__all__ = ["KEPT", "History"]

T = TypeVar("T")
KEPT: Final = 100_000
"""So many calls are kept, the newest."""


class History:
    """Made by `open`; close it. What is asked happens in order, on one thread; each method may raise `HistoryError`.

    Without a `path` it lasts as long as this object.
    """

    def __init__(self, file: HistoryFile, thread: ThreadPoolExecutor) -> None:
        self._file = file
        self._thread = thread
        self._closed = False

    @classmethod
    async def open(cls, path: Path | None, keep: int = KEPT, *, settle: bool = True) -> "History":
        """Open the file, or make it. One that is damaged is set aside, and `trouble` says so; never raises.

        Whoever only reads while another may be writing says so by `settle` False: no call is taken for cut off then.
        """
        thread = ThreadPoolExecutor(1, "history")
        opening = partial(HistoryFile, path, keep, settle=settle)
        return cls(await asyncio.get_running_loop().run_in_executor(thread, opening), thread)

    @property
    def trouble(self) -> Problem | None:
        """What was wrong with the file when it was opened."""
        return self._file.trouble

    async def put(self, record: Record) -> Record:
        """Write a call down, or anew what became of it; returns it with its row."""
        return await self._do(self._file.put, record)

    async def page(self, wanted: Wanted, after: Record | None = None, limit: int = 200) -> list[Record]:
        """Up to `limit` of the wanted calls, newest first, those that follow `after`."""
        return await self._do(self._file.page, wanted, after, limit)

    async def count(self, wanted: Wanted) -> int:
        """How many calls are wanted."""
        return await self._do(self._file.count, wanted)

    async def missed(self) -> int:
        """How many calls were missed since they were looked at last."""
        return await self._do(self._file.missed)

    async def look(self) -> None:
        """All calls missed so far have been looked at."""
        await self._do(self._file.look)

    async def delete(self, rows: Iterable[int]) -> None:
        """Forget these calls."""
        await self._do(self._file.delete, tuple(rows))

    async def delete_all(self) -> None:
        """Forget every call, and leave nothing of them in the file; one that is going on is written at its end."""
        await self._do(self._file.delete_all)

    async def close(self) -> None:
        """Write what waits and let go of the file."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(HistoryError):
            await asyncio.get_running_loop().run_in_executor(self._thread, self._file.close)
        self._thread.shutdown(wait=False)

    async def _do(self, what: Callable[..., T], *arguments: Any) -> T:
        if self._closed:
            raise HistoryError("it is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(what, *arguments))
