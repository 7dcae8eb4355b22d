"""One call through the menu on a virtual clock: keys in, what is heard and what is done out."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from attrs import define, field, frozen

from app.directory.menu.machine import Menu
from app.directory.menu.player import Heard, Player
from app.directory.menu.position import Position
from app.directory.menu.talk import (
    Action,
    Branch,
    CallflowEnded,
    Continue,
    Event,
    Flush,
    HangUp,
    HungUp,
    Item,
    Key,
    PlayedOut,
    Queue,
    Tick,
)

__all__ = ["Done", "Ending", "Outcome", "Rehearsal", "same_length"]

Ending: TypeAlias = Literal["route", "continue", "server_hangup", "caller_hangup"]

_FLUSH_MS: Final = 50  # `silence_stream://50`


@frozen
class Done:
    """An action of the menu and its time."""

    at_ms: int
    action: Action


@frozen
class Outcome:
    """What became of the call; `callflow_id` is the one it was routed to."""

    ending: Ending
    at_ms: int
    callflow_id: str = ""


def same_length(length_ms: int = 1_000) -> Callable[[Item], int]:
    """Everything as long as everything else, the silence of a flush apart."""
    return lambda item: _FLUSH_MS if item.kind == "silence" else length_ms


@define
class Rehearsal:
    """A call: the menu and its player, moved by whoever holds the clock; it begins at 0 ms.

    Every method raises `ValueError` for a time before the one reached.
    """

    menu: Menu
    length_of: Callable[[Item], int] = field(factory=same_length)
    now_ms: int = field(default=0, init=False)
    position: Position = field(init=False)
    player: Player = field(init=False)
    done: list[Done] = field(factory=list, init=False)
    outcome: Outcome | None = field(default=None, init=False)
    """None as long as the caller is in the menu or hears its farewell."""
    _is_ending: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        self.player = Player(self.length_of)
        self.position, actions = self.menu.begin()
        self._do(actions)

    @property
    def heard(self) -> tuple[Heard, ...]:
        """What the caller has heard, without what still plays."""
        return tuple(self.player.heard)

    @property
    def next_ms(self) -> int | None:
        """When something will happen by itself; None when nothing will."""
        return self.player.playing.end_ms if self.player.playing else self.position.deadline_ms

    def press(self, at_ms: int, digit: str) -> None:
        """The caller presses a key; at one instant the end of a file comes before it and a time-out after it."""
        self._come_to(at_ms)
        if self.position.is_over:
            self.player.cut_file(at_ms)
            self._end_when_silent()
        else:
            self._tell(Key(at_ms, digit))

    def hang_up(self, at_ms: int) -> None:
        """The caller hangs up."""
        self._come_to(at_ms)
        self.player.close(at_ms)
        self._tell(HungUp(at_ms))
        self._end("caller_hangup")

    def end_callflow(self, at_ms: int) -> None:
        """The callflow of the person reached comes to its end, with the caller still there."""
        self._come_to(at_ms)
        self._tell(CallflowEnded(at_ms))

    def run_to(self, at_ms: int) -> None:
        """Let everything happen that happens by itself until then."""
        self._come_to(at_ms)
        while self.next_ms == at_ms:
            self._advance(at_ms)

    def run_out(self) -> None:
        """Let everything happen that happens by itself."""
        while (next_ms := self.next_ms) is not None:
            self._advance(next_ms)

    def _come_to(self, at_ms: int) -> None:
        """Everything until then, but for a time-out at that very instant."""
        if at_ms < self.now_ms:
            raise ValueError(f"time runs forward: {at_ms} ms after {self.now_ms} ms")
        while (next_ms := self.next_ms) is not None and (next_ms < at_ms or (next_ms == at_ms and self.player.playing)):
            self._advance(next_ms)
        self.now_ms = at_ms

    def _advance(self, at_ms: int) -> None:
        self.now_ms = at_ms
        if self.player.playing is None:
            self._tell(Tick(at_ms))
            return
        self.player.end_file(at_ms)
        if self.player.playing is None:
            self._tell(PlayedOut(at_ms))
            self._end_when_silent()

    def _tell(self, event: Event) -> None:
        self.position, actions = self.menu.step(self.position, event)
        self._do(actions)

    def _do(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            self.done.append(Done(self.now_ms, action))
            match action:
                case Queue(items):
                    self.player.queue(self.now_ms, items)
                case Flush():
                    self.player.flush(self.now_ms)
                case HangUp():
                    self._is_ending = True
                    self._end_when_silent()
                case Branch(callflow_id=callflow_id):
                    self._end("route", callflow_id)
                case Continue() if self.menu.has_wildcard_child:
                    self._end("continue")
                case _:
                    pass

    def _end_when_silent(self) -> None:
        if self._is_ending and self.player.playing is None:
            self._end("server_hangup")

    def _end(self, ending: Ending, callflow_id: str = "") -> None:
        if self.outcome is None:
            self.outcome = Outcome(ending, self.now_ms, callflow_id)
