"""Rows of two short lines with something small before them: what is heard, and who is left."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt

from app.directory import Span
from ui.people import NameLayouts
from ui.theme import SEMIBOLD, SPACE, TEXT, Look, RowCanvas, RowDelegate, plain_tip, text_font

__all__ = ["ROW", "Row", "RowRole", "RowsDelegate", "RowsModel"]

ROW: Final = 48
RowRole: Final = Qt.ItemDataRole.UserRole

_TOP: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_ICON: Final = 18
_LINE: Final = 20
_SUB_LINE: Final = 17


@frozen
class Row:
    """What a row shows; `id` is whose it is, `spans` are letters that stand out."""

    lead: str
    icon: str
    text: str
    sub: str = ""
    is_now: bool = False
    """It happens at this moment."""
    spans: tuple[Span, ...] = ()
    id: int = -1

    def spoken(self) -> str:
        """For a screen reader."""
        return ", ".join(filter(None, (self.lead, "now" if self.is_now else "", self.text, self.sub)))


class RowsModel(QAbstractTableModel):
    """Rows as they are given. What comes after rows that stay is inserted, so that selection and scroll stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Qt: a row is drawn as a whole."""
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a look-up."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken()
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(f"{row.text}\n{row.sub}".strip())
            case _:
                return row if role == RowRole else None

    def row_at(self, place: int) -> Row | None:
        """The row there, if there is one."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def show(self, rows: Sequence[Row]) -> None:
        """Show these from now on."""
        same = next((n for n, (a, b) in enumerate(zip(self._rows, rows, strict=False)) if a != b), None)
        same = min(len(self._rows), len(rows)) if same is None else same
        if same < len(self._rows):
            self.beginRemoveRows(_TOP, same, len(self._rows) - 1)
            del self._rows[same:]
            self.endRemoveRows()
        if same < len(rows):
            self.beginInsertRows(_TOP, same, len(rows) - 1)
            self._rows.extend(rows[same:])
            self.endInsertRows()


class RowsDelegate(RowDelegate):
    """Draws rows from the model and the theme's tokens; `lead` is the width of what stands before."""

    def __init__(self, look: Look, lead: int, parent: QObject | None = None) -> None:
        super().__init__(look, RowRole, ROW, parent=parent)
        self._lead = lead

    def draw(self, canvas: RowCanvas, row: Row, index: _Index) -> None:
        """One row."""
        body, tokens = canvas.body, self._look.tokens
        left = body.left() + SPACE.m
        lead = self._leads.layout(row.lead, [], self._lead)
        canvas.draw_line(lead, QRect(left, body.top(), self._lead, body.height()), tokens.text2)
        left += self._lead + SPACE.s
        place = QRect(left, body.top() + (body.height() - _ICON) // 2, _ICON, _ICON)
        pixmap = self._look.icons.pixmap(row.icon, "accent" if row.is_now else "text2", _ICON, canvas.scale)
        canvas.painter.drawPixmap(canvas.mirrored(place).topLeft(), pixmap)
        left += _ICON + SPACE.s
        self._draw_words(canvas, row, QRect(left, body.top(), body.right() - SPACE.m - left, body.height()))

    def _draw_words(self, canvas: RowCanvas, row: Row, room: QRect) -> None:
        tokens = self._look.tokens
        height = _LINE + (_SUB_LINE if row.sub else 0)
        top = room.top() + (room.height() - height) // 2
        words = (self._strong if row.is_now else self._texts).layout(row.text, row.spans, room.width())
        canvas.draw_line(words, QRect(room.left(), top, room.width(), _LINE), tokens.text)
        if row.sub:
            sub = self._subs.layout(row.sub, [], room.width())
            canvas.draw_line(sub, QRect(room.left(), top + _LINE, room.width(), _SUB_LINE), tokens.text2)

    def dress(self) -> None:
        """Type in the theme's colours."""
        match = self._look.tokens.match
        self._leads = NameLayouts(text_font(TEXT.sub, tabular=True), match)
        self._texts = NameLayouts(text_font(TEXT.body), match)
        self._strong = NameLayouts(text_font(TEXT.body, SEMIBOLD), match)
        self._subs = NameLayouts(text_font(TEXT.caption), match)
