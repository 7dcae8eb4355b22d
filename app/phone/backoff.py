"""Pauses between tries: soon at first, then steadily."""

from typing import Final

__all__ = ["Backoff"]

_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0)


class Backoff:
    """1, 2, 4, 8 seconds; eight for ever after."""

    def __init__(self) -> None:
        self._tries = 0

    def pause(self) -> float:
        """Return how long to wait before the next try."""
        pause = _PAUSES_S[min(self._tries, len(_PAUSES_S) - 1)]
        self._tries += 1
        return pause

    def reset(self) -> None:
        """Begin again with the shortest."""
        self._tries = 0
