"""The lines of the log that are to be shown, as rows; the newest is the last."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.logbook import Line
from ui.log.wording import first_line, level_of, matches, when

__all__ = ["LineRole", "LogModel"]

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()
LineRole: Final = Qt.ItemDataRole.UserRole
_MOST_LINES: Final = 5_000


class LogModel(QAbstractListModel):
    """Takes lines as they come; a filter is asked of all of them again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: deque[Line] = deque(maxlen=_MOST_LINES)
        self._shown: list[Line] = []
        self._lowest = 0
        self._typed = ""

    @property
    def last(self) -> int:
        """The number of the newest line taken."""
        return self._all[-1].number if self._all else 0

    @property
    def total(self) -> int:
        """How many lines there are, shown or not."""
        return len(self._all)

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a row from memory."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return first_line(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{level_of(line)[0]} at {when(line)}: {first_line(line)}"
        return None

    def line_at(self, row: int) -> Line | None:
        """Return the line of `row`."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def shown(self) -> list[Line]:
        """All lines shown."""
        return list(self._shown)

    def filter(self, lowest: int, typed: str) -> None:
        """Show lines of at least that level with these words."""
        self._lowest, self._typed = lowest, typed
        self._show_all()

    def take(self, lines: Iterable[Line]) -> None:
        """Add newer lines; the oldest go where there are too many."""
        new = list(lines)
        overfull = len(self._all) + len(new) > _MOST_LINES
        self._all.extend(new)
        if overfull:
            self._show_all()
            return
        wanted = [line for line in new if matches(line, self._lowest, self._typed)]
        if wanted:
            self.beginInsertRows(_TOP, len(self._shown), len(self._shown) + len(wanted) - 1)
            self._shown.extend(wanted)
            self.endInsertRows()

    def _show_all(self) -> None:
        self.beginResetModel()
        self._shown = [line for line in self._all if matches(line, self._lowest, self._typed)]
        self.endResetModel()
