"""A line of the log as a row: when, how bad, what."""

from typing import Final, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.logbook import Line
from ui.log.model import LineRole
from ui.log.wording import first_line, level_of, when
from ui.people import NameLayouts
from ui.theme import MEDIUM, SPACE, TEXT, Look, RowCanvas, text_font

__all__ = ["ROW", "LogDelegate"]

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = 30
_TIME: Final = 96
_LEVEL: Final = 70


class LogDelegate(QStyledItemDelegate):
    """Draws rows from the model's lines and the theme's tokens."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        look.changed.connect(self._dress)
        self._dress()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Qt: all rows are alike."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: one row."""
        line = cast(Line | None, index.data(LineRole))
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas, tokens = RowCanvas(painter, option), self._look.tokens
        canvas.draw_ground(tokens)
        body, left = canvas.body, canvas.body.left() + SPACE.m - 2
        word, token = level_of(line)
        for layout, width, colour in (
            (self._times.layout(when(line), [], _TIME), _TIME, tokens.text2),
            (self._words.layout(word, [], _LEVEL), _LEVEL, getattr(tokens, token)),
        ):
            canvas.draw_line(layout, QRect(left, body.top(), width, body.height()), colour)
            left += width
        room = body.right() - SPACE.m - left
        text = self._texts.layout(first_line(line), [], max(0, room))
        canvas.draw_line(text, QRect(left, body.top(), room, body.height()), tokens.text)
        painter.restore()

    def _dress(self) -> None:
        tokens = self._look.tokens
        self._times = NameLayouts(text_font(TEXT.sub, tabular=True), tokens.match)
        self._words = NameLayouts(text_font(TEXT.sub, MEDIUM), tokens.match)
        self._texts = NameLayouts(text_font(TEXT.sub), tokens.match)
