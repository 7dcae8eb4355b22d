"""The people of an audit as a table."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.audit.rows import Column, Line

__all__ = ["AuditModel", "LineRole"]

_TOP: Final = QModelIndex()
LineRole: Final = Qt.ItemDataRole.UserRole
_HEADINGS: Final = {
    Column.NAME: "Name",
    Column.ALONE: "Alone with",
    Column.HEARD: "Heard after",
    Column.PLACE: "Place",
    Column.TROUBLE: "Trouble",
}
_TIPS: Final = {
    Column.ALONE: "The fewest keys that nobody else matches",
    Column.HEARD: "The fewest keys after which this person is read out",
    Column.PLACE: "Where in the list that is read out then",
}

_Index = QModelIndex | QPersistentModelIndex


class AuditModel(QAbstractTableModel):
    """A row per person. A search or another order swaps all rows at once."""

    order_wanted = Signal()
    """The people are wanted by another `column`, `descending` or not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()
        self.column = Column.TROUBLE
        self.descending = False

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Qt: what is told of a person."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a look-up; asked for every visible cell of every repaint."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.texts[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: the headings, and what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[Column(section)]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS.get(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt: a heading was pressed."""
        self.column, self.descending = Column(column), order is Qt.SortOrder.DescendingOrder
        self.order_wanted.emit()

    def show(self, lines: Sequence[Line]) -> None:
        """Show other people, in the order given."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line_at(self, row: int) -> Line | None:
        """The person of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, user_id: str) -> int | None:
        """Where a person stands, if they are shown."""
        return next((row for row, line in enumerate(self._lines) if line.person.entry.user_id == user_id), None)
