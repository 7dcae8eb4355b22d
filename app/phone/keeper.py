"""An engine that is kept alive: started, listened to, asked whether it still answers, and started again."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Final

from app.phone.messages import Command, Event, Ping
from app.phone.process import EngineProcess

__all__ = ["Keeper"]

_log = logging.getLogger(__name__)

_LONGEST_PAUSE_S: Final = 30.0
_STEADY_S: Final = 10.0
"""An engine that ran this long has earned an immediate restart."""
_OPEN_LIMIT_S: Final = 60.0


class Keeper:
    """One engine at a time. `greeting` is what a new one is told first; `on_gone` hears why there is none now.

    `ready` is for whoever hears the engine's events to set; it is cleared with the engine. `patience` says how many
    pings in a row may stay unanswered, each `ping_limit_s`, until the engine counts as frozen and is killed.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        greeting: Callable[[], Sequence[Command]],
        on_event: Callable[[Event], None],
        on_gone: Callable[[str], None],
        patience: Callable[[], int],
        ping_every_s: float,
        ping_limit_s: float,
    ) -> None:
        self._argv = tuple(argv)
        self._greeting = greeting
        self._on_event = on_event
        self._on_gone = on_gone
        self._patience = patience
        self._ping_every_s = ping_every_s
        self._ping_limit_s = ping_limit_s
        self._pong = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._hopeless = False
        self.closing = False
        self.ready = asyncio.Event()
        self.engine: EngineProcess | None = None

    @property
    def running(self) -> bool:
        """An engine runs, or will again."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin to keep an engine."""
        self._hopeless = self.closing = False
        self.ready.clear()
        self._task = asyncio.create_task(self._supervise(), name="phone engine")

    def give_up(self) -> None:
        """Start no other engine: restarting cannot help. Whoever waits for `ready` is let go."""
        self._hopeless = True

    def answered(self) -> None:
        """The engine has answered a ping."""
        self._pong.set()

    async def end(self) -> None:
        """End the engine and start no other; never raises and takes three seconds at most."""
        self.closing = True
        if self.engine is not None:
            try:
                await self.engine.end()
            except Exception:
                _log.exception("The engine could not be ended.")
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _supervise(self) -> None:
        pause = 0.0
        while not self._hopeless and not self.closing:
            began = time.monotonic()
            await self._run_engine()
            if self.closing:
                return
            if time.monotonic() - began > _STEADY_S:
                pause = 0.0
            await asyncio.sleep(pause)
            pause = min(max(1.0, pause * 2), _LONGEST_PAUSE_S)
        self.ready.set()

    async def _run_engine(self) -> None:
        try:
            engine = await EngineProcess.spawn(self._argv)
        except Exception as error:
            self._on_gone(f"The phone engine cannot be started: {error}.")
            return
        self.engine = engine
        try:
            await self._listen_to(engine)
            _log.info("The engine exited with status %s.", await engine.reap())
        finally:
            self.engine = None
        self._on_gone("The phone engine stopped and is being started again.")

    async def _listen_to(self, engine: EngineProcess) -> None:
        heartbeat = asyncio.create_task(self._watch_over(engine), name="phone engine's heartbeat")
        try:
            for command in self._greeting():
                engine.send(command)
            async for event in engine.events():
                self._on_event(event)
        except Exception:
            _log.exception("What the engine said could not be taken in: it is killed.")
            engine.kill()
            async for _ in engine.events():  # with something left in the pipe it would not count as gone
                pass
        finally:
            heartbeat.cancel()
            self.ready.clear()

    async def _watch_over(self, engine: EngineProcess) -> None:
        """Kill an engine that does not answer any more, again and again asked: it could not even be hung up."""
        try:
            async with asyncio.timeout(_OPEN_LIMIT_S):
                await self.ready.wait()
        except TimeoutError:
            engine.kill()
            return
        missed = 0
        while missed < self._patience():
            if not missed:
                await asyncio.sleep(self._ping_every_s)
            self._pong.clear()
            engine.send(Ping())
            try:
                async with asyncio.timeout(self._ping_limit_s):
                    await self._pong.wait()
            except TimeoutError:
                missed += 1
            else:
                missed = 0
        _log.error("The engine has left %s pings unanswered and is killed.", missed)
        engine.kill()
