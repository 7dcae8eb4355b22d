"""A check box in the theme's own drawing."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget

from ui.theme.fonts import text_font
from ui.theme.kinds import tag
from ui.theme.look import Look
from ui.theme.scale import RADIUS, SPACE, TEXT

__all__ = ["Check"]

_BOX = 20
_MARK = 16
_RING = 2


class Check(QCheckBox):
    """Says in words what is so while it is on."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        tag(self, "check")
        self.setFont(text_font(TEXT.body))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Qt: the box, a gap, the words."""
        lines = self.text().split("\n")
        width = max(self.fontMetrics().horizontalAdvance(line) for line in lines) + 1
        height = self.fontMetrics().height() * len(lines)
        return QSize(_BOX + SPACE.s + width, max(_BOX + _RING, height))

    def minimumSizeHint(self) -> QSize:
        """Qt: the words are shown whole."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the box with its mark, and the words."""
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._mirrored(QRect(1, (self.height() - _BOX) // 2, _BOX, _BOX))
        on, enabled = self.isChecked(), self.isEnabled()
        ground = (tokens.accent if enabled else tokens.sunken) if on else tokens.surface
        edge = tokens.focus if self.hasFocus() else tokens.accent if on and enabled else tokens.edge
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(edge), _RING if self.hasFocus() or tokens.outlined else 1))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS.small - 2, RADIUS.small - 2)
        if on:
            mark = self._look.icons.pixmap(
                "check", "on_accent" if enabled else "disabled", _MARK, self.devicePixelRatioF()
            )
            inset = (_BOX - _MARK) // 2
            painter.drawPixmap(box.left() + inset, box.top() + inset, mark)
        painter.setPen(QColor(tokens.text if enabled else tokens.disabled))
        painter.setFont(self.font())
        words = self._mirrored(QRect(_BOX + SPACE.s, 0, self.width() - _BOX - SPACE.s, self.height()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())
        painter.end()

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)
