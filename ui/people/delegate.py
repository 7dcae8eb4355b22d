"""A person as a row: who, whether they can be disturbed, which letters matched, what to dial."""

from math import ceil
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.directory import Entry, Span, isolated, plain
from ui.people.model import DeskOnlyRole, EntryRole, MatchRole, NumberMatchRole, PresenceRole
from ui.people.name_layouts import NameLayouts
from ui.people.presence import Presence
from ui.people.shapes import draw_avatar, draw_presence
from ui.theme import MEDIUM, RADIUS, SEMIBOLD, SPACE, TEXT, Look, Tokens, text_font

__all__ = ["PeopleDelegate"]

_Index = QModelIndex | QPersistentModelIndex
_TAG: Final = "Desk only"
_BADGE: Final = 11
_LINE: Final = 21
_SUB_LINE: Final = 18
_STATE: Final = QStyle.StateFlag


class PeopleDelegate(QStyledItemDelegate):
    """Draws rows from the model's roles and the theme's tokens; nothing here is looked up elsewhere."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        look.changed.connect(self._dress)
        self._dress()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Qt: all rows are alike."""
        return QSize(0, SPACE.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: one row."""
        entry = cast(Entry | None, index.data(EntryRole))
        if entry is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = _Row(painter, option)
        self._draw_ground(row)
        self._draw_person(row, entry, index.data(PresenceRole))
        room = self._draw_number(row, entry, cast(int, index.data(NumberMatchRole)))
        if index.data(DeskOnlyRole):
            room = self._draw_tag(row, room)
        self._draw_words(row, room, entry, index)
        painter.restore()

    def _dress(self) -> None:
        self._sub_font = text_font(TEXT.sub)
        self._tag_font = text_font(TEXT.letters, SEMIBOLD)
        self._avatar_font = text_font(TEXT.sub, SEMIBOLD)
        self._sub_metrics = QFontMetrics(self._sub_font)
        self._tag_width = QFontMetrics(self._tag_font).horizontalAdvance(_TAG) + 2 * SPACE.s
        self._names = NameLayouts(text_font(TEXT.name, MEDIUM), self._look.tokens.match)
        self._numbers = NameLayouts(text_font(TEXT.name, MEDIUM, tabular=True), self._look.tokens.match)

    def _draw_ground(self, row: "_Row") -> None:
        tokens = self._look.tokens
        ground = row.ground(tokens)
        if ground == tokens.surface:
            return
        ring = tokens.focus if row.focused else tokens.selection_edge if row.selected else ground
        width = 2 if row.focused or tokens.outlined else 1
        row.painter.setBrush(QColor(ground))
        row.painter.setPen(QPen(QColor(ring), width))
        body = QRectF(row.mirrored(row.body)).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        row.painter.drawRoundedRect(body, RADIUS.control, RADIUS.control)

    def _draw_person(self, row: "_Row", entry: Entry, presence: Presence) -> None:
        tokens = self._look.tokens
        top = row.body.top() + (row.body.height() - SPACE.avatar) // 2
        circle = QRectF(row.mirrored(QRect(row.body.left() + SPACE.m - 2, top, SPACE.avatar, SPACE.avatar)))
        draw_avatar(row.painter, circle, entry, tokens, self._avatar_font)
        if entry.trouble is None:
            corner = circle.right() - _BADGE + 1.5 if row.left_to_right else circle.left() - 1.5
            badge = QRectF(corner, circle.bottom() - _BADGE + 1.5, _BADGE, _BADGE)
            draw_presence(row.painter, badge, presence, tokens, row.ground(tokens))

    def _draw_number(self, row: "_Row", entry: Entry, matched: int) -> QRect:
        """Draw what will be dialled; return what is left of the row between the person and the number."""
        left = row.body.left() + SPACE.m + SPACE.avatar + SPACE.m - 2
        right = row.body.right() - SPACE.m
        number = plain(entry.number)
        if number and entry.trouble is None:
            layout = self._numbers.layout(number, [(0, matched)] if matched else [], (right - left) * 2 // 5)
            line = layout.lineAt(0)
            width = ceil(line.naturalTextWidth())
            place = row.mirrored(QRect(right - width + 1, row.body.top(), width, row.body.height()))
            row.painter.setPen(QColor(self._look.tokens.text))
            layout.draw(row.painter, QPointF(place.left() - line.x(), place.center().y() + 0.5 - line.height() / 2))
            right -= width + SPACE.l
        return QRect(left, row.body.top(), right - left, row.body.height())

    def _draw_tag(self, row: "_Row", room: QRect) -> QRect:
        if room.width() < 2 * self._tag_width:
            return room
        tokens = self._look.tokens
        tag = QRect(room.right() - self._tag_width, room.center().y() - 9, self._tag_width, 20)
        pill = QRectF(row.mirrored(tag)).adjusted(0.5, 0.5, -0.5, -0.5)
        row.painter.setBrush(Qt.BrushStyle.NoBrush)
        row.painter.setPen(QPen(QColor(tokens.edge), 1))
        row.painter.drawRoundedRect(pill, 10, 10)
        row.painter.setFont(self._tag_font)
        row.painter.setPen(QColor(tokens.text2))
        row.painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, _TAG)
        return room.adjusted(0, 0, -self._tag_width - SPACE.m, 0)

    def _draw_words(self, row: "_Row", room: QRect, entry: Entry, index: _Index) -> None:
        tokens = self._look.tokens
        presence = cast(Presence, index.data(PresenceRole))
        sub = _sub_line(entry, presence)
        height = _LINE + _SUB_LINE if sub else _LINE
        top = room.top() + (room.height() - height) // 2
        spans = cast(list[Span], index.data(MatchRole))
        layout = self._names.layout(str(index.data()), spans, room.width())
        place = row.mirrored(QRect(room.left(), top, room.width(), _LINE))
        line = layout.lineAt(0)
        x = place.left() if row.left_to_right else place.right() + 1 - line.naturalTextWidth()
        row.painter.setPen(QColor(tokens.text2 if entry.trouble else tokens.text))
        layout.draw(row.painter, QPointF(x - line.x(), top + (_LINE - line.height()) / 2))
        if sub:
            self._draw_sub(
                row, QRect(room.left(), top + _LINE, room.width(), _SUB_LINE), sub, trouble=bool(entry.trouble)
            )

    def _draw_sub(self, row: "_Row", area: QRect, sub: str, *, trouble: bool) -> None:
        tokens = self._look.tokens
        if trouble:
            icon = self._look.icons.pixmap("warning", "warn", 14, row.painter.device().devicePixelRatioF())
            row.painter.drawPixmap(row.mirrored(QRect(area.left(), area.top() + 2, 14, 14)).topLeft(), icon)
            area = area.adjusted(14 + SPACE.xs + 1, 0, 0, 0)
        shown = self._sub_metrics.elidedText(sub, Qt.TextElideMode.ElideRight, area.width())
        row.painter.setFont(self._sub_font)
        row.painter.setPen(QColor(tokens.warn if trouble else tokens.text2))
        row.painter.drawText(row.mirrored(area), row.near_side | Qt.AlignmentFlag.AlignVCenter, isolated(shown))


def _sub_line(entry: Entry, presence: Presence) -> str:
    if entry.trouble:
        return entry.trouble.value
    word = "" if presence is Presence.UNKNOWN else presence.value
    return " · ".join(filter(None, (word, plain(entry.title))))


class _Row:
    """The painter, the area and the states of the row being drawn."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        # the stubs leave out most fields of Qt's option structs
        known = cast("_Option", option)
        self.painter = painter
        self._whole = known.rect
        self._direction = known.direction
        self.body = known.rect.adjusted(SPACE.s - 2, 1, 0, -1)  # on the other side is the scroll bar
        self.left_to_right = known.direction is Qt.LayoutDirection.LeftToRight
        self.selected = bool(known.state & _STATE.State_Selected)
        self.hovered = bool(known.state & _STATE.State_MouseOver)
        self.focused = self.selected and bool(known.state & _STATE.State_HasFocus)
        absolute = Qt.AlignmentFlag.AlignAbsolute
        left, right = Qt.AlignmentFlag.AlignLeft | absolute, Qt.AlignmentFlag.AlignRight | absolute
        self.near_side = left if self.left_to_right else right

    def mirrored(self, rect: QRect) -> QRect:
        """Where `rect` lies in a window that reads from right to left."""
        return QStyle.visualRect(self._direction, self._whole, rect)

    def ground(self, tokens: Tokens) -> str:
        """The colour behind the row's words."""
        if self.selected:
            return tokens.selection
        return tokens.hover if self.hovered else tokens.surface


class _Option(QStyleOptionViewItem):
    rect: QRect
    direction: Qt.LayoutDirection
    state: QStyle.StateFlag
