"""A clock of milliseconds that can run faster, stand still and be set."""

from collections.abc import Callable

__all__ = ["Tempo"]


class Tempo:
    """Runs on `clock`, in seconds, at `speed` times its pace; it stands until `go`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at_ms = 0.0
        self._since: float | None = None
        self._speed = 1.0

    @property
    def runs(self) -> bool:
        """Whether time passes."""
        return self._since is not None

    @property
    def now_ms(self) -> int:
        """What the time is."""
        passed = 0.0 if self._since is None else (self._clock() - self._since) * 1_000 * self._speed
        return int(self._at_ms + passed)

    def set(self, at_ms: int) -> None:
        """It is `at_ms` now; it runs or stands as before."""
        self._at_ms = float(at_ms)
        if self._since is not None:
            self._since = self._clock()

    def go(self) -> None:
        """Let time pass."""
        if self._since is None:
            self._since = self._clock()

    def stand(self) -> None:
        """Stop time."""
        self._at_ms, self._since = float(self.now_ms), None

    def set_speed(self, speed: float) -> None:
        """Run at another pace from now on."""
        self.set(self.now_ms)
        self._speed = speed
