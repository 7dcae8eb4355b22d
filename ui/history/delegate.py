"""A call as a row: direction, who, what became of it, when and how long."""

from datetime import datetime
from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from app.desk.history_words import length, sub_line, when, who
from app.store import Record
from ui.history.model import RecordRole
from ui.history.wording import icon_of
from ui.people import NameLayouts
from ui.theme import MEDIUM, SEMIBOLD, SPACE, TEXT, Look, RowCanvas, RowDelegate, text_font

__all__ = ["HistoryDelegate"]

_Index = QModelIndex | QPersistentModelIndex
_ICON: Final = 20
_LINE: Final = 21
_SUB_LINE: Final = 18


class HistoryDelegate(RowDelegate):
    """Draws rows from the model's records and the theme's tokens."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, RecordRole, parent=parent)

    def draw(self, canvas: RowCanvas, record: Record, index: _Index) -> None:
        """One row."""
        self._draw_icon(canvas, record)
        self._draw_words(canvas, self._draw_times(canvas, record), record)

    def dress(self) -> None:
        """Type and pictures in the theme's colours."""
        tokens = self._look.tokens
        self._names = NameLayouts(text_font(TEXT.name, MEDIUM), tokens.match)
        self._missed = NameLayouts(text_font(TEXT.name, SEMIBOLD), tokens.match)
        self._subs = NameLayouts(text_font(TEXT.sub), tokens.match)
        self._times = NameLayouts(text_font(TEXT.sub, tabular=True), tokens.match)

    def _draw_icon(self, canvas: RowCanvas, record: Record) -> None:
        tokens = self._look.tokens
        icon, token = icon_of(record)
        top = canvas.body.top() + (canvas.body.height() - SPACE.avatar) // 2
        circle = canvas.mirrored(QRect(canvas.body.left() + SPACE.m - 2, top, SPACE.avatar, SPACE.avatar))
        canvas.painter.setBrush(QColor(tokens.sunken))
        canvas.painter.setPen(QPen(QColor(tokens.edge), 1) if tokens.outlined else Qt.PenStyle.NoPen)
        canvas.painter.drawEllipse(QRectF(circle))
        inset = (SPACE.avatar - _ICON) // 2
        pixmap = self._look.icons.pixmap(icon, token, _ICON, canvas.scale)
        canvas.painter.drawPixmap(circle.left() + inset, circle.top() + inset, pixmap)

    def _draw_times(self, canvas: RowCanvas, record: Record) -> QRect:
        """Draw when and how long; return what is left of the row between icon and times."""
        body, tokens = canvas.body, self._look.tokens
        left, right = body.left() + SPACE.m + SPACE.avatar + SPACE.m - 2, body.right() - SPACE.m
        lines = [line for line in (when(record, datetime.now().astimezone()), length(record)) if line]
        layouts = [self._times.layout(line, [], (right - left) // 2) for line in lines]
        widths = [ceil(layout.lineAt(0).naturalTextWidth()) for layout in layouts]
        top = body.top() + (body.height() - _SUB_LINE * len(layouts)) // 2
        for place, (layout, width) in enumerate(zip(layouts, widths, strict=True)):
            area = QRect(right - width + 1, top + place * _SUB_LINE, width, _SUB_LINE)
            canvas.draw_line(layout, area, tokens.text2)
        right -= max(widths) + SPACE.l
        return QRect(left, body.top(), right - left, body.height())

    def _draw_words(self, canvas: RowCanvas, room: QRect, record: Record) -> None:
        tokens = self._look.tokens
        top = room.top() + (room.height() - _LINE - _SUB_LINE) // 2
        names = self._missed if record.missed else self._names
        name = names.layout(who(record), [], room.width())
        canvas.draw_line(name, QRect(room.left(), top, room.width(), _LINE), tokens.text)
        below = QRect(room.left(), top + _LINE, room.width(), _SUB_LINE)
        colour = tokens.danger if record.missed else tokens.text2
        canvas.draw_line(self._subs.layout(sub_line(record), [], room.width()), below, colour)
