"""The list of people: one is selected, and Enter or a double click takes them."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.directory import Entry, Found, Query, QueryKind, Snapshot
from ui.people.delegate import PeopleDelegate
from ui.people.model import PeopleModel
from ui.theme import Look, RowsView

__all__ = ["PeopleList"]

_SETTLED_MS: Final = 80


class PeopleList(QWidget):
    """Shows what a search found in a snapshot, and keeps what a person selected while the snapshot is renewed."""

    selected = Signal(object)
    """The Entry selected now, or None; again when something about the person changed."""
    activated = Signal(object)
    """An Entry was taken, by Enter or a double click."""
    visibleChanged = Signal()  # noqa: N815 - Qt's way of naming signals
    """Other people may be seen now; comes once when scrolling has settled."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PeopleModel(self)
        self._asked: tuple[str, Query] | None = None
        self._told: Entry | None = None
        self._view = RowsView("People", self)
        self._view.setModel(self.model)
        self._view.setItemDelegate(PeopleDelegate(look, self._view))
        self.setFocusProxy(self._view)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._view)
        look.changed.connect(self._view.viewport().update)
        self._connect()
        self._scroll_bar_changed(0, 0)

    def show_found(self, snapshot: Snapshot, found: Found) -> None:
        """Show `found`: another query or directory starts at the top, the same ones stay where they were."""
        entry, scrolled = self.current(), self._view.verticalScrollBar().value()
        asked = (snapshot.directory.id, found.query)
        same = self._asked == asked
        self._asked = asked
        self.model.show(snapshot, found)
        self._restore(entry, searched=not same and found.query.kind is not QueryKind.EMPTY)
        if same:
            self._view.verticalScrollBar().setValue(scrolled)
        self._tell()
        self._settled.start()

    def current(self) -> Entry | None:
        """The person selected now."""
        index = self._view.currentIndex()
        return self.model.entry_at(index.row()) if index.isValid() else None

    def select(self, user_id: str) -> None:
        """Select a person, if the search found them."""
        row = self.model.row_of(user_id)
        if row is not None:
            self._select_row(row)

    def move_selection(self, rows: int) -> None:
        """Move the selection, stopping at the ends; without one, start at the first row."""
        count, index = self.model.rowCount(), self._view.currentIndex()
        if count:
            self._select_row(max(0, min(count - 1, index.row() + rows)) if index.isValid() else 0)

    def activate_current(self) -> None:
        """Take the person selected, as Enter does."""
        entry = self.current()
        if entry is not None:
            self.activated.emit(entry)

    def visible_entries(self) -> list[Entry]:
        """Return the people whose rows can be seen now, from top to bottom."""
        first, last = self._view.rowAt(0), self._view.rowAt(self._view.viewport().height() - 1)
        if first < 0:
            return []
        rows = range(first, (last if last >= 0 else self.model.rowCount() - 1) + 1)
        return [entry for row in rows if (entry := self.model.entry_at(row)) is not None]

    def _connect(self) -> None:
        self._view.selectionModel().currentChanged.connect(self._tell)
        self._view.doubleClicked.connect(self.activate_current)
        self._view.taken.connect(self.activate_current)
        self._view.resized.connect(self._moved)
        self._view.verticalScrollBar().valueChanged.connect(self._moved)
        self._view.verticalScrollBar().rangeChanged.connect(self._scroll_bar_changed)
        self._settled.timeout.connect(self.visibleChanged)
        self.model.dataChanged.connect(self._changed)

    def _moved(self) -> None:
        self._settled.start()  # connected itself, it would take the bar's value for a time

    def _scroll_bar_changed(self, low: int, high: int) -> None:
        """The bar keeps its place and only fades, or the numbers would jump sideways between searches."""
        self._view.verticalScrollBar().setEnabled(low < high)

    def _restore(self, entry: Entry | None, *, searched: bool) -> None:
        row = self.model.row_of(entry.user_id) if entry and not searched else None
        if row is None and searched and self.model.rowCount():
            row = 0
        if row is None:
            self._view.setCurrentIndex(QModelIndex())
            self._view.scrollToTop()
        else:
            self._select_row(row)

    def _select_row(self, row: int) -> None:
        index = self.model.index(row, 0)
        self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._view.scrollTo(index)

    def _changed(self, top: QModelIndex, bottom: QModelIndex) -> None:
        if top.row() <= self._view.currentIndex().row() <= bottom.row():
            self._told = self.current()
            self.selected.emit(self._told)

    def _tell(self) -> None:
        entry = self.current()
        if entry != self._told:
            self._told = entry
            self.selected.emit(entry)
