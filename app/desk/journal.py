"""The history as a desk keeps it: every call is written down as it goes, and the news tell when something changed."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Collection
from typing import Final

from attrs import evolve

from app.desk.callers import Party
from app.desk.remembering import record_of, record_of_missed, wanted
from app.phone import Call, MissedCall
from app.problem import Problem
from app.store import History, HistoryError, Record, WhichCalls

__all__ = ["Journal"]

_log = logging.getLogger(__name__)
_PAGE: Final = 200


class Journal:
    """Writes beside the loop, in order. A history that fails is told once as trouble; it never stops a call."""

    def __init__(self, history: History, changed: Callable[[int], None], trouble: Callable[[Problem], None]) -> None:
        self._history = history
        self._changed = changed
        self._trouble = trouble
        self._written: dict[str, Record] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._told = False

    async def begin(self) -> None:
        """Tell how things stand: what was wrong with the file, and how many calls were missed."""
        if self._history.trouble is not None:
            self._trouble(self._history.trouble)
        await self._tell_changed()

    def note(self, call: Call, party: Party | None, *, account: str = "", target: str = "") -> None:
        """A call is new, or changed; written if that changes what is remembered of it.

        `account` is one of our own by its label, `target` to whom the call is transferred.
        """
        record = record_of(call, party, account=account, target=target)
        if self._written.get(call.id) == record:
            return
        self._written[call.id] = record
        if not call.live:
            del self._written[call.id]
        self._write(record)

    def note_missed(self, missed: MissedCall, party: Party | None, account: str = "") -> None:
        """Somebody called while all lines were taken, or nobody wanted to be disturbed."""
        record = record_of_missed(missed, party, time.time())
        self._write(evolve(record, call_id=uuid.uuid4().hex, account=account))

    async def page(
        self, typed: str = "", which: WhichCalls = "all", after: Record | None = None, limit: int = _PAGE
    ) -> list[Record]:
        """Calls that a search finds, newest first, those that follow `after`. Raises `HistoryError`."""
        return await self._history.page(wanted(typed, which), after, limit)

    async def count(self, typed: str = "", which: WhichCalls = "all") -> int:
        """How many calls a search finds. Raises `HistoryError`."""
        return await self._history.count(wanted(typed, which))

    async def look(self) -> None:
        """The missed calls have been seen. Raises `HistoryError`."""
        if await self._history.missed():
            await self._history.look()
            await self._tell_changed()

    async def delete(self, rows: Collection[int]) -> None:
        """Forget these calls. Raises `HistoryError`."""
        await self._history.delete(rows)
        await self._tell_changed()

    async def delete_all(self) -> None:
        """Forget all calls. Raises `HistoryError`."""
        await self._history.delete_all()
        await self._tell_changed()

    async def close(self) -> None:
        """Write what waits."""
        while self._writing:
            await asyncio.wait(self._writing)
        await self._history.close()

    def _write(self, record: Record) -> None:
        task = asyncio.ensure_future(self._put(record))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _put(self, record: Record) -> None:
        try:
            await self._history.put(record)
            await self._tell_changed()
        except HistoryError as error:
            _log.warning("A call was not written to the history: %s", error)
            if not self._told:
                self._told = True
                self._trouble(error.problem)

    async def _tell_changed(self) -> None:
        self._changed(await self._history.missed())
