"""A call as a person makes it, key by key, with a way back: a rehearsal and what was done to it.

The clock is whoever's who calls; times are milliseconds since the call came in.
"""

from collections.abc import Callable, Sequence
from typing import Final

from attrs import define, field, frozen

from app.directory import KEYS, Menu, Rehearsal
from app.directory.menu import Asking, Item, Keying, Stage
from app.scenario.ended import Ended, ended
from app.scenario.keying import refusal
from app.scenario.prompts import spoken_ms

__all__ = ["HANG_UP", "Done", "Handset", "rehearse"]

HANG_UP: Final = "hang up"


@frozen
class Done:
    """The caller pressed a key, or hung up (`HANG_UP`)."""

    at_ms: int
    key: str


def rehearse(menu: Menu, length_of: Callable[[Item], int], deeds: Sequence[Done]) -> Rehearsal:
    """Return the call after these; what would happen by itself after the last has not happened yet."""
    call = Rehearsal(menu, length_of)
    for deed in deeds:
        _do(call, deed)
    return call


@define
class Handset:
    """One call; `script` is still to be done, each at its time, until the person takes over."""

    menu: Menu
    length_of: Callable[[Item], int] = spoken_ms
    script: tuple[Done, ...] = ()
    call: Rehearsal = field(init=False)
    done: tuple[Done, ...] = field(default=(), init=False)
    searched: str = field(default="", init=False)
    """The keys collected last, by which whoever is offered or connected was found."""

    def __attrs_post_init__(self) -> None:
        self.call = Rehearsal(self.menu, self.length_of)

    @property
    def is_over(self) -> bool:
        """Whether it is decided what became of the call."""
        return self.call.outcome is not None

    @property
    def takes_keys(self) -> bool:
        """Whether a key does anything; not any more while the farewell plays."""
        return not self.call.position.is_over

    @property
    def next_ms(self) -> int | None:
        """When something will happen by itself."""
        times = [self.script[0].at_ms] if self.script else []
        return min([*times, *([self.call.next_ms] if self.call.next_ms is not None else [])], default=None)

    @property
    def end(self) -> Ended | None:
        """How the call ended; None while it goes on."""
        return ended(self.call) if self.is_over else None

    def press(self, key: str, at_ms: int) -> bool:
        """Press a key; False when nobody listens any more. Raises `KeyingError` for what is no key of the menu."""
        if len(key) != 1 or key not in KEYS:
            raise refusal(key)
        return self._take_over(key, at_ms)

    def hang_up(self, at_ms: int) -> bool:
        """Hang up; False when the call is over already."""
        return self._take_over(HANG_UP, at_ms)

    def run_to(self, at_ms: int) -> None:
        """Let everything happen until then: the script, prompts that end, silence that counts."""
        while self.script and self.script[0].at_ms <= at_ms and not self.is_over:
            self._next_of_script()
        if at_ms > self.call.now_ms and not self.is_over:
            self.call.run_to(at_ms)

    def skip(self) -> None:
        """Skip what is waited for: what plays, to its end; else the silence, to where it counts."""
        plays = self._plays()
        while (next_ms := self.next_ms) is not None and not self.is_over:
            self.run_to(next_ms)
            if not (plays and self._plays()):
                return

    def hurry(self) -> None:
        """Do the whole script at once, and skip what plays: the menu listens, or the call is over."""
        while self.script and not self.is_over:
            self._next_of_script()
        if self._plays():
            self.skip()

    def run_out(self) -> None:
        """Let everything happen, to the end of the call."""
        while self.script and not self.is_over:
            self._next_of_script()
        self.call.run_out()

    def before_last(self) -> "Handset":
        """The call as it was just before the last key, as if that had never been pressed."""
        earlier = Handset(self.menu, self.length_of)
        if self.done:
            kept, last = self.done[:-1], self.done[-1]
            for deed in kept:
                earlier._record(deed)
            earlier.run_to(last.at_ms - 1)
        return earlier

    def again(self) -> "Handset":
        """The same call from its beginning, which then makes itself."""
        return Handset(self.menu, self.length_of, self.done)

    def _plays(self) -> bool:
        return self.call.player.playing is not None

    def _take_over(self, key: str, at_ms: int) -> bool:
        self.script = ()
        # what happened by itself up to now has come first: done again, a key at that very instant would precede it
        self.run_to(at_ms)
        if self.is_over or not (self.takes_keys or key == HANG_UP):
            return False
        return self._record(Done(max(at_ms, self.call.now_ms) + 1, key))

    def _next_of_script(self) -> None:
        deed, *rest = self.script
        self.script = tuple(rest)
        if deed.key == HANG_UP or self.takes_keys:
            self._record(deed)

    def _record(self, deed: Done) -> bool:
        """Do it, and keep it if it came to anything: at the same instant the menu may have hung up first."""
        before = self.call.position.stage
        _do(self.call, deed)
        outcome = self.call.outcome
        if deed.key == HANG_UP and outcome is not None and outcome.ending != "caller_hangup":
            return False
        self.done = (*self.done, deed)
        self._note_search(before, deed.key)
        return True

    def _note_search(self, before: Stage, key: str) -> None:
        match self.call.position.stage:
            case Keying(keys):
                self.searched = keys
            case Asking():
                pass
            case _ if isinstance(before, Keying) and key not in ("#", HANG_UP):
                self.searched = before.keys + key
            case _:
                pass


def _do(call: Rehearsal, deed: Done) -> None:
    if deed.key == HANG_UP:
        call.hang_up(deed.at_ms)
    else:
        call.press(deed.at_ms, deed.key)
