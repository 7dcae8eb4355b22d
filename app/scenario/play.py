"""A caller's acts played to the menu on a virtual clock; nothing sleeps."""

from collections.abc import Callable, Sequence
from typing import Final

from attrs import define, field, frozen

from app.directory import Menu, Rehearsal
from app.directory.menu import Item, same_length
from app.scenario.keying import Act, Await, Pause, Press

__all__ = ["Played", "begun", "play"]

_GAP_MS: Final = 200
_SECOND: Final = same_length()


@frozen
class Played:
    """A call that is over: what the menu did, what the caller pressed, and what came too late to be pressed."""

    call: Rehearsal
    pressed: tuple[tuple[int, str], ...]
    """Times in milliseconds and keys."""
    too_late: str


def begun(menu: Menu, acts: Sequence[Act]) -> Rehearsal:
    """Return the call right after the last of `acts`."""
    return _hand(Rehearsal(menu), acts).call


def play(
    menu: Menu, acts: Sequence[Act], length_of: Callable[[Item], int] = _SECOND, *, hangs_up: bool = False
) -> Played:
    """Run one call to its end. Once the menu is done with the caller nothing more is pressed."""
    hand = _hand(Rehearsal(menu, length_of), acts)
    if hangs_up and hand.call.outcome is None:
        hand.call.hang_up(hand.call.now_ms + (hand.pause_ms or 0))
    hand.call.run_out()
    return Played(hand.call, tuple(hand.pressed), "".join(hand.too_late))


def _hand(call: Rehearsal, acts: Sequence[Act]) -> "_Hand":
    hand = _Hand(call)
    for act in acts:
        hand.do(act)
    return hand


@define
class _Hand:
    call: Rehearsal
    pause_ms: int | None = None
    pressed: list[tuple[int, str]] = field(factory=list)
    too_late: list[str] = field(factory=list)

    def do(self, act: Act) -> None:
        match act:
            case Press(digit):
                self._press(digit)
            case Pause(ms):
                self.pause_ms = (self.pause_ms or 0) + ms
            case Await():
                self._await()

    def _press(self, digit: str) -> None:
        at_ms = self.call.now_ms + (_GAP_MS if self.pause_ms is None else self.pause_ms)
        self.pause_ms = None
        self._come_close(at_ms)
        if self.call.position.is_over:
            self.too_late.append(digit)
            return
        self.call.press(at_ms, digit)
        self.pressed.append((at_ms, digit))

    def _await(self) -> None:
        if self.pause_ms is not None:
            self.call.run_to(self.call.now_ms + self.pause_ms)
            self.pause_ms = None
        while not self._is_asked() and (next_ms := self.call.next_ms) is not None:
            self.call.run_to(next_ms)

    def _come_close(self, at_ms: int) -> None:
        """Let all that comes before a key at `at_ms` happen: at that very instant the key comes before a time-out."""
        while (next_ms := self.call.next_ms) is not None and next_ms < at_ms:
            self.call.run_to(next_ms)

    def _is_asked(self) -> bool:
        call = self.call
        if call.position.is_over:
            return True
        last_ms = self.pressed[-1][0] if self.pressed else -1
        heard = call.player.heard
        is_listening = call.player.playing is None and call.position.deadline_ms is not None
        return is_listening and bool(heard) and heard[-1].end_ms > last_ms
