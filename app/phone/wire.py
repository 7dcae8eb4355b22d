"""The way to the engine, shared by calls and identities: waited for, written to, and the clock of what is due later."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from app.phone.errors import EngineNotReady, PhoneUnavailable
from app.phone.keeper import Keeper
from app.phone.messages import Command

__all__ = ["Wire", "tell"]

_log = logging.getLogger(__name__)


class Wire:
    """`why` says in words how the phone is doing, for whoever waits for an engine in vain."""

    def __init__(self, keeper: Keeper, ready_limit_s: float, why: Callable[[], str]) -> None:
        self.keeper = keeper
        self.ready_limit_s = ready_limit_s
        self.unavailable = ""
        """Why there can be no engine, ever."""
        self._why = why
        self._timers: set[asyncio.TimerHandle] = set()

    async def ready(self) -> None:
        """Return when the engine can be told something. Raises PhoneUnavailable, EngineNotReady."""
        try:
            async with asyncio.timeout(self.ready_limit_s):
                await self.keeper.ready.wait()
        except TimeoutError:
            raise EngineNotReady(self._why().rstrip(".")) from None
        if self.unavailable or self.keeper.engine is None:
            raise PhoneUnavailable(self.unavailable or "The phone is off.")

    async def send(self, command: Command) -> None:
        """Tell the engine, when it is ready. Raises PhoneUnavailable, EngineNotReady."""
        await self.ready()
        self.send_now(command)

    def send_now(self, command: Command) -> None:
        """Tell the engine that runs now; with none, nobody."""
        if self.keeper.engine is not None:
            self.keeper.engine.send(command)

    def later(self, seconds: float, do: Callable[..., None], *arguments: object) -> None:
        """Call `do` after `seconds`, unless the phone is closed before."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._timers = {timer for timer in self._timers if timer.when() > now and not timer.cancelled()}
        self._timers.add(loop.call_later(seconds, do, *arguments))

    def close(self) -> None:
        """Forget what was to be done later."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()


def tell(callback: Callable[[Any], None], fact: object) -> None:
    """Call back; a listener's mistake must not stop the phone."""
    try:
        callback(fact)
    except Exception:
        _log.exception("A listener of the phone failed.")
