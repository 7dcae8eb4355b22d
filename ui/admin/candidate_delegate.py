"""Somebody beside a directory as a row: a box to pick, who, where callers are led, in or not."""

from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QColor, QPen

from app.admin import Candidate
from ui.admin.candidates import CandidateRole, PickedRole, WordsRole
from ui.people import NameLayouts
from ui.theme import MEDIUM, RADIUS, SEMIBOLD, SPACE, TEXT, Look, RowCanvas, RowDelegate, text_font

__all__ = ["CandidateDelegate"]

_Index = QModelIndex | QPersistentModelIndex
_BOX: Final = 20
_LINE: Final = 21
_SUB_LINE: Final = 18


class CandidateDelegate(RowDelegate):
    """Draws rows from the model's candidates and the theme's tokens."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, CandidateRole, parent=parent)

    def draw(self, canvas: RowCanvas, candidate: Candidate, index: _Index) -> None:
        """One row."""
        tokens = self._look.tokens
        picked = index.data(PickedRole)
        left = canvas.body.left() + SPACE.m if picked is None else self._draw_box(canvas, picked=bool(picked))
        right = self._draw_state(canvas, candidate)
        room = QRect(left, canvas.body.top(), right - left, canvas.body.height())
        top = room.top() + (room.height() - _LINE - _SUB_LINE) // 2
        name = self._names.layout(candidate.name, [], room.width())
        canvas.draw_line(name, QRect(left, top, room.width(), _LINE), tokens.text)
        words = self._subs.layout(str(index.data(WordsRole)), [], room.width())
        canvas.draw_line(words, QRect(left, top + _LINE, room.width(), _SUB_LINE), tokens.text2)

    def dress(self) -> None:
        """Type and pictures in the theme's colours."""
        tokens = self._look.tokens
        self._names = NameLayouts(text_font(TEXT.name, MEDIUM), tokens.match)
        self._subs = NameLayouts(text_font(TEXT.sub), tokens.match)
        self._states = NameLayouts(text_font(TEXT.sub, SEMIBOLD), tokens.match)

    def _draw_box(self, canvas: RowCanvas, *, picked: bool) -> int:
        """Draw whether the person is picked; return where the words begin."""
        body, tokens = canvas.body, self._look.tokens
        top = body.top() + (body.height() - _BOX) // 2
        box = canvas.mirrored(QRect(body.left() + SPACE.m, top, _BOX, _BOX))
        canvas.painter.setBrush(QColor(tokens.accent if picked else tokens.surface))
        canvas.painter.setPen(QPen(QColor(tokens.accent if picked else tokens.edge), 1.5))
        inside = QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75)
        canvas.painter.drawRoundedRect(inside, RADIUS.small - 1, RADIUS.small - 1)
        if picked:
            tick = self._look.icons.pixmap("check", "on_accent", _BOX - 4, canvas.scale)
            canvas.painter.drawPixmap(box.left() + 2, box.top() + 2, tick)
        return body.left() + 2 * SPACE.m + _BOX

    def _draw_state(self, canvas: RowCanvas, candidate: Candidate) -> int:
        """Draw whether the person is in; return where the words end."""
        body, tokens = canvas.body, self._look.tokens
        layout = self._states.layout("In" if candidate.member else "Not in", [], body.width() // 3)
        width = ceil(layout.lineAt(0).naturalTextWidth())
        area = QRect(body.right() - SPACE.m - width, body.top(), width, body.height())
        canvas.draw_line(layout, area, tokens.ok if candidate.member else tokens.text2)
        return area.left() - SPACE.m
