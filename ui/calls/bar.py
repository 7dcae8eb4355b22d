"""The call in progress: with whom, how it stands, how long, and what can be done."""

import time
from collections.abc import Callable
from typing import Final

from attrs import frozen
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.directory import isolated, plain
from ui.calls.view import CallView, Tone, duration
from ui.theme import (
    SPACE,
    TEXT,
    Button,
    ButtonKind,
    ElidedLabel,
    Look,
    WrappedLabel,
    restyle,
    tag,
    text_font,
    text_label,
)

__all__ = ["CallBar"]

_TICK_MS: Final = 250
_MARK: Final = 44


@frozen
class _Manner:
    """What the bar looks like and offers for one tone."""

    kind: str
    button: str
    """The token of a button's ground."""
    icon: str
    talking: bool
    """Mute and hold make sense."""
    alive: bool
    """There is something to hang up."""


_MANNERS: Final = {
    Tone.RINGING: _Manner("call", "call_button", "phone", talking=False, alive=True),
    Tone.CONNECTED: _Manner("call", "call_button", "phone", talking=True, alive=True),
    Tone.HELD: _Manner("call-held", "held_button", "pause", talking=True, alive=True),
    Tone.FAILED: _Manner("call-failed", "failed_button", "warning", talking=False, alive=False),
    Tone.ENDED: _Manner("call", "call_button", "phone-off", talking=False, alive=False),
}


