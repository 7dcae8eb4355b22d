"""Which key does what: made from the table of actions."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui.actions import ACTIONS
from ui.theme import SPACE, Button, Look, text_label

__all__ = ["KeyboardHelp"]

_IN_THE_SEARCH: Final = (
    ("0–9", "Search by the keypad, as a caller would; during a call send the key"),
    ("A–Z", "Search by name, title or number"),
    ("↑ ↓", "Move the selection"),
    ("Enter", "Call the selected person"),
    ("#", "Done keying: go to the list"),
    ("Esc", "Clear the search"),
)


class KeyboardHelp(QDialog):
    """A page of shortcuts."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [*_IN_THE_SEARCH, *((_keys(spec.keys), spec.text.replace("&", "")) for spec in ACTIONS if spec.keys)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.xl)
        grid.setVerticalSpacing(SPACE.s)
        for row, (keys, words) in enumerate(lines):
            grid.addWidget(text_label("strong", keys), row, 0)
            grid.addWidget(text_label("body", words.rstrip("…")), row, 1)
        close = Button(look, "Close")
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xxl, SPACE.xl, SPACE.xxl, SPACE.xl)
        layout.setSpacing(SPACE.l)
        layout.addWidget(text_label("title", "Keyboard"))
        layout.addLayout(grid)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _keys(keys: tuple[str, ...]) -> str:
    return " or ".join(QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in keys)
