"""The calls of a phone by id: live ones, and the last that ended."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from app.phone.call import Call
from app.phone.errors import NoSuchCall

__all__ = ["CallBook"]

_log = logging.getLogger(__name__)
_ENDED_KEPT: Final = 100


class CallBook:
    """Tells each change to one listener and to whoever waits for it."""

    def __init__(self, on_call: Callable[[Call], None]) -> None:
        self._on_call = on_call
        self._calls: dict[str, Call] = {}
        self._waiting: list[tuple[str, Callable[[Call], bool], asyncio.Future[Call]]] = []

    @property
    def live(self) -> tuple[Call, ...]:
        """Calls that have not ended, oldest first."""
        return tuple(call for call in self._calls.values() if call.live)

    def find(self, call_id: str) -> Call | None:
        """Return the call as it is now."""
        return self._calls.get(call_id)

    def put(self, call: Call, *, silently: bool = False) -> None:
        """Keep `call` in place of what was known of it; nothing new tells nobody."""
        if self._calls.get(call.id) == call:
            return
        self._calls[call.id] = call
        self._forget_old()
        if not silently:
            self._tell(call)
        self._wake(call)

    async def until(self, call_id: str, wanted: Callable[[Call], bool]) -> Call:
        """Return the call once it is as `wanted` or has ended. Raises NoSuchCall for one never heard of."""
        call = self._calls.get(call_id)
        if call is None:
            raise NoSuchCall
        if wanted(call) or not call.live:
            return call
        future: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        self._waiting.append((call_id, wanted, future))
        return await future

    def _tell(self, call: Call) -> None:
        try:
            self._on_call(call)
        except Exception:
            _log.exception("A listener to calls failed.")

    def _wake(self, call: Call) -> None:
        waiting, self._waiting = self._waiting, []
        for call_id, wanted, future in waiting:
            if future.done():
                continue
            try:
                seen = call_id == call.id and (not call.live or wanted(call))
            except Exception as error:  # the mistake of whoever waits, and for nobody else
                future.set_exception(error)
                continue
            if seen:
                future.set_result(call)
            else:
                self._waiting.append((call_id, wanted, future))

    def _forget_old(self) -> None:
        ended = [call_id for call_id, call in self._calls.items() if not call.live]
        for call_id in ended[:-_ENDED_KEPT]:
            del self._calls[call_id]