class CallBar(QFrame):
    """Hidden while there is no call. Signals say what the person wants; the next `show_call` says what came of it."""

    muteClicked = Signal()  # noqa: N815 - Qt's way of naming signals
    holdClicked = Signal()  # noqa: N815 - Qt's way of naming signals
    keypadToggled = Signal(bool)  # noqa: N815 - Qt's way of naming signals
    """Whether keys go to the call from now on."""
    hangUpClicked = Signal()  # noqa: N815 - Qt's way of naming signals
    redialClicked = Signal()  # noqa: N815 - Qt's way of naming signals
    dismissed = Signal()
    """The person has read how the call ended; the bar has hidden itself."""

    def __init__(self, look: Look, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._view: CallView | None = None
        self._mark = _Mark(look)
        self._who = ElidedLabel("call-name")
        self._state = ElidedLabel("call-text")
        self._problem = WrappedLabel(look, text_font(TEXT.sub), "on_call", most_lines=3)
        self._note = ElidedLabel("call-caption")
        self._time = text_label("call-time")
        self._time.setAccessibleDescription("Duration")
        self._keys = text_label("call-caption")
        self._make_buttons(look)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._arrange()
        self.hide()

    def show_call(self, view: CallView | None) -> None:
        """Show how the call stands; None when there is none any more."""
        self._view = view
        self.setVisible(view is not None)
        if view is None:
            self._tick.stop()
            self._keypad.setChecked(False)
            return
        self._show_words(view)
        self._show_buttons(view)
        self._show_time()
        ticking = view.connected_at is not None and view.ended_at is None and _MANNERS[view.tone].alive
        self._tick.start() if ticking else self._tick.stop()

    def set_keypad(self, shown: bool) -> None:
        """Show whether keys go to the call."""
        self._keypad.setChecked(shown)

    def sizeHint(self) -> QSize:
        """Qt: as wide as the window."""
        return QSize(720, super().sizeHint().height())

    def _make_buttons(self, look: Look) -> None:
        call, quiet = ButtonKind.CALL, ButtonKind.CALL_QUIET
        self._mute = Button(look, "Mute", icon="mic", kind=call, shrinks=True)
        self._hold = Button(look, "Hold", icon="pause", kind=call, shrinks=True)
        self._keypad = Button(look, "Keypad", icon="keypad", kind=call, shrinks=True)
        self._hang_up = Button(look, "Hang up", icon="phone-off", kind=ButtonKind.DANGER)
        self._redial = Button(look, "Redial", icon="refresh", kind=call)
        self._dismiss = Button(look, icon="clear", name="Dismiss", kind=quiet)
        for button in (self._mute, self._hold, self._keypad):
            button.setCheckable(True)
        self._mute.clicked.connect(self._put_back)
        self._hold.clicked.connect(self._put_back)
        self._mute.clicked.connect(self.muteClicked)
        self._hold.clicked.connect(self.holdClicked)
        self._keypad.toggled.connect(self.keypadToggled)
        self._hang_up.clicked.connect(self.hangUpClicked)
        self._redial.clicked.connect(self.redialClicked)
        self._dismiss.clicked.connect(self._close)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for label in (self._who, self._state, self._problem, self._note):
            label.setMinimumWidth(140)
            words.addWidget(label)
        words.addStretch(1)
        times = QVBoxLayout()
        times.setSpacing(2)
        times.addStretch(1)
        for line in (self._time, self._keys):
            line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            times.addWidget(line, 0, Qt.AlignmentFlag.AlignRight)
        times.addStretch(1)
        self._time.setFont(text_font(TEXT.title, tabular=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        row.setSpacing(SPACE.s)
        row.addWidget(self._mark)
        row.addSpacing(SPACE.xs)
        row.addLayout(words, 1)
        row.addLayout(times)
        row.addSpacing(SPACE.s)
        for button in (self._mute, self._hold, self._keypad, self._hang_up, self._redial, self._dismiss):
            row.addWidget(button)

    def _show_words(self, view: CallView) -> None:
        who, number, failed = plain(view.who), plain(view.number), view.tone is Tone.FAILED
        self._who.show_text(who or number)
        self._state.show_text(" · ".join(filter(None, (view.state, isolated(number) if who else ""))))
        self._problem.show_text(view.problem)
        self._problem.setVisible(failed and bool(view.problem))
        self._note.show_text(view.note)
        self._note.setVisible(bool(view.note))
        self._keys.setText(_keys_sent(view.keys_sent))
        self._keys.setVisible(bool(view.keys_sent))
        manner = _MANNERS[view.tone]
        self._mark.show_icon(manner.icon, manner.button)
        self.setAccessibleName(f"Call with {who or number}: {view.state} {view.problem}".strip())
        if self.property("kind") != manner.kind:
            tag(self, manner.kind)
            restyle(self)

    def _show_buttons(self, view: CallView) -> None:
        manner, held = _MANNERS[view.tone], view.tone is Tone.HELD
        self._mute.setChecked(view.muted)
        self._mute.set_face("Unmute" if view.muted else "Mute", "mic-off" if view.muted else "mic")
        self._hold.setChecked(held)
        self._hold.set_face("Resume" if held else "Hold", "play" if held else "pause")
        for button in (self._mute, self._hold):
            button.setVisible(manner.talking)
        for button in (self._keypad, self._hang_up):
            button.setVisible(manner.alive)
        for button in (self._redial, self._dismiss):
            button.setVisible(not manner.alive)
        if not manner.alive:
            self._keypad.setChecked(False)

    def _show_time(self) -> None:
        view = self._view
        if view is None or view.connected_at is None:
            self._time.hide()
            return
        until = self._clock() if view.ended_at is None else view.ended_at
        self._time.setText(duration(until - view.connected_at))
        self._time.show()

    def _put_back(self) -> None:
        """A press only asks; the buttons show what is so."""
        if self._view is not None:
            self._show_buttons(self._view)

    def _close(self) -> None:
        self.show_call(None)
        self.dismissed.emit()


def _keys_sent(keys: str) -> str:
    shown = keys if len(keys) <= 12 else f"…{keys[-11:]}"
    return f"Keys sent {' '.join(shown)}" if keys else ""


class _Mark(QWidget):
    """The state as an icon in a circle; the words beside it say the same."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon, self._ground = "phone", "call_button"
        self.setFixedSize(_MARK, _MARK)
        look.changed.connect(self.update)

    def show_icon(self, icon: str, ground: str) -> None:
        self._icon, self._ground = icon, ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.on_call) if tokens.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens, self._ground)))
        painter.drawEllipse(QRectF(1, 1, _MARK - 2, _MARK - 2))
        place = (_MARK - 22) // 2
        painter.drawPixmap(place, place, self._look.icons.pixmap(self._icon, "on_call", 22, self.devicePixelRatioF()))
        painter.end()
