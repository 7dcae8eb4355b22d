"""The page of the calls made and taken."""

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.directory import Snapshot, plain
from app.problem import Problem
from ui.bridge import Request
from ui.core import Core
from ui.history.delegate import HistoryDelegate
from ui.history.filters import Filters
from ui.history.model import HistoryModel
from ui.theme import SPACE, Banner, Button, ButtonKind, Look, RowsView, Tone, card_of, search_line, tag, text_label

if TYPE_CHECKING:
    from app.desk import SignedIn
    from app.store import Record, WhichCalls

__all__ = ["HistoryPage"]

_PAGE: Final = 200
_TYPING_MS: Final = 120
_NO_REPORT: Final = Problem(
    "There is no report of this call any more.", "Copy it during the call or soon after: the last hundred are kept."
)
_ASK_ALL: Final = Problem("All calls of this history will be deleted.", "This cannot be undone.")


class HistoryPage(QWidget):
    """Newest calls first. Enter calls again; what is typed searches."""

    personWanted = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """Show that user on the desk."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "window")
        self._core = core
        self._snapshot: Snapshot | None = None
        self._signed_in = False
        self._asking: Request | None = None
        self._counting: Request | None = None
        self._make_parts(look)
        self._place()
        self._connect()
        self._show_chosen()

    def show_signed_in(self, facts: "SignedIn") -> None:
        """Show this person's calls."""
        self._signed_in = True
        self._ask()

    def show_signed_out(self) -> None:
        """Show nobody's calls."""
        self._signed_in = False
        self._give_up()
        self.search.clear()
        self.banner.clear()
        self._snapshot = None
        self._take([], whole=True)
        self._show_count(0)

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Only people of the open directory can be shown on the desk."""
        self._snapshot = snapshot
        self._show_chosen()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: whoever looks has seen what was missed."""
        super().showEvent(event)
        self._look_at_missed()
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what is typed into the list searches; Del deletes, Esc clears the search."""
        text = event.text()
        if event.key() == Qt.Key.Key_Delete:
            self._delete()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.model.rowCount():
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def current(self) -> "Record | None":
        """The call selected."""
        index = self.list.currentIndex()
        return self.model.record_at(index.row()) if index.isValid() else None

    def _make_parts(self, look: Look) -> None:
        self.search = search_line("Search the history", "Name or number")
        self.filters = Filters(look)
        self.count = text_label("sub")
        self.banner = Banner(look)
        self.model = HistoryModel(self)
        self.list = RowsView("Calls")
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(look, self.list))
        self.empty = text_label("sub", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        height = SPACE.small_control
        self.call = Button(look, "Call again", icon="phone", kind=ButtonKind.ACCENT, height=height)
        self.person = Button(look, "Show person", icon="user", height=height)
        self.copy = Button(look, "Copy number", icon="copy", height=height)
        self.report = Button(look, "Copy report", icon="info", height=height)
        self.delete = Button(look, "Delete", icon="trash", height=height)
        self.delete_all = Button(look, "Delete all…", kind=ButtonKind.QUIET, height=height)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        look.changed.connect(self.list.viewport().update)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        head.addWidget(text_label("title", "History"))
        head.addStretch(1)
        head.addWidget(self.count)
        head.addWidget(self.delete_all)
        find = QHBoxLayout()
        find.setSpacing(SPACE.m)
        find.addWidget(self.search, 1)
        find.addWidget(self.filters)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        card = card_of(self.stack)
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        for button in (self.call, self.person, self.copy, self.report, self.delete):
            below.addWidget(button)
        below.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        page.setSpacing(SPACE.m)
        page.addLayout(head)
        page.addWidget(self.banner)
        page.addLayout(find)
        page.addWidget(card, 1)
        page.addLayout(below)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._call_again)
        self._typing.timeout.connect(self._ask)
        self.filters.chosen.connect(self._ask)
        self.model.more_wanted.connect(self._ask_more)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.list.doubleClicked.connect(self._call_again)
        self.list.taken.connect(self._call_again)
        self.call.clicked.connect(self._call_again)
        self.person.clicked.connect(self._show_person)
        self.copy.clicked.connect(self._copy_number)
        self.report.clicked.connect(self._ask_report)
        self.delete.clicked.connect(self._delete)
        self.delete_all.clicked.connect(self._ask_delete_all)
        self.banner.acted.connect(self._delete_all)
        self._core.history_changed.connect(self._changed)

    def _typed(self) -> None:
        self._typing.start()

    @property
    def _which(self) -> "WhichCalls":
        return cast("WhichCalls", self.filters.which)

    def _changed(self, missed: int) -> None:
        if self._signed_in:
            self._ask(keep=True)
            if missed and self.isVisible() and self.isActiveWindow():
                self._look_at_missed()

    def _look_at_missed(self) -> None:
        if self._signed_in:
            self._core.look_at_missed(self)

    def _ask(self, *_: object, keep: bool = False) -> None:
        """Ask anew; with `keep` as many as are shown, and what is selected stays."""
        self._give_up()
        limit = max(_PAGE, self.model.rowCount()) if keep else _PAGE
        request = self._core.history_page(self.search.text(), self._which, None, limit, self)
        request.succeeded.connect(lambda records: self._take(records, whole=len(records) < limit, keep=keep))
        request.failed.connect(self.banner.show_problem)
        self._asking = request
        self._counting = self._core.history_count(self.search.text(), self._which, self)
        self._counting.succeeded.connect(self._show_count)

    def _ask_more(self) -> None:
        last = self.model.record_at(self.model.rowCount() - 1)
        request = self._core.history_page(self.search.text(), self._which, last, _PAGE, self)
        request.succeeded.connect(lambda records: self.model.append(records, whole=len(records) < _PAGE))
        self._asking = request

    def _give_up(self) -> None:
        for request in (self._asking, self._counting):
            if request is not None:
                request.cancel()
        self._asking = self._counting = None

    def _take(self, records: "list[Record]", *, whole: bool, keep: bool = False) -> None:
        selected, place = self.current(), self.list.currentIndex().row()
        scrolled = self.list.verticalScrollBar().value()
        self.model.show(records, whole=whole)
        if keep and selected and records:
            row = self.model.row_of(selected.row)
            self._select(min(place, len(records) - 1) if row is None else row)
        elif records and self.search.text().strip() and not keep:
            self._select(0)
        if keep:
            self.list.verticalScrollBar().setValue(scrolled)
        self.stack.setCurrentWidget(self.list if records else self.empty)
        self.empty.setText(self._why_empty())
        self._show_chosen()

    def _why_empty(self) -> str:
        if self.search.text().strip():
            return f"No call with “{plain(self.search.text().strip())}”."
        if self.filters.which == "missed":
            return "No missed calls."
        return "No calls yet. Calls made and taken are listed here."

    def _show_count(self, count: int) -> None:
        self.count.setText("" if not count else "1 call" if count == 1 else f"{count:,} calls")

    def _move(self, rows: int) -> None:
        index = self.list.currentIndex()
        self._select(max(0, min(self.model.rowCount() - 1, index.row() + rows)) if index.isValid() else 0)

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _show_chosen(self) -> None:
        record = self.current()
        for button in (self.report, self.delete):
            button.setEnabled(record is not None)
        for button in (self.call, self.copy):
            button.setEnabled(record is not None and bool(record.number))
        known = record is not None and self._snapshot is not None and self._snapshot.row_of(record.user_id) is not None
        self.person.setEnabled(known)
        self.delete_all.setEnabled(self.model.rowCount() > 0)

    def _call_again(self) -> None:
        record = self.current()
        if record is not None and record.number:
            self.banner.clear()
            self._watch(self._core.dial(record.number, record.name, self))

    def _show_person(self) -> None:
        record = self.current()
        if record is not None:
            self.personWanted.emit(record.user_id)

    def _copy_number(self) -> None:
        record = self.current()
        if record is not None:
            QGuiApplication.clipboard().setText(plain(record.number))

    def _ask_report(self) -> None:
        record = self.current()
        if record is not None:
            request = self._core.call_report(record.call_id, self)
            request.succeeded.connect(self._copy_report)
            request.failed.connect(self._no_report)

    def _no_report(self) -> None:
        self.banner.show_problem(_NO_REPORT)

    def _copy_report(self, report: str) -> None:
        QGuiApplication.clipboard().setText(report)
        self.banner.show_problem(
            Problem("The call's report was copied.", "Paste it where it is needed."), tone=Tone.INFO
        )

    def _delete(self) -> None:
        record = self.current()
        if record is not None:
            self._watch(self._core.forget_calls((record.row,), self))

    def _ask_delete_all(self) -> None:
        self.banner.show_problem(_ASK_ALL, "Delete all calls")

    def _delete_all(self) -> None:
        self.banner.clear()
        self._watch(self._core.forget_all_calls(self))

    def _watch(self, request: Request) -> None:
        request.failed.connect(self.banner.show_problem)
