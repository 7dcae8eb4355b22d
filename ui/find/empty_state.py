"""What stands in the list's place when nobody matches."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.directory import Found, Snapshot
from ui.find.wording import why_nobody
from ui.theme import SEMIBOLD, SPACE, TEXT, Button, IconLabel, Look, WrappedLabel, text_font

__all__ = ["EmptyState"]


class EmptyState(QWidget):
    """Says why nobody matches, and offers the way back."""

    takeBack = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """Search for this shorter query instead."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back_to = ""
        self._icon = IconLabel(look, "search", "text2", 32)
        self._happened = WrappedLabel(look, text_font(TEXT.heading, SEMIBOLD), "text", centred=True)
        self._next = WrappedLabel(look, text_font(TEXT.body), "text2", centred=True)
        self._back = Button(look, "Take back", icon="backspace")
        self._back.clicked.connect(self._taken_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        box.setSpacing(SPACE.s)
        box.addStretch(2)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(SPACE.xs)
        box.addWidget(self._happened)
        box.addWidget(self._next)
        box.addSpacing(SPACE.s)
        box.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def explain(self, found: Found, snapshot: Snapshot) -> None:
        """Say why `found` is empty."""
        why = why_nobody(found, snapshot)
        self._back_to = why.back_to
        self._icon.set_icon("search" if snapshot.entries else "directory", "text2")
        self._show_words(why.happened, why.next_step)
        self._back.set_face(f"Take back to {why.back_to}", "backspace")
        self._back.setVisible(bool(why.back_to))

    def say(self, icon: str, happened: str, next_step: str) -> None:
        """Say why there is no list at all."""
        self._back.hide()
        self._icon.set_icon(icon, "text2")
        self._show_words(happened, next_step)

    def _show_words(self, happened: str, next_step: str) -> None:
        self._happened.show_text(happened)
        self._next.show_text(next_step)
        self.setAccessibleName(f"{happened}. {next_step}".rstrip())

    def _taken_back(self) -> None:
        self.takeBack.emit(self._back_to)
