"""A drop-down list in the theme's own drawing."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QWidget

from ui.theme.kinds import tag
from ui.theme.look import Look
from ui.theme.scale import SPACE

__all__ = ["Combo"]

_ARROW = 18


class Combo(QComboBox):
    """A drop-down list with the theme's arrow; `name` is what a screen reader calls it."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        tag(self, "input")
        self.setAccessibleName(name)
        self.setFixedHeight(SPACE.control)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the style sheet's drawing, and the arrow it cannot colour."""
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - _ARROW - SPACE.m, (self.height() - _ARROW) // 2, _ARROW, _ARROW)
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
        token = "text2" if self.isEnabled() else "disabled"
        painter.drawPixmap(place, self._look.icons.pixmap("chevron-down", token, _ARROW, self.devicePixelRatioF()))
        painter.end()
