"""Where a name is keyed or typed."""

from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.directory import KEYS, QueryKind, read_query
from ui.theme import MEDIUM, SPACE, TEXT, Button, ButtonKind, IconLabel, Look, restyle, tag, text_font

__all__ = ["SearchBox"]

_PAGE: Final = 8
_MOVES: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
}
_PLACEHOLDER: Final = "Key or type a name"


class _Line(QLineEdit):
    """The line itself; keys that mean something to the search are told, not typed."""

    moved = Signal(int)
    accepted = Signal()
    dialled = Signal()
    escaped = Signal()
    keyed = Signal(str)
    focused = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move the selection, Enter accepts, Esc clears; keys of a telephone are told as they are typed."""
        key = event.key()
        if key in _MOVES and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self.moved.emit(_MOVES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            as_typed = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.dialled if as_typed else self.accepted).emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
            if len(event.text()) == 1 and event.text() in KEYS:
                self.keyed.emit(event.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: tell the frame."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: tell the frame."""
        super().focusOutEvent(event)
        self.focused.emit(False)


class SearchBox(QFrame):
    """One line for both ways of searching; keys are shown large and apart, letters as text."""

    queryChanged = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """What is typed now, as typed."""
    accepted = Signal()
    """Enter."""
    dialled = Signal()
    """Ctrl+Enter: what is typed is meant as a number."""
    moveSelection = Signal(int)  # noqa: N815 - Qt's way of naming signals
    """Move the selection in the list by so many rows."""
    keyTyped = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """A key of a telephone came from the keyboard."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "search")
        self.setFixedHeight(56)
        self._line = tag(_Line(), "search")
        self._line.setPlaceholderText(_PLACEHOLDER)
        self._line.setAccessibleName("Search")
        self._line.setAccessibleDescription(_PLACEHOLDER)
        self._line.setMaxLength(200)
        self.setFocusProxy(self._line)
        size = SPACE.small_control
        self._back = Button(look, icon="backspace", name="Delete the last key", kind=ButtonKind.QUIET, height=size)
        self._clear = Button(look, icon="clear", name="Clear the search", kind=ButtonKind.QUIET, height=size)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, 0, SPACE.s, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(IconLabel(look, "search", "text2", 22))
        row.addSpacing(SPACE.s)
        row.addWidget(self._line, 1)
        row.addWidget(self._back)
        row.addWidget(self._clear)
        self._connect()
        look.changed.connect(self._set_font)
        self._text_changed("")

    def text(self) -> str:
        """What is typed now."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Replace what is typed."""
        self._line.setText(text)

    def press(self, key: str) -> None:
        """Take a key from the keypad on the screen."""
        self._line.insert(key)

    def clear(self) -> None:
        """Search for nothing."""
        self._line.clear()

    def select_all(self) -> None:
        """Mark what is typed, so that the next key replaces it."""
        self._line.selectAll()

    def filter_keys(self, judge: QObject) -> None:
        """Let `judge.eventFilter` see each key before the line takes it."""
        self._line.installEventFilter(judge)

    def sizeHint(self) -> QSize:
        """Qt: wide enough for ten keys."""
        return QSize(360, 56)

    def _connect(self) -> None:
        self._line.textChanged.connect(self._text_changed)
        self._line.textChanged.connect(self.queryChanged)
        self._line.moved.connect(self.moveSelection)
        self._line.accepted.connect(self.accepted)
        self._line.dialled.connect(self.dialled)
        self._line.escaped.connect(self._line.clear)
        self._line.keyed.connect(self.keyTyped)
        self._line.focused.connect(self._show_focus)
        self._back.clicked.connect(self._line.backspace)
        self._clear.clicked.connect(self._line.clear)
        self._clear.clicked.connect(self._take_focus)

    def _take_focus(self) -> None:
        self._line.setFocus()

    def _text_changed(self, text: str) -> None:
        self._set_font()
        self._back.setVisible(bool(text))
        self._clear.setVisible(bool(text))

    def _set_font(self) -> None:
        """Again after a change of theme: a new style sheet takes the line's font away."""
        keys = read_query(self._line.text()).kind is QueryKind.KEYS
        self._line.setFont(
            text_font(TEXT.digits, MEDIUM, tabular=True, spacing=5) if keys else text_font(TEXT.heading + 2)
        )

    def _show_focus(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        restyle(self)
