"""Keys waiting to be sent, at the pace of the wire. Pure: times come from outside."""

from collections import deque
from typing import Final

__all__ = ["KEY_S", "PAUSE_S", "KeyQueue"]

KEY_S: Final = 0.24
"""What the library needs for one RFC 4733 digit; its own queue takes about thirty and tells nothing."""
PAUSE_S: Final = 0.5


class KeyQueue:
    """One digit every 240 ms, `,` for half a second of nothing."""

    def __init__(self) -> None:
        self._keys: deque[str] = deque()
        self._due = 0.0

    def add(self, keys: str) -> None:
        """Append `keys`."""
        self._keys.extend(keys)

    def due(self, now: float) -> str | None:
        """Return the digit to be sent now, if any."""
        while self._keys and now >= self._due:
            key = self._keys.popleft()
            if key != ",":
                self._due = now + KEY_S
                return key
            self._due = now + PAUSE_S
        return None

    def put_back(self, key: str, now: float) -> None:
        """Try `key` again a little later: the library was not ready for it."""
        self._keys.appendleft(key)
        self._due = now + KEY_S
