"""The twelve keys of a telephone, for mouse, finger and keyboard."""

from enum import Enum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.directory import KEYS
from ui.find.key import Key
from ui.theme import SPACE, Button, ButtonKind, IconLabel, Look, restyle, tag, text_label

__all__ = ["Keypad", "KeypadMode"]

_COLUMNS: Final = 3
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


class KeypadMode(Enum):
    """Where the keys go."""

    SEARCH = "search"
    CALL = "call"
    MENU = "menu"


_SWITCH: Final = 32
_SWITCHES: Final = {KeypadMode.SEARCH: ("Find people", "search"), KeypadMode.CALL: ("To the call", "phone")}
_SAYS: Final = {
    KeypadMode.SEARCH: "Keys find people",
    KeypadMode.CALL: "Keys go to the call",
    KeypadMode.MENU: "Keys go to the menu",
}


class Keypad(QFrame):
    """One tab stop; the arrows move between keys."""

    pressed = Signal(str)
    """A key was pressed on the screen: one of 0-9, `*`, `#`."""
    modeWanted = Signal(KeypadMode)  # noqa: N815 - Qt's way of naming signals
    """The person wants the keys to go there from now on."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = KeypadMode.SEARCH
        self._icon = IconLabel(look, "search", "text2", 16)
        self._caption = text_label("caption")
        self._keys = {name: Key(look, name, self) for name in KEYS}
        self._switches = {mode: self._switch(look, mode) for mode in _SWITCHES}
        self._told = _row(self._icon, self._caption, stretched=True)
        self._choice = _row(*self._switches.values())
        self._choice.hide()
        grid = QGridLayout()
        grid.setSpacing(SPACE.s - 2)
        for place, key in enumerate(self._keys.values()):
            grid.addWidget(key, place // _COLUMNS, place % _COLUMNS)
            key.clicked.connect(self._clicked)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        box.setSpacing(SPACE.s)
        box.addWidget(self._told)
        box.addWidget(self._choice)
        box.addLayout(grid)
        self._only_tab_stop(self._keys["1"])
        self.set_mode(KeypadMode.SEARCH)

    def set_switchable(self, switchable: bool, keys: str = "") -> None:
        """Offer the choice where keys go, which `keys` changes, too; without a call there is none."""
        for mode, switch in self._switches.items():
            switch.setToolTip(f"{_SAYS[mode]} ({keys} changes it)" if keys else _SAYS[mode])
        self._told.setVisible(not switchable)
        self._choice.setVisible(switchable)

    @property
    def mode(self) -> KeypadMode:
        """Where the keys go now."""
        return self._mode

    def set_mode(self, mode: KeypadMode) -> None:
        """Say and show where the keys go from now on."""
        self._mode = mode
        to_call = mode is KeypadMode.CALL
        self._show_switches()
        self._caption.setText(_SAYS[mode])
        self.setAccessibleName(f"Keypad. {_SAYS[mode]}")
        self._icon.set_icon("search" if mode is KeypadMode.SEARCH else "phone", "on_call2" if to_call else "text2")
        tag(self._caption, "call-caption" if to_call else "caption")
        tag(self, "call" if to_call else "card")
        restyle(self)
        restyle(self._caption)
        for key in self._keys.values():
            key.set_to_call(to_call)

    def flash(self, key: str) -> None:
        """Light up `key` as if it were pressed; anything but a key of the pad is passed over."""
        if key in self._keys:
            self._keys[key].flash()

    def key(self, name: str) -> Key:
        """Return the key with `name` printed on it."""
        return self._keys[name]

    def _switch(self, look: Look, mode: KeypadMode) -> Button:
        words, icon = _SWITCHES[mode]
        button = Button(look, words, icon=icon, height=_SWITCH, icon_size=16)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._want(mode))
        return button

    def _want(self, mode: KeypadMode) -> None:
        self._show_switches()
        self.modeWanted.emit(mode)

    def _show_switches(self) -> None:
        kind = ButtonKind.CALL if self._mode is KeypadMode.CALL else ButtonKind.PLAIN
        for mode, switch in self._switches.items():
            switch.setChecked(mode is self._mode)
            switch.set_kind(kind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move the focus; everything else is for whoever holds the pad."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._move(step):
            event.ignore()

    def _clicked(self) -> None:
        key = self.sender()
        if isinstance(key, Key):
            key.flash()
            self.pressed.emit(key.key)

    def _move(self, step: int) -> bool:
        names = list(self._keys)
        here = next((place for place, name in enumerate(names) if self._keys[name].hasFocus()), None)
        if here is None or not 0 <= here + step < len(names):
            return False
        target = self._keys[names[here + step]]
        self._only_tab_stop(target)
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _only_tab_stop(self, stop: Key) -> None:
        for key in self._keys.values():
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus if key is stop else Qt.FocusPolicy.NoFocus)


def _row(*widgets: QWidget, stretched: bool = False) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE.s)
    if stretched:
        row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget, 0 if stretched else 1)
    if stretched:
        row.addStretch(1)
    return holder
