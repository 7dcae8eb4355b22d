"""How a row of a list is drawn, whatever it shows."""

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.look import Look
from ui.theme.row_canvas import RowCanvas
from ui.theme.scale import SPACE

__all__ = ["RowDelegate"]

_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Rows of one height, from what the model says by `role`. A subclass says how: `dress` and `draw`."""

    def __init__(self, look: Look, role: int, height: int = SPACE.row, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._role = role
        self._height = height
        look.changed.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Make what depends on the theme; again after each change of it."""
        raise NotImplementedError

    def draw(self, canvas: RowCanvas, row: Any, index: _Index) -> None:
        """Draw `row` on its ground."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Qt: all rows are alike."""
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: one row."""
        row = index.data(self._role)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas = RowCanvas(painter, option)
        canvas.draw_ground(self._look.tokens)
        self.draw(canvas, row, index)
        painter.restore()
