"""A line of the log as a row: when, how bad, what."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect

from app.logbook import Line
from ui.log.model import LineRole
from ui.log.wording import first_line, level_of, when
from ui.people import NameLayouts
from ui.theme import MEDIUM, SPACE, TEXT, Look, RowCanvas, RowDelegate, text_font

__all__ = ["ROW", "LogDelegate"]

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = 30
_TIME: Final = 96
_LEVEL: Final = 70


class LogDelegate(RowDelegate):
    """Draws rows from the model's lines and the theme's tokens."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, LineRole, ROW, parent=parent)

    def draw(self, canvas: RowCanvas, line: Line, index: _Index) -> None:
        """One row."""
        tokens = self._look.tokens
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

    def dress(self) -> None:
        """Type and pictures in the theme's colours."""
        tokens = self._look.tokens
        self._times = NameLayouts(text_font(TEXT.sub, tabular=True), tokens.match)
        self._words = NameLayouts(text_font(TEXT.sub, MEDIUM), tokens.match)
        self._texts = NameLayouts(text_font(TEXT.sub), tokens.match)
