"""The engine's end of the pipe: commands without blocking, events as they happen."""

import contextlib
import os
import queue
import select
import sys
import threading
from typing import Final

import msgspec

from app.phone.messages import Command, Event, Failed, decode_command, encode

__all__ = ["Pipe"]

_CHUNK: Final = 65_536


class Pipe:
    """Reads lines from one descriptor and writes lines to another."""

    def __init__(self, commands_fd: int, events_fd: int) -> None:
        self._commands_fd = commands_fd
        self._events_fd = events_fd
        self._rest = b""
        self._gone = False
        self._ahead = b""
        self._due = False
        """There is something to read: asking in vain costs an exception each time."""
        self._chunks: queue.SimpleQueue[bytes] | None = None
        if sys.platform == "win32":  # pipes there cannot be made non-blocking; the thread knows bytes only
            self._chunks = queue.SimpleQueue()
            threading.Thread(target=self._pump, args=(self._chunks,), daemon=True).start()
        else:
            os.set_blocking(commands_fd, False)

    @classmethod
    def of_process(cls) -> "Pipe":
        """Take over stdin and stdout; descriptor 1 becomes stderr, because pjlib prints its banner there."""
        events_fd = os.dup(1)
        os.dup2(2, 1)
        return cls(0, events_fd)

    def wait(self, limit_s: float) -> None:
        """Return as soon as there is a command or the desk is gone, or after `limit_s`."""
        if self._chunks is None:
            self._due = bool(select.select([self._commands_fd], [], [], limit_s)[0])
        elif not self._ahead:
            with contextlib.suppress(queue.Empty):
                self._ahead = self._chunks.get(timeout=limit_s)
                self._gone = self._gone or not self._ahead

    def commands(self) -> list[Command] | None:
        """Return the commands that had come when `wait` returned, maybe none; None when the desk is gone."""
        chunk = self._ahead or self._read()
        self._ahead = b""
        if self._gone:
            return None
        if not chunk:
            return []
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return [command for line in lines if line and (command := self._decode(line))]

    def emit(self, event: Event) -> None:
        """Tell the desk; when it is gone the loop hears of it from `commands`."""
        try:
            data = encode(event)
        except UnicodeEncodeError:  # the far end's bytes need not be UTF-8
            data = encode(_readable(event))
        try:
            while data:
                data = data[os.write(self._events_fd, data) :]
        except OSError:
            self._gone = True

    def _read(self) -> bytes:
        if self._chunks is not None:
            return self._read_queue(self._chunks)
        if not self._due:
            return b""
        self._due = False
        try:
            chunk = os.read(self._commands_fd, _CHUNK)
        except BlockingIOError:
            return b""
        self._gone = self._gone or not chunk
        return chunk

    def _read_queue(self, chunks: "queue.SimpleQueue[bytes]") -> bytes:
        try:
            chunk = chunks.get_nowait()
        except queue.Empty:
            return b""
        self._gone = self._gone or not chunk
        return chunk

    def _pump(self, chunks: "queue.SimpleQueue[bytes]") -> None:
        while chunk := os.read(self._commands_fd, _CHUNK):
            chunks.put(chunk)
        chunks.put(b"")

    def _decode(self, line: bytes) -> Command | None:
        try:
            return decode_command(line)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            self.emit(Failed(do="", reason=f"not a command: {error}"))
            return None


def _readable(event: Event) -> Event:
    texts = {name: text for name in event.__struct_fields__ if isinstance(text := getattr(event, name), str)}
    return msgspec.structs.replace(
        event, **{name: text.encode(errors="replace").decode() for name, text in texts.items()}
    )
