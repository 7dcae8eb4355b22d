"""A person as a row: who, whether they can be disturbed, which letters matched, what to dial."""

from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPen

from app.directory import isolated, plain
from ui.people.avatars import Avatars
from ui.people.model import Row, RowRole
from ui.people.name_layouts import NameLayouts
from ui.people.presence import Presence
from ui.people.shapes import draw_presence
from ui.theme import MEDIUM, SEMIBOLD, SPACE, TEXT, Look, RowCanvas, RowDelegate, text_font

__all__ = ["PeopleDelegate"]

_Index = QModelIndex | QPersistentModelIndex
_TAG: Final = "Desk only"
_BADGE: Final = 11
_LINE: Final = 21
_SUB_LINE: Final = 18
_SIGN: Final = 14


class PeopleDelegate(RowDelegate):
    """Draws rows from the model's roles and the theme's tokens; nothing here is looked up elsewhere."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, RowRole, parent=parent)

    def draw(self, canvas: RowCanvas, row: Row, index: _Index) -> None:
        """One row."""
        self._draw_person(canvas, row)
        room = self._draw_number(canvas, row)
        if row.desk_only:
            room = self._draw_tag(canvas, room)
        self._draw_words(canvas, room, row)

    def dress(self) -> None:
        """Type and pictures in the theme's colours."""
        tokens = self._look.tokens
        self._tag_font = text_font(TEXT.letters, SEMIBOLD)
        self._tag_width = QFontMetrics(self._tag_font).horizontalAdvance(_TAG) + 2 * SPACE.s
        self._avatars = Avatars(tokens, text_font(TEXT.sub, SEMIBOLD), SPACE.avatar)
        self._names = NameLayouts(text_font(TEXT.name, MEDIUM), tokens.match)
        self._subs = NameLayouts(text_font(TEXT.sub), tokens.match)
        self._numbers = NameLayouts(text_font(TEXT.name, MEDIUM, tabular=True), tokens.match)

    def _draw_person(self, canvas: RowCanvas, row: Row) -> None:
        tokens = self._look.tokens
        top = canvas.body.top() + (canvas.body.height() - SPACE.avatar) // 2
        circle = canvas.mirrored(QRect(canvas.body.left() + SPACE.m - 2, top, SPACE.avatar, SPACE.avatar))
        canvas.painter.drawPixmap(circle.topLeft(), self._avatars.pixmap(row.entry, canvas.scale))
        if row.entry.trouble is None:
            corner = circle.left() + SPACE.avatar - _BADGE + 1.5 if canvas.left_to_right else circle.left() - 1.5
            badge = QRectF(corner, top + SPACE.avatar - _BADGE + 1.5, _BADGE, _BADGE)
            draw_presence(canvas.painter, badge, row.presence, tokens, canvas.ground(tokens))

    def _draw_number(self, canvas: RowCanvas, row: Row) -> QRect:
        """Draw what will be dialled; return what is left of the row between the person and the number."""
        body, number = canvas.body, plain(row.entry.number)
        left, right = body.left() + SPACE.m + SPACE.avatar + SPACE.m - 2, body.right() - SPACE.m
        if number and row.entry.trouble is None:
            spans = [(0, row.number_matches)] if row.number_matches else []
            layout = self._numbers.layout(number, spans, (right - left) * 2 // 5)
            width = ceil(layout.lineAt(0).naturalTextWidth())
            canvas.draw_line(layout, QRect(right - width + 1, body.top(), width, body.height()), self._look.tokens.text)
            right -= width + SPACE.l
        return QRect(left, body.top(), right - left, body.height())

    def _draw_tag(self, canvas: RowCanvas, room: QRect) -> QRect:
        if room.width() < 2 * self._tag_width:
            return room
        tokens = self._look.tokens
        tag = QRect(room.right() - self._tag_width, room.center().y() - 9, self._tag_width, 20)
        pill = QRectF(canvas.mirrored(tag)).adjusted(0.5, 0.5, -0.5, -0.5)
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.setPen(QPen(QColor(tokens.edge), 1))
        canvas.painter.drawRoundedRect(pill, 10, 10)
        canvas.painter.setFont(self._tag_font)
        canvas.painter.setPen(QColor(tokens.text2))
        canvas.painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, _TAG)
        return room.adjusted(0, 0, -self._tag_width - SPACE.m, 0)

    def _draw_words(self, canvas: RowCanvas, room: QRect, row: Row) -> None:
        tokens, trouble = self._look.tokens, row.entry.trouble is not None
        sub = _sub_line(row)
        top = room.top() + (room.height() - (_LINE + _SUB_LINE if sub else _LINE)) // 2
        name = self._names.layout(row.name, row.matches, room.width())
        canvas.draw_line(name, QRect(room.left(), top, room.width(), _LINE), tokens.text2 if trouble else tokens.text)
        if not sub:
            return
        below = QRect(room.left(), top + _LINE, room.width(), _SUB_LINE)
        if trouble:
            icon = self._look.icons.pixmap("warning", "warn", _SIGN, canvas.scale)
            place = QRect(below.left(), below.top() + (_SUB_LINE - _SIGN) // 2, _SIGN, _SIGN)
            canvas.painter.drawPixmap(canvas.mirrored(place).topLeft(), icon)
            below.setLeft(below.left() + _SIGN + SPACE.xs + 1)
        layout = self._subs.layout(sub, [], below.width())
        canvas.draw_line(layout, below, tokens.warn if trouble else tokens.text2)


def _sub_line(row: Row) -> str:
    if row.entry.trouble:
        return row.entry.trouble.value
    word = "" if row.presence is Presence.UNKNOWN else row.presence.value
    title = plain(row.entry.title)
    return f"{word} · {isolated(title)}" if word and title else word or title
