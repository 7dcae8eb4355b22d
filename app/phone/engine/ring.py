"""A short stretch of sound between two clocks that are never quite the same."""

from threading import Lock
from typing import Final

__all__ = ["BYTES_PER_MS", "Ring"]

BYTES_PER_MS: Final = 32
"""16 kHz, one channel, 16 bits."""


class Ring:
    """Bytes in from one thread, out to another. Waits for `fill_ms` before giving, cuts back when too long.

    The cut is a click, but delay that has once built up would otherwise stay for the whole call.
    """

    def __init__(self, fill_ms: int = 20, limit_ms: int = 200, keep_ms: int = 100) -> None:
        self._fill = fill_ms * BYTES_PER_MS
        self._limit = limit_ms * BYTES_PER_MS
        self._keep = keep_ms * BYTES_PER_MS
        self._bytes = bytearray()
        self._flowing = False
        self._lock = Lock()

    def push(self, data: bytes) -> None:
        """Append `data`."""
        with self._lock:
            self._bytes += data
            if len(self._bytes) > self._limit:
                del self._bytes[: len(self._bytes) - self._keep]

    def pull(self, count: int) -> bytes | None:
        """Return `count` bytes, or None while there is not enough."""
        with self._lock:
            if len(self._bytes) < count + (0 if self._flowing else self._fill):
                self._flowing = False
                return None
            self._flowing = True
            data = bytes(self._bytes[:count])
            del self._bytes[:count]
            return data

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._bytes.clear()
            self._flowing = False
