"""The caller's handset: where the menu stands and how long it waits, the keypad, and what can be done."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.directory.menu import SILENCE_MS
from app.scenario import Standing, standing
from ui.find import Keypad, KeypadMode
from ui.menu.ring import WaitRing
from ui.menu.run import AT_ONCE, Run
from ui.theme import SPACE, Button, ButtonKind, Combo, ElidedLabel, Look, tag, text_label

__all__ = ["HandsetPanel"]

_SPEEDS: Final = (("Real time", 1.0), ("2 × as fast", 2.0), ("5 × as fast", 5.0), ("At once", AT_ONCE))
_NO_CALL: Final = Standing("No call", "Call, then key a name.")


class HandsetPanel(QWidget):
    """Shows a run and asks for what its buttons say."""

    keyed = Signal(str)
    callWanted = Signal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, look: Look, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._make_parts(look)
        self._place()
        self.keypad.set_mode(KeypadMode.MENU)
        self.keypad.pressed.connect(self.keyed)
        self.call.clicked.connect(self.callWanted)
        self.hang_up.clicked.connect(run.hang_up)
        self.back.clicked.connect(run.step_back)
        self.pause.clicked.connect(run.pause)
        self.skip.clicked.connect(run.skip)
        self.speed.currentIndexChanged.connect(self._set_speed)
        run.changed.connect(self._show)
        run.ticked.connect(self._show_wait)
        self._show()

    def refuse(self, why: str) -> None:
        """Say why a key is none; empty to say nothing any more."""
        self.note.setText(why)
        self.note.setVisible(bool(why))
        self.detail.setVisible(not why)

    def _make_parts(self, look: Look) -> None:
        self.ring = WaitRing(look)
        self.title = ElidedLabel("strong")
        self.detail = text_label("sub", wrap=True)
        self.note = text_label("problem", wrap=True)
        self.note.hide()
        self.keypad = Keypad(look)
        self.call = Button(look, "Call", icon="phone", kind=ButtonKind.ACCENT)
        self.hang_up = Button(look, "Hang up", icon="phone-off", kind=ButtonKind.DANGER)
        self.back = Button(look, "Step back", icon="backspace")
        self.speed = Combo(look, "Speed")
        for text, speed in _SPEEDS:
            self.speed.addItem(text, speed)
        self.pause = Button(look, icon="pause", name="Pause")
        self.skip = Button(look, "Skip", icon="chevron-right", name="Skip the wait")

    def _place(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for label in (self.title, self.detail, self.note):
            words.addWidget(label)
        words.addStretch(1)
        display = tag(_Display(), "card")
        display.setFixedHeight(80)
        row = QHBoxLayout(display)
        row.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        row.setSpacing(SPACE.m)
        row.addWidget(self.ring)
        row.addLayout(words, 1)
        first = QHBoxLayout()
        first.setSpacing(SPACE.s)
        first.addWidget(self.call, 1)
        first.addWidget(self.hang_up, 1)
        first.addWidget(self.back, 1)
        second = QHBoxLayout()
        second.setSpacing(SPACE.s)
        second.addWidget(self.speed, 1)
        second.addWidget(self.pause)
        second.addWidget(self.skip)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE.m)
        box.addWidget(display)
        box.addWidget(self.keypad)
        box.addLayout(first)
        box.addLayout(second)
        box.addStretch(1)

    def _set_speed(self) -> None:
        self._run.set_speed(float(self.speed.currentData()))

    def _show(self) -> None:
        run, handset = self._run, self._run.handset
        now = standing(handset.call) if handset is not None else _NO_CALL
        self.title.show_text(now.title)
        self.detail.setText(now.detail)
        self.call.setVisible(not run.is_live)
        self.call.setEnabled(run.menu is not None)
        self.hang_up.setVisible(run.is_live)
        self.back.setEnabled(handset is not None and bool(handset.done))
        self.skip.setEnabled(run.is_live)
        self.pause.setEnabled(run.is_live and float(self.speed.currentData()) != AT_ONCE)
        self.pause.set_face("", "play" if run.is_paused else "pause", "Go on" if run.is_paused else "Pause")
        self.pause.setToolTip(self.pause.accessibleName())
        self._show_wait()

    def _show_wait(self) -> None:
        left_ms = self._run.left_ms
        if left_ms is not None:
            self.ring.show_wait(left_ms, SILENCE_MS)
        elif self._run.is_live:
            self.ring.show_icon("speaker", "The menu speaks")
        else:
            self.ring.show_icon("phone-off", "No call")


class _Display(QFrame):
    def hasHeightForWidth(self) -> bool:
        """Qt: its height is fixed; else the keys above would never become lower."""
        return False
