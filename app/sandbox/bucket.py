"""The token bucket that slows a client down: `kz_buckets`."""

from collections.abc import Callable

__all__ = ["Buckets"]


class Buckets:
    """One bucket per client and account, full at first."""

    def __init__(self, capacity: float, per_second: float, clock: Callable[[], float]) -> None:
        self._capacity = capacity
        self._per_second = per_second
        self._clock = clock
        self._filled: dict[str, tuple[float, float]] = {}

    def resize(self, capacity: float, per_second: float) -> None:
        """Make all buckets new ones of this size."""
        self._capacity, self._per_second = capacity, per_second
        self._filled.clear()

    def remaining(self, name: str) -> int:
        """Return how many requests are left."""
        return int(self._level(name))

    def take(self, name: str) -> bool:
        """Take one token; False when there is none."""
        left = self._level(name)
        if left < 1:
            return False
        self._filled[name] = (left - 1, self._clock())
        return True

    def _level(self, name: str) -> float:
        level, at = self._filled.get(name, (self._capacity, 0.0))
        return min(self._capacity, level + (self._clock() - at) * self._per_second)
