"""What stands in the list's place when nobody matches."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.directory import Found, Snapshot
from ui.find.wording import why_nobody
from ui.theme import SPACE, Button, IconLabel, Look, text_label

__all__ = ["EmptyState"]

_WIDEST = 380


class EmptyState(QWidget):
    """Says why nobody matches, and offers the way back."""

    takeBack = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """Search for this shorter query instead."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back_to = ""
        self._icon = IconLabel(look, "search", "text2", 32)
        self._happened = text_label("heading", wrap=True)
        self._next = text_label("sub", wrap=True)
        self._back = Button(look, "Take back", icon="backspace")
        self._back.clicked.connect(self._taken_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        box.setSpacing(SPACE.s)
        box.addStretch(2)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(SPACE.xs)
        for label in (self._happened, self._next):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMaximumWidth(_WIDEST)
            label.setMinimumWidth(min(_WIDEST, 220))
            box.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(SPACE.s)
        box.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def explain(self, found: Found, snapshot: Snapshot) -> None:
        """Say why `found` is empty."""
        why = why_nobody(found, snapshot)
        self._back_to = why.back_to
        self._icon.set_icon("search" if snapshot.entries else "directory", "text2")
        self._happened.setText(why.happened)
        self._next.setText(why.next_step)
        self._back.set_face(f"Take back to {why.back_to}", "backspace")
        self._back.setVisible(bool(why.back_to))

    def _taken_back(self) -> None:
        self.takeBack.emit(self._back_to)
