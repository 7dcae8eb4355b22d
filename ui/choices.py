"""Named things to choose from, as the rows of a list."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt

from ui.people import NameLayouts
from ui.theme import MEDIUM, SPACE, TEXT, Look, RowCanvas, RowDelegate, text_font

__all__ = ["Choice", "ChoiceDelegate", "ChoiceModel"]

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()
_ChoiceRole: Final = Qt.ItemDataRole.UserRole
_LINE: Final = 21
_SUB_LINE: Final = 18


@frozen
class Choice:
    """What to choose; both texts are shown as they are, made plain before."""

    id: str
    text: str
    sub: str = ""


class ChoiceModel(QAbstractListModel):
    """Choices as rows, narrowed by words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[str, Choice], ...] = ()
        self._rows: list[Choice] = []

    def show(self, choices: Sequence[Choice]) -> None:
        """Show these."""
        self._all = tuple((f"{choice.text} {choice.sub}".casefold(), choice) for choice in choices)
        self.filter("")

    def filter(self, typed: str) -> None:
        """Show those with every word typed."""
        words = typed.casefold().split()
        self.beginResetModel()
        self._rows = [choice for heap, choice in self._all if all(word in heap for word in words)]
        self.endResetModel()

    def choice_at(self, row: int) -> Choice | None:
        """Return the choice of `row`."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, wanted: str) -> int:
        """Return where the choice with that id stands; -1 where it does not."""
        return next((row for row, choice in enumerate(self._rows) if choice.id == wanted), -1)

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a row from memory."""
        choice = self.choice_at(index.row()) if index.isValid() else None
        if choice is None:
            return None
        if role == _ChoiceRole:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (choice.text, choice.sub)))
        return None


class ChoiceDelegate(RowDelegate):
    """Draws choices: a name, and below it what is said of it."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, _ChoiceRole, parent=parent)

    def draw(self, canvas: RowCanvas, choice: Choice, index: _Index) -> None:
        """One row."""
        tokens = self._look.tokens
        left, width = canvas.body.left() + SPACE.m, canvas.body.width() - 2 * SPACE.m
        top = canvas.body.top() + (canvas.body.height() - _LINE - (_SUB_LINE if choice.sub else 0)) // 2
        text = self._names.layout(choice.text, [], width)
        canvas.draw_line(text, QRect(left, top, width, _LINE), tokens.text)
        if choice.sub:
            sub = self._subs.layout(choice.sub, [], width)
            canvas.draw_line(sub, QRect(left, top + _LINE, width, _SUB_LINE), tokens.text2)

    def dress(self) -> None:
        """Type and pictures in the theme's colours."""
        tokens = self._look.tokens
        self._names = NameLayouts(text_font(TEXT.name, MEDIUM), tokens.match)
        self._subs = NameLayouts(text_font(TEXT.sub), tokens.match)
