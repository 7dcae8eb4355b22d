"""The calls a search found, as rows; more are fetched as one scrolls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.desk.history_words import what, who
from app.store import Record
from ui.history.wording import spoken

__all__ = ["HistoryModel", "RecordRole"]

_TOP: Final = QModelIndex()
RecordRole: Final = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractTableModel):
    """One column, one row per call, newest first."""

    more_wanted = Signal()
    """The last row is in sight, and there are more calls than these."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[Record] = []
        self._whole = True

    @property
    def records(self) -> Sequence[Record]:
        """What is shown."""
        return self._records

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Qt: a row is drawn as a whole."""
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: asked for every visible row of every repaint."""
        record = self.record_at(index.row()) if index.isValid() else None
        if record is None:
            return None
        if role == RecordRole:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{who(record)}: {what(record)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(record, datetime.now().astimezone())
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        """Qt: asked when the last row comes into sight."""
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: _Index) -> None:
        """Qt: the answer comes by `append`; until then nothing more is asked for."""
        if not self._whole:
            self._whole = True
            self.more_wanted.emit()

    def record_at(self, row: int) -> Record | None:
        """Return the call of `row`."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def row_of(self, number: int) -> int | None:
        """Return where the call with that number in the file stands."""
        return next((row for row, record in enumerate(self._records) if record.row == number), None)

    def show(self, records: Sequence[Record], *, whole: bool) -> None:
        """Show these instead; `whole` when there are no others."""
        self.beginResetModel()
        self._records, self._whole = list(records), whole
        self.endResetModel()

    def append(self, records: Sequence[Record], *, whole: bool) -> None:
        """Show these too, below."""
        if records:
            self.beginInsertRows(_TOP, len(self._records), len(self._records) + len(records) - 1)
            self._records.extend(records)
            self.endInsertRows()
        self._whole = whole
