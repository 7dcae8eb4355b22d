"""The one call of the desk: placing it, what the bar's buttons do, and whether keys go to it."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.phone import Call, CallState, PhoneStatus
from app.problem import Problem
from ui.bridge import Request
from ui.calls import CallBar, Tone, view_of
from ui.core import Core

__all__ = ["Talk"]

_GOODBYE_MS: Final = 5_000

_IN_A_CALL: Final = Problem("There is a call already.", "Hang up first (F8), then call again.")


class Talk(QObject):
    """Follows the call it placed. While it is connected keys go to it, until the person says otherwise."""

    keys_mode = Signal(bool)
    problem = Signal(Problem)
    changed = Signal()
    """The call, or where keys go, is another; also after a command that failed."""

    def __init__(self, core: Core, bar: CallBar, parent: QObject) -> None:
        super().__init__(parent)
        self._core = core
        self._bar = bar
        self._call: Call | None = None
        self._phone = PhoneStatus()
        self._placing = False
        self.takes_keys = False
        self._goodbye = QTimer(self)
        self._goodbye.setSingleShot(True)
        self._goodbye.setInterval(_GOODBYE_MS)
        self._goodbye.timeout.connect(self.forget)
        bar.muteClicked.connect(self.toggle_mute)
        bar.holdClicked.connect(self.toggle_hold)
        bar.keypadToggled.connect(self.take_keys)
        bar.hangUpClicked.connect(self.hang_up)
        bar.redialClicked.connect(self._redial)
        bar.dismissed.connect(self.forget)

    @property
    def call(self) -> Call | None:
        """The call shown, live or just ended."""
        return self._call

    @property
    def phone(self) -> PhoneStatus:
        """What the phone told of itself last."""
        return self._phone

    @property
    def live(self) -> bool:
        """A call is going on."""
        return self._call is not None and self._call.live

    def place(self, number: str, name: str) -> None:
        """Call; a second press while the first is on its way is passed over, a second call in words refused."""
        if self.live:
            self.problem.emit(_IN_A_CALL)
        elif not self._placing:
            self._placing = True
            self._goodbye.stop()
            request = self._core.dial(number, name, self)
            request.succeeded.connect(self._placed)
            request.failed.connect(self._not_placed)

    def show_phone(self, status: PhoneStatus) -> None:
        """The phone's own state, for the bar's note."""
        self._phone = status
        if self._call is not None:
            self._show()

    def show_call(self, call: Call) -> None:
        """A call's new state; calls that come in are not taken, and what an older call still says is passed over."""
        before = self._call
        if call.direction == "in" or (before is not None and before.id != call.id and not self._replaces(call)):
            return
        connected_now = call.state is CallState.CONNECTED and (
            before is None or before.id != call.id or before.state is not CallState.CONNECTED
        )
        self._call = call
        self._goodbye.stop()
        self._show()
        if connected_now:
            self.take_keys(to_call=True)
        if not call.live:
            self.take_keys(to_call=False)
            if not self._failed():
                self._goodbye.start()
        self.changed.emit()

    def forget(self) -> None:
        """Show no call any more."""
        self._goodbye.stop()
        self._call = None
        self._show()
        self.take_keys(to_call=False)
        self.changed.emit()

    def take_keys(self, to_call: bool) -> None:
        """Say where keys go from now on; without a call that takes them, they search."""
        takes = to_call and self.live
        if takes != self.takes_keys:
            self.takes_keys = takes
            self.keys_mode.emit(takes)
            self.changed.emit()
        self._bar.set_keypad(takes)

    def send(self, key: str) -> None:
        """Send a key into the call."""
        if self._call is not None:
            self._watch(self._core.send_keys(self._call.id, key, self))

    def toggle_mute(self) -> None:
        """Mute, or stop muting."""
        if self._call is not None and self._call.live:
            self._watch(self._core.mute(self._call.id, not self._call.muted, self))

    def toggle_hold(self) -> None:
        """Hold, or resume."""
        if self._call is not None and self._call.live:
            self._watch(self._core.hold(self._call.id, not self._call.held, self))

    def hang_up(self) -> None:
        """End the call."""
        if self._call is not None:
            self._watch(self._core.hang_up(self._call.id, self))

    def _redial(self) -> None:
        if self._call is not None:
            self.place(self._call.number, self._call.name)

    def _replaces(self, call: Call) -> bool:
        return call.live and not self.live

    def _placed(self) -> None:
        self._placing = False

    def _not_placed(self, problem: Problem) -> None:
        self._placing = False
        self.problem.emit(problem)

    def _watch(self, request: Request) -> None:
        request.failed.connect(self._not_done)

    def _not_done(self, problem: Problem) -> None:
        self.problem.emit(problem)
        self.changed.emit()

    def _failed(self) -> bool:
        return self._call is not None and view_of(self._call, self._phone).tone is Tone.FAILED

    def _show(self) -> None:
        self._bar.show_call(view_of(self._call, self._phone) if self._call is not None else None)
