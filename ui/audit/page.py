"""The page of the audit: the verdict, the chart, the people, and what other settings would do."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.directory import ALL_DIRECTORIES, PROFILES, Profile, Snapshot, plain
from app.directory.audit import Audit
from app.problem import Problem
from ui.audit.chart import Chart
from ui.audit.details import Details
from ui.audit.export_menu import ExportMenu
from ui.audit.people_view import PeopleView
from ui.audit.rows import Line, Rows, searched
from ui.audit.settings_view import SettingsView
from ui.bridge import Request
from ui.core import Core
from ui.theme import (
    SEMIBOLD,
    SPACE,
    TEXT,
    Banner,
    Button,
    ButtonKind,
    Combo,
    ElidedLabel,
    IconLabel,
    Look,
    WrappedLabel,
    enter_presses,
    search_line,
    tag,
    text_font,
    text_label,
)

__all__ = ["AuditPage"]

_LEFT: Final = 344
_LEFT_NARROW: Final = 264
_ROOM: Final = 980
_LOW: Final = 640
_ALL: Final = "All directories together have no menu of their own. Open one directory on the desk to audit it."
_NONE: Final = "No directory is open."
_WORKING: Final = "Keying everybody's name…"
_STOPPED: Final = "The audit was stopped."


class AuditPage(QWidget):
    """Works on the directory that is open on the desk, whenever it is looked at and something has changed."""

    personWanted = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """Show that user on the desk."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "window")
        self._look = look
        self._core = core
        self._snapshot: Snapshot | None = None
        self._rows: Rows | None = None
        self._request: Request | None = None
        self._is_old = True
        self._asked: object = None
        self._filtered: Sequence[Line] = ()
        self._make_parts()
        self._place()
        self._connect()
        self._show_state(_NONE)

    @property
    def profile(self) -> Profile:
        """The menu chosen."""
        return PROFILES[self.profiles.currentIndex()]

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Another directory, or the same fetched again; titles alone change nothing."""
        before, self._snapshot = self._snapshot, snapshot
        if snapshot is not None and before is not None and _is_same(before, snapshot):
            return
        self._give_up()
        if snapshot is None or before is None or before.directory.id != snapshot.directory.id:
            self._forget()
        self._is_old = True
        if self.isVisible():
            self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: work begins when somebody looks."""
        super().showEvent(event)
        if self._is_old and self._request is None:
            self._begin()
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what is typed anywhere searches, arrows move, Esc clears, Enter presses the button with the keyboard."""
        text = event.text()
        if enter_presses(self, event):
            return
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.people.people.rowCount():
            row, step = self.people.currentIndex().row(), 1 if event.key() == Qt.Key.Key_Down else -1
            self.people.select(max(0, min(self.people.people.rowCount() - 1, row + step)))
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the chart gives way to the people."""
        super().resizeEvent(event)
        self.left.setFixedWidth(_LEFT if self.width() >= _ROOM else _LEFT_NARROW)
        self.details.set_low(low=self.height() < _LOW)

    def _make_parts(self) -> None:
        look = self._look
        self.directory = ElidedLabel("sub")
        self.profiles = Combo(look, "Whose menu")
        self.profiles.addItems([profile.name[0].upper() + profile.name[1:] for profile in PROFILES])
        self.export = Button(look, "Export", icon="download")
        self.banner = Banner(look)
        self.sign = IconLabel(look, "info", "accent", 24)
        self.verdict = WrappedLabel(look, _verdict_font(), "text", 3)
        self.chart = Chart(look)
        self.search = search_line("Search the audit", "Name or number")
        self.count = text_label("sub")
        self.to_people = self._side("People", checked=True)
        self.to_settings = self._side("Other settings", checked=False)
        self.people = PeopleView(look)
        self.nobody = text_label("sub", "", wrap=True)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.details = Details(look)
        self.settings = SettingsView()
        self.state = text_label("body", wrap=True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = tag(QProgressBar(), "progress")
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(280, 6)
        self.cancel = Button(look, "Cancel", height=SPACE.small_control)
        self.again = Button(look, "Start again", kind=ButtonKind.ACCENT, height=SPACE.small_control)
        self.menu = ExportMenu(look, self._core, self)

    def _side(self, text: str, *, checked: bool) -> Button:
        button = Button(self._look, text, height=SPACE.small_control)
        button.setCheckable(True)
        button.setChecked(checked)
        return button

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        head.addWidget(text_label("title", "Audit"))
        head.addWidget(self.directory, 1)
        head.addWidget(self.profiles)
        head.addWidget(self.export)
        said = QHBoxLayout()
        said.setSpacing(SPACE.m)
        said.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.verdict, 1)
        body = QWidget()
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(SPACE.l)
        both.addWidget(self._left())
        both.addWidget(self._right(), 1)
        self.whole = QStackedWidget()
        self.whole.addWidget(body)
        self.whole.addWidget(self._waiting())
        page = QVBoxLayout(self)
        page.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        page.setSpacing(SPACE.m)
        page.addLayout(head)
        page.addWidget(self.banner)
        page.addLayout(said)
        page.addWidget(self.whole, 1)

    def _left(self) -> QWidget:
        self.left = tag(QFrame(), "card")
        inside = QVBoxLayout(self.left)
        inside.setContentsMargins(1, SPACE.m, 1, SPACE.s)
        inside.addWidget(self.chart)
        return self.left

    def _right(self) -> QWidget:
        find = QHBoxLayout()
        find.setSpacing(SPACE.s)
        find.addWidget(self.search, 1)
        find.addWidget(self.to_people)
        find.addWidget(self.to_settings)
        line = QHBoxLayout()
        line.setContentsMargins(SPACE.s, 0, SPACE.l, 0)
        line.addWidget(self.count)
        card = tag(QFrame(), "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, SPACE.s, 1, SPACE.s)
        inside.setSpacing(SPACE.xs)
        inside.addLayout(line)
        self.found = QStackedWidget()
        self.found.addWidget(self.people)
        self.found.addWidget(self.nobody)
        inside.addWidget(self.found, 1)
        persons = QWidget()
        below = QVBoxLayout(persons)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACE.m)
        below.addWidget(card, 1)
        below.addWidget(self.details)
        other = tag(QFrame(), "card")
        inner = QVBoxLayout(other)
        inner.setContentsMargins(1, SPACE.m, 1, SPACE.s)
        inner.addWidget(self.settings)
        self.sides = QStackedWidget()
        self.sides.addWidget(persons)
        self.sides.addWidget(other)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE.m)
        box.addLayout(find)
        box.addWidget(self.sides, 1)
        return right

    def _waiting(self) -> QWidget:
        waiting = QWidget()
        box = QVBoxLayout(waiting)
        box.setSpacing(SPACE.m)
        box.addStretch(1)
        box.addWidget(self.state)
        for widget in (self.progress, self.cancel, self.again):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        return waiting

    def _connect(self) -> None:
        self.profiles.currentIndexChanged.connect(self._restart)
        self.export.clicked.connect(self._offer_export)
        self.cancel.clicked.connect(self._stop)
        self.again.clicked.connect(self._restart)
        self.banner.acted.connect(self._restart)
        self.chart.chosen.connect(self._filter)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._open_person)
        self.to_people.clicked.connect(partial(self._show_side, 0))
        self.to_settings.clicked.connect(partial(self._show_side, 1))
        self.people.chosen.connect(self.details.show_line)
        self.people.people.order_wanted.connect(self._find)
        self.people.taken.connect(self._open_person)
        self.people.doubleClicked.connect(self._open_person)
        self.details.wanted.connect(self.personWanted)
        self.menu.told.connect(self.banner.show_problem)

    def _restart(self) -> None:
        self._give_up()
        self._is_old = True
        if self.isVisible():
            self._begin()

    def _begin(self) -> None:
        self.banner.clear()
        snapshot = self._snapshot
        if snapshot is None or snapshot.directory.id == ALL_DIRECTORIES.id:
            self._show_state(_NONE if snapshot is None else _ALL)
            return
        self.directory.show_text(plain(snapshot.directory.name))
        self.progress.setRange(0, 0)
        if self._rows is None:
            self._show_state(_WORKING, works=True)
        self._request = self._core.audit(snapshot, self.profile, self._progressed, self)
        self._request.succeeded.connect(self._take)
        self._request.failed.connect(self._failed)

    def _progressed(self, done: int, of: int) -> None:
        if self._request is not None:
            self.progress.setRange(0, of)
            self.progress.setValue(done)

    def _take(self, rows: Rows) -> None:
        self._request = None
        self._is_old = False
        self._rows = rows
        self._asked = None
        audit = rows.audit
        self.verdict.show_text(rows.verdict)
        self.sign.set_icon(*_sign_of(audit))
        self.left.setVisible(bool(audit.people))
        self.chart.show_rows(rows)
        self.settings.show_rows(rows)
        self.whole.setCurrentIndex(0)
        self.sign.show()
        self.verdict.show()
        self.export.setEnabled(True)
        self._find()

    def _failed(self, problem: Problem) -> None:
        self._request = None
        self.banner.show_problem(problem, "Try again")
        if self._rows is None:
            self._show_state(_STOPPED, stopped=True)

    def _stop(self) -> None:
        self._give_up()
        self._show_state(_STOPPED, stopped=True)

    def _give_up(self) -> None:
        if self._request is not None:
            self._request.cancel()
            self._request = None

    def _forget(self) -> None:
        """Nothing of a directory stays that is not open any more."""
        self._rows = None
        self._asked, self._filtered = None, ()
        self.search.clear()
        self.directory.show_text("")
        self.chart.show_rows(None)
        self.settings.show_rows(None)
        self.people.show_lines([])
        self._show_state(_NONE)

    def _show_state(self, text: str, *, works: bool = False, stopped: bool = False) -> None:
        self.state.setText(text)
        self.progress.setVisible(works)
        self.cancel.setVisible(works)
        self.again.setVisible(stopped)
        self.sign.hide()
        self.verdict.hide()
        self.export.setEnabled(False)
        self.whole.setCurrentIndex(1)

    def _filter(self) -> None:
        self._show_side(0)
        self._find()

    def _find(self) -> None:
        if self._rows is None:
            return
        lines = searched(self._through(self._rows), self.search.text())
        self.people.show_lines(lines)
        self.count.setText(_counted(lines, len(self._rows.lines)))
        self.nobody.setText("Nobody like that." if self._rows.lines else "There is nobody in this directory.")
        self.found.setCurrentIndex(0 if lines else 1)

    def _through(self, rows: Rows) -> Sequence[Line]:
        """Whom the filter lets through, remembered while only the search changes."""
        model = self.people.people
        asked = (self.chart.filter, model.column, model.descending)
        if self._asked != asked:
            self._asked = asked
            self._filtered = rows.through(self.chart.filter, model.column, descending=model.descending)
        return self._filtered

    def _show_side(self, place: int) -> None:
        self.sides.setCurrentIndex(place)
        self.to_people.setChecked(place == 0)
        self.to_settings.setChecked(place == 1)

    def _open_person(self) -> None:
        line = self.people.current()
        if line is None and self.people.people.rowCount():
            self.people.select(0)
        elif line is not None:
            self.personWanted.emit(line.person.entry.user_id)

    def _offer_export(self) -> None:
        if self._rows is not None and self._snapshot is not None:
            self.menu.offer(self._rows.audit, self._snapshot, self.profile, self.export)


def _sign_of(audit: Audit) -> tuple[str, str]:
    if not audit.people:
        return "info", "accent"
    return ("check", "ok") if audit.is_everybody_alone else ("warning", "danger" if audit.is_broken else "warn")


def _verdict_font() -> QFont:
    return text_font(TEXT.heading, SEMIBOLD)


def _is_same(one: Snapshot, other: Snapshot) -> bool:
    return one.directory.id == other.directory.id and one.fetched_at == other.fetched_at


def _counted(lines: Sequence[Line], of: int) -> str:
    people = "1 person" if of == 1 else f"{of:,} people"
    if len(lines) == of:
        return people
    return f"{len(lines):,} of {people}"
