"""Whom the keys so far may mean: the one heard first on top, and why the one selected is among them."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.directory import Entry, Query, QueryKind, display_name, matched_letters
from app.directory.menu import Asking, Keying, Left, Listing, Offering
from app.scenario import Handset, candidates, why_candidate
from ui.menu.rows import ROW, Row, RowsDelegate, RowsModel
from ui.theme import SPACE, Button, Look, RowsView, tag, text_label

__all__ = ["PeopleLeft"]

_LEAD: Final = 24
_SHOWN: Final = 200
"""Nobody listens to more; the count says how many there are."""


class PeopleLeft(QFrame):
    """A card; `personWanted` asks for somebody on the desk, by user id."""

    personWanted = Signal(str)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "card")
        self._handset: Handset | None = None
        self._keys = ""
        self.count = text_label("strong", wrap=True)
        self.model = RowsModel(self)
        self.view = RowsView("People left")
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowsDelegate(look, _LEAD, self.view))
        self.view.verticalHeader().setDefaultSectionSize(ROW)
        self.view.verticalScrollBar().setSingleStep(ROW)
        self.why = text_label("sub", wrap=True)
        self.why.setAccessibleName("Why")
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = Button(look, "Open on the desk", icon="user", height=SPACE.small_control)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, SPACE.m, 1, SPACE.m)
        box.setSpacing(SPACE.s)
        for part, stretch in ((_inset(self.count), 0), (self.view, 1), (_inset(self.why), 0), (_inset(self.open), 0)):
            box.addWidget(part, stretch)
        self.view.selectionModel().currentChanged.connect(self._show_why)
        self.view.taken.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        self.open.clicked.connect(self._open)
        look.changed.connect(self.view.viewport().update)
        self.show_call(None)

    def show_call(self, handset: Handset | None) -> None:
        """Show who is left now; the person selected stays so while they are among them."""
        chosen = self.current_row()
        self._handset = handset
        rows = candidates(handset.call) if handset else ()
        self._keys = _keys_so_far(handset) if handset else ""
        self.count.setText(_count(handset, len(rows)))
        self.model.show([self._row(handset, place, row) for place, row in enumerate(rows[:_SHOWN])] if handset else [])
        if chosen in rows[:_SHOWN]:
            self.select(rows.index(chosen))
        elif handset and isinstance(handset.call.position.stage, Offering):
            self.select(handset.call.position.stage.place)
        elif len(rows) == 1:
            self.select(0)
        self._show_why()

    def current_row(self) -> int | None:
        """The row of the listing that is selected."""
        index = self.view.currentIndex()
        row = self.model.row_at(index.row()) if index.isValid() else None
        return row.id if row else None

    def current(self) -> Entry | None:
        """The person selected."""
        row = self.current_row()
        return self._handset.menu.listing.entries[row] if self._handset and row is not None else None

    def select(self, place: int) -> None:
        """Select the person at that place of those left."""
        index = self.model.index(place, 0)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def _row(self, handset: Handset, place: int, row: int) -> Row:
        stage = handset.call.position.stage
        entry, directory = handset.menu.listing.entries[row], handset.menu.directory
        name = display_name(entry)
        query = Query(self._keys, QueryKind.KEYS) if self._keys else Query("", QueryKind.EMPTY)
        spans = matched_letters(entry, query, directory.search_fields, "first_name")
        is_now = isinstance(stage, Offering) and stage.place == place
        gone = not handset.menu.listing.callflow_of(row)
        sub = "No callflow: nobody is reached" if gone else _number_and_name(entry, handset.menu.listing)
        return Row(str(place + 1), "warning" if gone else "user", name, sub, is_now, tuple(spans), row)

    def _show_why(self) -> None:
        row = self.current_row()
        told = self._handset is not None and row is not None
        self.why.setVisible(told)
        self.open.setVisible(told)
        if self._handset is not None and row is not None:
            self.why.setText(why_candidate(self._handset.call, row, self._keys))

    def _open(self) -> None:
        entry = self.current()
        if entry is not None:
            self.personWanted.emit(entry.user_id)


def _inset(widget: QWidget) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(SPACE.l, 0, SPACE.l, 0)
    box.addWidget(widget)
    return holder


def _keys_so_far(handset: Handset) -> str:
    """The keys that those left were found by."""
    match handset.call.position.stage:
        case Keying(keys):
            return keys
        case Asking() | Left():
            return ""
        case _:
            return handset.searched


def _number_and_name(entry: Entry, listing: Listing) -> str:
    recorded = "recorded name" if entry.user_id in listing.recorded else ""
    return " · ".join(filter(None, (entry.number, recorded)))


def _count(handset: Handset | None, left: int) -> str:
    if handset is None:
        return "Who is left after each key"
    if not left:
        return "Nobody is left"
    people = "1 person is left" if left == 1 else f"{left:,} people are left"
    return people if left <= _SHOWN else f"{people}, the first {_SHOWN} here"
