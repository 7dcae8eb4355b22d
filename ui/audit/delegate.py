"""A cell of the table, on the ground of its row."""

from typing import Final, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.directory.audit import Outcome
from ui.audit.model import LineRole
from ui.audit.rows import Column, Line
from ui.people import NameLayouts
from ui.theme import MEDIUM, SPACE, TEXT, Look, Tokens, text_font

__all__ = ["ROW", "AuditDelegate"]

ROW: Final = 38

_Index = QModelIndex | QPersistentModelIndex
_STATE: Final = QStyle.StateFlag


class AuditDelegate(QStyledItemDelegate):
    """Draws texts from the model and colours from the theme."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        look.changed.connect(self._dress)
        self._dress()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Qt: all rows are alike."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: one cell."""
        line, known = cast(Line | None, index.data(LineRole)), cast("_Option", option)
        if line is None:
            return
        tokens, column = self._look.tokens, Column(index.column())
        painter.save()
        if known.state & _STATE.State_Selected:
            painter.fillRect(known.rect, QColor(tokens.selection))
            if tokens.outlined:
                painter.fillRect(
                    QRect(known.rect.left(), known.rect.bottom() - 1, known.rect.width(), 2),
                    QColor(tokens.selection_edge),
                )
        layout = self._layouts[column].layout(line.texts[column], [], known.rect.width() - 2 * SPACE.s)
        text = layout.lineAt(0)
        mirrored = known.direction is Qt.LayoutDirection.RightToLeft
        x = known.rect.right() - SPACE.s - text.naturalTextWidth() if mirrored else known.rect.left() + SPACE.s
        painter.setPen(QColor(_colour(line, column, tokens)))
        layout.draw(
            painter, QRect(int(x - text.x()), int(known.rect.top() + (ROW - text.height()) / 2), 0, 0).topLeft()
        )
        painter.restore()

    def _dress(self) -> None:
        match = self._look.tokens.match
        names, figures = (
            NameLayouts(text_font(TEXT.body, MEDIUM), match),
            NameLayouts(text_font(TEXT.sub, tabular=True), match),
        )
        self._layouts = dict.fromkeys(Column, figures) | {Column.NAME: names}


def _colour(line: Line, column: Column, tokens: Tokens) -> str:
    if column is Column.NAME:
        return tokens.text
    if column is Column.TROUBLE and line.person.outcome in (Outcome.NEVER_HEARD, Outcome.NOT_CONNECTED):
        return tokens.danger
    return tokens.warn if column is Column.TROUBLE and line.person.outcome is Outcome.FROM_LIST else tokens.text2


class _Option(QStyleOptionViewItem):
    rect: QRect
    direction: Qt.LayoutDirection
    state: QStyle.StateFlag
