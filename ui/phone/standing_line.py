"""How one account is doing, in all its words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.phone import PhoneStatus
from ui.standing import colour_of
from ui.theme import SPACE, TEXT, IconLabel, Look, WrappedLabel, text_font

__all__ = ["StandingLine"]

_ICON = 16


class StandingLine(QWidget):
    """An icon and sentences on as many lines as they need."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(look, "phone", "off", _ICON)
        self._words = WrappedLabel(look, text_font(TEXT.sub), "text", most_lines=3)
        self._text = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.xs, 0, SPACE.xs, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def text(self) -> str:
        """The sentences shown."""
        return self._text

    def show_status(self, status: PhoneStatus) -> None:
        """Show how it is."""
        colour = colour_of(status.state)
        self._icon.set_icon("phone" if colour != "warn" else "warning", colour)
        self._text = status.text
        self._words.show_text(status.text)
