"""The desk's calls: placing and taking them, what their buttons do, and whether keys go to the call in front."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from attrs import evolve
from PySide6.QtCore import QObject, QTimer, Signal

from app.phone import MAX_CALLS, Call, CallState, PhoneStatus
from app.problem import Problem
from ui.bridge import Request
from ui.calls import CallPanel, CallView, Lines, Offer, is_incoming, is_talking, view_of
from ui.core import Core

__all__ = ["Talk"]

_GOODBYE_MS: Final = 5_000
_BUSY: Final = 486
_DECLINED: Final = 603

_ALL_TAKEN: Final = Problem(
    f"All {MAX_CALLS} lines are in use: the phone can have {MAX_CALLS} calls at once.",
    "End or transfer a call, then call again.",
)
_NO_CALL: Final = Problem("There is no call to transfer.", "Take or place a call first.")
_NOT_UP: Final = Problem("Nobody has answered yet.", "Wait until the call is answered, then transfer it.")
_NOBODY_BEFORE: Final = Problem("Nobody was called yet.", "Select a person in the list, then call (F3).")


class Talk(QObject):
    """Follows every call of the phone. Keys search, until an outgoing call is answered or the person says otherwise."""

    keys_mode = Signal(bool)
    problem = Signal(Problem)
    wanted = Signal(Offer)
    """A button of the call in front wants what needs the person selected: a transfer or a consultation."""
    changed = Signal()
    """A call, or where keys go, is another; also after a command that failed."""

    def __init__(self, core: Core, panel: CallPanel, parent: QObject, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._core = core
        self._panel = panel
        self._clock = clock
        self._lines = Lines()
        self._phone = PhoneStatus()
        self._placing = False
        self._last: tuple[str, str] | None = None
        self._front_id = ""
        self.takes_keys = False
        self.describe: Callable[[Call], str] = lambda _: ""
        """What is worth knowing of a caller before answering, such as a title."""
        self._on_offer: dict[Offer, Callable[[str], None]] = {
            Offer.ANSWER: self.answer,
            Offer.BUSY: partial(self._reject, status=_BUSY),
            Offer.DECLINE: partial(self._reject, status=_DECLINED),
            Offer.TALK: self._activate,
            Offer.MUTE: lambda _: self.toggle_mute(),
            Offer.HOLD: lambda _: self.toggle_hold(),
            Offer.KEYPAD: lambda _: self.take_keys(not self.takes_keys),
            Offer.COMPLETE: lambda _: self.complete(),
            Offer.JOIN: lambda _: self.join(),
            Offer.SPLIT: lambda _: self.split(),
            Offer.LEAVE: lambda _: self.leave(),
            Offer.BACK: lambda _: self.back(),
            Offer.HANG_UP: self._hang_up,
            Offer.REDIAL: self._redial,
            Offer.DISMISS: self.forget,
        }
        panel.wanted.connect(self.do)

    @property
    def lines(self) -> Lines:
        """All calls shown."""
        return self._lines

    @property
    def call(self) -> Call | None:
        """The call in front, live or just ended."""
        return self._lines.front

    @property
    def phone(self) -> PhoneStatus:
        """What the phone told of itself last."""
        return self._phone

    @property
    def live(self) -> bool:
        """A call is going on, or somebody is calling."""
        return bool(self._lines.live)

    @property
    def transferable(self) -> Call | None:
        """The call in front, when it can be given to somebody: answered, and not on its way already."""
        call = self.call
        offers = self._lines.offers(call) if call is not None else ()
        return call if Offer.TRANSFER in offers else None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be done with the call in front."""
        call = self.call
        return self._lines.offers(call) if call is not None else ()

    @property
    def ringing(self) -> tuple[CallView, ...]:
        """Who is calling and has not been answered."""
        return tuple(self._view(call) for call in self._lines.ringing)

    def do(self, call_id: str, offer: Offer) -> None:
        """Do what a button of a call says."""
        act = self._on_offer.get(offer)
        if act is None:
            self.wanted.emit(offer)
        else:
            act(call_id)

    def place(self, number: str, name: str) -> None:
        """Call, holding the call that is up; a second press while the first is on its way is passed over.

        A call placed while a caller is there is a consultation: the two can be connected. Beyond the phone's lines it
        is refused in words.
        """
        if len(self._lines.live) >= MAX_CALLS:
            self.problem.emit(_ALL_TAKEN)
        elif not self._placing:
            self._placing = True
            self._last = number, name
            about = self.transferable
            request = self._core.dial(number, name, self)
            request.succeeded.connect(lambda call_id: self._placed(call_id, about.id if about else ""))
            request.failed.connect(self._not_placed)

    def redial(self) -> None:
        """Call who was called last."""
        if self._last is None:
            self.problem.emit(_NOBODY_BEFORE)
        else:
            self.place(*self._last)

    def transfer(self, number: str) -> None:
        """Give the call in front to a number, without asking there first."""
        call = self.transferable
        if call is None:
            self.problem.emit(_NOT_UP if self.call is not None and self.call.live else _NO_CALL)
        else:
            self._watch(self._core.transfer(call.id, number, self))

    def complete(self) -> None:
        """Connect the caller with whom was asked about it, also while that one still rings."""
        pair = self._lines.pair(self.call) if self.call is not None else None
        if pair is None:
            self.problem.emit(_NO_CALL)
        else:
            self._watch(self._core.transfer_to(pair[0].id, pair[1].id, self))

    def back(self) -> None:
        """Hang up the consultation and speak with the caller again."""
        pair = self._lines.pair(self.call) if self.call is not None else None
        if pair is not None:
            caller, consultation = pair
            gone = self._core.hang_up(consultation.id, self)
            gone.succeeded.connect(lambda: self._activate(caller.id))
            self._watch(gone)

    def swap(self) -> None:
        """Speak in the next call that is held; the one that is up is held."""
        held = self._lines.next_held()
        if held is not None:
            self._activate(held.id)

    def join(self) -> None:
        """Make one conference of the calls that are up."""
        ids = self._lines.to_join()
        if ids:
            self._watch(self._core.conference(ids, self))

    def split(self) -> None:
        """Make separate calls of the conference."""
        self._watch(self._core.split(self))

    def leave(self) -> None:
        """Leave the conference; the others talk on."""
        self._watch(self._core.leave_conference(self))

    def answer(self, call_id: str = "") -> None:
        """Take a call, or without an id the one that rings longest."""
        wanted = call_id or self._first_ringing()
        if wanted:
            self._watch(self._core.answer(wanted, self))

    def busy(self) -> None:
        """Let the caller that rings longest hear busy."""
        self._reject(self._first_ringing(), _BUSY)

    def decline(self) -> None:
        """Turn the caller that rings longest away."""
        self._reject(self._first_ringing(), _DECLINED)

    def show_phone(self, status: PhoneStatus) -> None:
        """The phone's own state, for the bar's note."""
        self._phone = status
        self._show()
        self.changed.emit()

    def show_call(self, call: Call) -> None:
        """A call's new state."""
        before = self._lines.find(call.id)
        self._lines = self._lines.with_call(call, self._clock())
        if self._lines.find(call.id) is None:
            return
        answered = call.state is CallState.CONNECTED and (before is None or before.state is not CallState.CONNECTED)
        if call.direction == "out" and call.number:
            self._last = call.number, call.name
        if not call.live and (before is None or before.live) and call in self._lines.passing:
            QTimer.singleShot(_GOODBYE_MS, self, partial(self._goodbye, call.id))
        self._now(asks_for_keys=answered and call.direction == "out" and self._lines.pair(call) is None)

    def forget(self, call_id: str = "") -> None:
        """Show an ended call no more; without an id no call at all, and remember none."""
        if not call_id:
            self._last = None
        self._lines = self._lines.without(call_id) if call_id else Lines()
        self._now()

    def take_keys(self, to_call: bool) -> None:
        """Say where keys go from now on; without a call that takes them, they search."""
        call = self.call
        takes = to_call and call is not None and call.live and Offer.KEYPAD in self._lines.offers(call)
        if takes != self.takes_keys:
            self.takes_keys = takes
            self.keys_mode.emit(takes)
            self.changed.emit()
        self._panel.bar.set_keypad(takes)

    def send(self, keys: str) -> None:
        """Send keys into the call in front."""
        call = self.call
        if call is not None and call.live:
            self._watch(self._core.send_keys(call.id, keys, self))

    def toggle_mute(self) -> None:
        """Mute, or stop muting."""
        call = self.call
        if call is not None and call.live:
            self._watch(self._core.mute(call.id, not call.muted, self))

    def toggle_hold(self) -> None:
        """Hold, or resume."""
        call = self.call
        if call is not None and call.state is CallState.CONNECTED:
            if call.held and any(is_talking(other) for other in self._lines.others):
                self._activate(call.id)
            else:
                self._watch(self._core.hold(call.id, not call.held, self))

    def hang_up(self) -> None:
        """End the call in front; a consultation ends in the caller's favour, a caller who rings hears busy."""
        call = self.call
        if call is None:
            return
        offers = self._lines.offers(call)
        if Offer.BACK in offers:
            self.back()
        elif Offer.BUSY in offers:
            self._reject(call.id, _BUSY)
        else:
            self._hang_up(call.id)

    def _hang_up(self, call_id: str) -> None:
        self._watch(self._core.hang_up(call_id, self))

    def _reject(self, call_id: str, status: int) -> None:
        if call_id:
            self._watch(self._core.reject(call_id, status, self))

    def _activate(self, call_id: str) -> None:
        self._watch(self._core.activate(call_id, self))

    def _redial(self, call_id: str) -> None:
        call = self._lines.find(call_id)
        if call is not None:
            self.place(call.number, call.name)

    def _first_ringing(self) -> str:
        ringing = self._lines.ringing
        return ringing[0].id if ringing else ""

    def _placed(self, call_id: str, about: str) -> None:
        self._placing = False
        if about:
            self._lines = self._lines.asking(call_id, about)
            self._now()

    def _not_placed(self, problem: Problem) -> None:
        self._placing = False
        self.problem.emit(problem)

    def _watch(self, request: Request) -> None:
        request.failed.connect(self._not_done)

    def _not_done(self, problem: Problem) -> None:
        self.problem.emit(problem)
        self.changed.emit()

    def _goodbye(self, call_id: str) -> None:
        call = self._lines.find(call_id)
        if call is not None and not call.live:
            self.forget(call_id)

    def _now(self, *, asks_for_keys: bool = False) -> None:
        """Show what is so; a call that comes to the front does not take the keys by that alone."""
        front = self.call
        front_id = front.id if front is not None else ""
        moved, self._front_id = front_id != self._front_id, front_id
        self._show()
        self.take_keys(asks_for_keys or (self.takes_keys and not moved))
        self.changed.emit()

    def _show(self) -> None:
        front = self.call
        self._panel.show_calls(
            self._view(front) if front is not None else None, [self._view(call) for call in self._lines.others]
        )

    def _view(self, call: Call) -> CallView:
        view = view_of(call, self._lines, self._phone)
        return evolve(view, note=self.describe(call) or view.note) if is_incoming(call) else view
