"""Which key does what: made from the table of actions."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.actions import ACTIONS
from ui.theme import SPACE, Button, Look, tag, text_label

__all__ = ["KeyboardHelp"]

_IN_THE_SEARCH: Final = (
    ("0–9", "By the keypad, as a caller would; or into the call"),
    ("A–Z", "By name, title or number; or into the call"),
    ("↑ ↓", "Move the selection"),
    ("Enter", "Call the selected person"),
    ("Ctrl+Enter", "Call what is typed, as a number"),
    ("#", "Done keying: go to the list"),
    ("Esc", "Clear the search"),
)
_LEFT: Final = ("&Call",)
_ROOM_AROUND: Final = 60
_KEYS: Final = 100


class KeyboardHelp(QDialog):
    """A page of shortcuts, calls on the left, everything else on the right; it scrolls where there is no room."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menus = dict.fromkeys(spec.menu for spec in ACTIONS)
        left, right = QVBoxLayout(), QVBoxLayout()
        right.addLayout(_group("Search", _IN_THE_SEARCH))
        for menu in menus:
            listed = [spec for spec in ACTIONS if spec.menu == menu and spec.keys]
            lines = [(_keys(spec.keys), spec.text.replace("&", "")) for spec in listed]
            (left if menu in _LEFT else right).addLayout(_group(menu.replace("&", ""), lines))
        columns = QWidget()
        both = QHBoxLayout(columns)
        both.setContentsMargins(0, 0, SPACE.m, 0)
        both.setSpacing(SPACE.xxl)
        for column in (left, right):
            column.setSpacing(SPACE.l)
            column.addStretch(1)
            both.addLayout(column)
        close = Button(look, "Close")
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xxl, SPACE.xl, SPACE.l, SPACE.xl)
        layout.setSpacing(SPACE.l)
        layout.addWidget(text_label("title", "Keyboard"))
        area = _scrolled(columns)
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        wanted = columns.sizeHint().height() + layout.sizeHint().height() - area.sizeHint().height()
        self.resize(
            columns.sizeHint().width() + SPACE.xxl + SPACE.l + SPACE.m,
            min(wanted, max(parent.window().height() - _ROOM_AROUND, self.minimumSizeHint().height())),
        )


def _group(title: str, lines: Iterable[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE.xl)
    grid.setVerticalSpacing(SPACE.xs)
    grid.addWidget(text_label("heading", title), 0, 0, 1, 2)
    for row, (keys, words) in enumerate(lines, start=1):
        grid.addWidget(text_label("strong", keys), row, 0)
        grid.addWidget(text_label("body", words.rstrip("…")), row, 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, _KEYS)
    return grid


def _scrolled(inside: QWidget) -> QScrollArea:
    area = tag(QScrollArea(), "plain")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)  # setWidget has just set it
    area.viewport().setAutoFillBackground(False)
    area.setMinimumWidth(inside.sizeHint().width())
    return area


def _keys(keys: tuple[str, ...]) -> str:
    return " or ".join(QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in keys)
