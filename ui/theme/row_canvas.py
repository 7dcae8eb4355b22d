"""What the delegates of lists draw a row on."""

from typing import Final, cast

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.theme.scale import RADIUS, SPACE
from ui.theme.tokens import Tokens

__all__ = ["RowCanvas"]

_STATE: Final = QStyle.StateFlag


class RowCanvas:
    """The painter, the area and the states of the row being drawn."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        # the stubs leave out most fields of Qt's option structs
        known = cast("_Option", option)
        self.painter = painter
        self.scale = painter.device().devicePixelRatioF()
        self._whole = known.rect
        self.body = known.rect.adjusted(SPACE.s - 2, 1, 0, -1)  # on the other side is the scroll bar
        self.left_to_right = known.direction is Qt.LayoutDirection.LeftToRight
        self.selected = bool(known.state & _STATE.State_Selected)
        self.hovered = bool(known.state & _STATE.State_MouseOver)
        self.focused = self.selected and bool(known.state & _STATE.State_HasFocus)

    def draw_ground(self, tokens: Tokens) -> None:
        """Draw what shows that the row is selected, under the mouse, or has the focus."""
        ground = self.ground(tokens)
        if ground == tokens.surface:
            return
        ring = tokens.focus if self.focused else tokens.selection_edge if self.selected else ground
        width = 2 if self.focused or tokens.outlined else 1
        self.painter.setBrush(QColor(ground))
        self.painter.setPen(QPen(QColor(ring), width))
        body = QRectF(self.mirrored(self.body)).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        self.painter.drawRoundedRect(body, RADIUS.control, RADIUS.control)

    def mirrored(self, rect: QRect) -> QRect:
        """Where `rect` lies in a window that reads from right to left."""
        if self.left_to_right:
            return rect
        return QStyle.visualRect(Qt.LayoutDirection.RightToLeft, self._whole, rect)

    def draw_line(self, layout: QTextLayout, area: QRect, colour: str) -> None:
        """Draw one line of text into `area`, from the side where reading begins."""
        line, place = layout.lineAt(0), self.mirrored(area)
        x = place.left() if self.left_to_right else place.right() + 1 - line.naturalTextWidth()
        self.painter.setPen(QColor(colour))
        layout.draw(self.painter, QPointF(x - line.x(), place.top() + (place.height() - line.height()) / 2))

    def ground(self, tokens: Tokens) -> str:
        """The colour behind the row's words."""
        if self.selected:
            return tokens.selection
        return tokens.hover if self.hovered else tokens.surface


class _Option(QStyleOptionViewItem):
    rect: QRect
    direction: Qt.LayoutDirection
    state: QStyle.StateFlag
