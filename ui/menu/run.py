"""The call on the page: a handset on the window's clock."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.directory import Menu
from app.directory.menu import Playing
from app.scenario import NO_RECORDINGS, Done, Handset, Recordings
from ui.menu.tempo import Tempo

__all__ = ["AT_ONCE", "Run"]

AT_ONCE: Final = 0.0
"""The speed at which nobody waits: prompts are over at once, and silence counts only when it is skipped."""

_TICK_MS: Final = 40
_ASLEEP_S: Final = 5.0
"""Nobody has looked at the clock for so long: the computer slept."""


class Run(QObject):
    """Makes calls on a menu, one at a time. Keys other than the menu's raise `KeyingError`."""

    changed = Signal()
    """Something happened: a key, a prompt that began or ended, silence that counted."""
    ticked = Signal()
    """Time has passed."""

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._tempo = Tempo(clock)
        self._looked: tuple[float, int] = (0.0, 0)
        """When the clock was looked at last, in its seconds and in milliseconds of the call."""
        self._speed = 1.0
        self._seen: tuple[object, ...] = ()
        self.menu: Menu | None = None
        self.recordings: Recordings = NO_RECORDINGS
        self.handset: Handset | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def speed(self) -> float:
        """How many times faster than in real time; or `AT_ONCE`."""
        return self._speed

    @property
    def is_live(self) -> bool:
        """Whether a call is going on."""
        return self.handset is not None and not self.handset.is_over

    @property
    def is_paused(self) -> bool:
        """Whether a call is going on and time stands, because it was stopped."""
        return self.is_live and not self._tempo.runs and self._speed != AT_ONCE

    @property
    def playing(self) -> Playing | None:
        """What the caller hears now."""
        return self.handset.call.player.playing if self.handset and not self.handset.is_over else None

    @property
    def now_ms(self) -> int:
        """What time it is in the call."""
        handset = self.handset
        return max(self._tempo.now_ms, handset.call.now_ms) if handset is not None else 0

    @property
    def left_ms(self) -> int | None:
        """How long the silence lasts until it counts; None while something plays."""
        if self.handset is None or self.handset.is_over or self.handset.call.position.deadline_ms is None:
            return None
        return max(0, self.handset.call.position.deadline_ms - self.now_ms)

    def call(self) -> None:
        """Call in, from the beginning."""
        if self.menu is not None:
            self._begin(Handset(self.menu, self.recordings.length_ms))

    def play(self, script: tuple[Done, ...]) -> None:
        """Let a call make itself; a key pressed takes over."""
        if self.menu is not None:
            self._begin(Handset(self.menu, self.recordings.length_ms, script))

    def replay(self) -> None:
        """Make the last call once more."""
        if self.handset is not None:
            self._begin(self.handset.again())

    def press(self, key: str) -> bool:
        """Press a key; False when nobody listens."""
        if self.handset is None:
            return False
        pressed = self.handset.press(key, self.now_ms)
        self._go_on()
        return pressed

    def hang_up(self) -> None:
        """Hang up."""
        if self.handset is not None:
            self.handset.hang_up(self.now_ms)
            self._go_on()

    def step_back(self) -> None:
        """Take the last key back; time stands until the next one, or until told to go on."""
        if self.handset is not None and self.handset.done:
            self.handset = self.handset.before_last()
            self._stand()
            self._tell()

    def skip(self) -> None:
        """Wait no longer."""
        if self.handset is not None:
            self.handset.run_to(self.now_ms)
            self.handset.skip()
            self._go_on(paused=self.is_paused)

    def pause(self) -> None:
        """Stop time, or let it go on."""
        if self._tempo.runs:
            self._tick()
            self._stand()
        elif self.is_live:
            self._go_on()
        self._tell()

    def stand_still(self) -> None:
        """Stop time, if it runs."""
        if self._tempo.runs:
            self.pause()

    def set_speed(self, speed: float) -> None:
        """Run so many times faster from now on, or `AT_ONCE`."""
        paused = self.is_paused
        self._speed = speed
        if speed != AT_ONCE:
            self._tempo.set_speed(speed)
        if self.is_live:
            self._go_on(paused=paused and speed != AT_ONCE)

    def forget(self) -> None:
        """No call, no menu."""
        self.handset = self.menu = None
        self._stand()
        self._tell()

    def _begin(self, handset: Handset) -> None:
        self.handset = handset
        self._tempo.stand()
        self._tempo.set(0)
        self._go_on()

    def _go_on(self, *, paused: bool = False) -> None:
        assert self.handset is not None
        if self._speed == AT_ONCE:
            self.handset.hurry()
        self._tempo.set(self.handset.call.now_ms)
        if self.handset.is_over or self._speed == AT_ONCE or paused:
            self._stand()
        else:
            self._tempo.go()
            self._look()
            self._timer.start()
        self._tell()

    def _stand(self) -> None:
        self._timer.stop()
        self._tempo.stand()
        if self.handset is not None:
            self._tempo.set(max(self._tempo.now_ms, self.handset.call.now_ms))

    def _tick(self) -> None:
        if self.handset is None:
            return
        before_s, before_ms = self._looked
        if self._clock() - before_s > _ASLEEP_S:
            self._tempo.set(before_ms)
            self._stand()
            self._tell()
            return
        self._look()
        self.handset.run_to(self._tempo.now_ms)
        if self.handset.is_over:
            self._stand()
        if self._state() != self._seen:
            self._tell()
        self.ticked.emit()

    def _look(self) -> None:
        self._looked = self._clock(), self._tempo.now_ms

    def _tell(self) -> None:
        self._seen = self._state()
        self.changed.emit()

    def _state(self) -> tuple[object, ...]:
        handset = self.handset
        if handset is None:
            return ()
        call = handset.call
        return len(call.heard), call.player.playing, call.position, handset.done, call.outcome
