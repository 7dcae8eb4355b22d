"""One run of the engine: a child process, commands to its stdin, events from its stdout."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Final

import msgspec

from app.phone.messages import Close, Command, Event, decode_event, encode

__all__ = ["ENGINE_ARGV", "EngineProcess"]

_log = logging.getLogger(__name__)

ENGINE_ARGV: Final = (sys.executable, "-m", "app.phone.engine")
_GRACE_S: Final = 3.0
_LOOK_UP: Final = "timeout:1 attempts:1"
"""The engine stands still while a name is looked up; glibc would try for half a minute where no name server answers."""
_LINE_LIMIT: Final = 1 << 20


class EngineProcess:
    """Made by `spawn`; `events` ends when the process does, however that came about."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._noise = asyncio.create_task(self._drain())

    @classmethod
    async def spawn(cls, argv: Sequence[str]) -> "EngineProcess":
        """Start the engine; raises OSError when there is no such program."""
        pipe = asyncio.subprocess.PIPE
        environment = {"RES_OPTIONS": _LOOK_UP} | os.environ
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=pipe, stdout=pipe, stderr=pipe, limit=_LINE_LIMIT, env=environment
        )
        return cls(process)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Write one command; a child that has just died is noticed by `events`, not here."""
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(encode(command))

    async def events(self) -> AsyncIterator[Event]:
        """Yield events until the child is gone; a line that is none is logged and left out."""
        assert self._process.stdout is not None
        while line := await _next_line(self._process.stdout):
            try:
                event = decode_event(line)
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                _log.error("The engine wrote a line that is no event: %s", error)
                continue
            yield event

    def kill(self) -> None:
        """End the child by force; `events` ends with it."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def end(self) -> int:
        """Ask the child to leave, kill it when it does not, and return its exit status."""
        self.send(Close())
        if self._process.stdin is not None:
            self._process.stdin.close()
        return await self.reap()

    async def reap(self) -> int:
        """Wait for the child to be gone, by force after three seconds, and leave nothing of it open."""
        try:
            async with asyncio.timeout(_GRACE_S):  # never kill at once: that could reap behind asyncio's back
                code = await self._process.wait()
        except TimeoutError:
            _log.warning("The engine did not leave within %s s and was killed.", _GRACE_S)
            self.kill()
            code = await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._noise
        return code

    async def _drain(self) -> None:
        """Log what libraries below the engine write to stderr, so that a full pipe never stops it."""
        assert self._process.stderr is not None
        while line := await _next_line(self._process.stderr):
            _log.debug("engine: %s", line.decode(errors="replace").rstrip())


async def _next_line(reader: asyncio.StreamReader) -> bytes:
    """Return the next line, empty at the end; what is too long for one is thrown away."""
    while True:
        try:
            return await reader.readline()
        except ValueError as error:
            _log.error("The engine wrote a line that is too long: %s", error)
