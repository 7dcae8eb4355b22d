"""A ring that empties while the menu waits for a key."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import SEMIBOLD, TEXT, Look, text_font

__all__ = ["WaitRing"]

_SIZE: Final = 52
_WIDTH: Final = 5
_FULL: Final = 360 * 16


class WaitRing(QWidget):
    """Shows how much of a wait is left, with the seconds inside; or an icon while there is none."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._left_ms: int | None = None
        self._whole_ms = 1
        self._icon = "phone-off"
        self.setFixedSize(QSize(_SIZE, _SIZE))
        look.changed.connect(self.update)

    @property
    def left_ms(self) -> int | None:
        """What is shown; None for an icon."""
        return self._left_ms

    def show_wait(self, left_ms: int, whole_ms: int) -> None:
        """So much is left of a wait."""
        self._left_ms, self._whole_ms = left_ms, whole_ms
        self.setAccessibleName(f"{left_ms / 1_000:.1f} seconds left")
        self.update()

    def show_icon(self, icon: str, name: str) -> None:
        """Nothing is waited for."""
        if (self._left_ms, self._icon) != (None, icon):
            self._left_ms, self._icon = None, icon
            self.setAccessibleName(name)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: groove, what is left of it, and the seconds."""
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = _WIDTH / 2 + 1
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(QColor(tokens.edge if tokens.outlined else tokens.line), 1 if tokens.outlined else _WIDTH))
        painter.drawEllipse(area)
        if self._left_ms is None:
            size = 22
            pixmap = self._look.icons.pixmap(self._icon, "text2", size, self.devicePixelRatioF())
            painter.drawPixmap((_SIZE - size) // 2, (_SIZE - size) // 2, pixmap)
        else:
            painter.setPen(QPen(QColor(tokens.accent), _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(area, 90 * 16, round(_FULL * self._left_ms / self._whole_ms))
            painter.setPen(QColor(tokens.text))
            painter.setFont(text_font(TEXT.body, SEMIBOLD, tabular=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"{self._left_ms / 1_000:.1f}")
        painter.end()
