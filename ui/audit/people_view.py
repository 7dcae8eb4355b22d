"""The table of an audit's people, sorted by its headings."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.audit.delegate import ROW, AuditDelegate
from ui.audit.model import AuditModel
from ui.audit.rows import Column, Line
from ui.theme import Look, RowsView, tag

__all__ = ["PeopleView"]

_WIDTHS = {Column.ALONE: 104, Column.HEARD: 92, Column.PLACE: 108}
_ROOM_FOR_ALL = 620


class PeopleView(RowsView):
    """Shows as many columns as there is room for; the name and the trouble always."""

    chosen = Signal(object)
    """The `Line` selected, or None."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("People of the audit", parent)
        self.people = AuditModel(self)
        self.setModel(self.people)
        self.setItemDelegate(AuditDelegate(look, self))
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalScrollBar().setSingleStep(ROW)
        header = tag(self.horizontalHeader(), "columns")
        header.setAccessibleName("Columns")
        header.setFixedHeight(ROW - 4)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        header.show()
        self.sortByColumn(Column.TROUBLE, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.selectionModel().currentChanged.connect(self._tell)
        look.changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other people; whoever is selected stays so if they are among them."""
        line = self.current()
        self.people.show(lines)
        row = self.people.row_of(line.person.entry.user_id) if line else None
        if row is not None:
            self.select(row)
        self._tell()

    def current(self) -> Line | None:
        """Who is selected."""
        index = self.currentIndex()
        return self.people.line_at(index.row()) if index.isValid() else None

    def select(self, row: int) -> None:
        """Select a row and bring it into sight."""
        index = self.people.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what is told beside name and trouble needs room."""
        super().resizeEvent(event)
        self.setColumnHidden(Column.HEARD, self.viewport().width() < _ROOM_FOR_ALL)

    def _tell(self) -> None:
        self.chosen.emit(self.current())
