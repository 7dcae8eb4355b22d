"""Keys waiting to be sent, at the pace of the wire. Pure: times come from outside."""

from collections import deque
from typing import Final

from app.phone.messages import KeyMethod

__all__ = ["KEY_S", "PAUSE_S", "KeyQueue"]

KEY_S: Final = 0.25
"""The library needs 240 ms for one RFC 4733 digit, and its own queue takes about thirty and tells nothing; by INFO
it would send all within a millisecond, and a far end hears them in any order."""
PAUSE_S: Final = 0.5


class KeyQueue:
    """One digit every 250 ms, `,` for half a second of nothing."""

    def __init__(self) -> None:
        self._keys: deque[tuple[str, KeyMethod]] = deque()
        self._due = 0.0

    def add(self, keys: str, by: KeyMethod = "rfc4733") -> None:
        """Append `keys`, to be sent `by` one of the ways there are."""
        self._keys.extend((key, by) for key in keys)

    def due(self, now: float) -> tuple[str, KeyMethod] | None:
        """Return the digit to be sent now, if any, and how."""
        while self._keys and now >= self._due:
            key, by = self._keys.popleft()
            if key != ",":
                self._due = now + KEY_S
                return key, by
            self._due = now + PAUSE_S
        return None

    def put_back(self, key: str, by: KeyMethod, now: float) -> None:
        """Try `key` again a little later: the library was not ready for it."""
        self._keys.appendleft((key, by))
        self._due = now + KEY_S
