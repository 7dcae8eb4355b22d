"""The history page, driven by what can be seen, on a core with a history of its own."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.desk import Journal
from app.desk.history_words import length, sub_line, what, when, who
from app.directory import Directory, Entry, Snapshot
from app.phone import NoSuchCall
from app.store import History, HistoryError, Record, Result
from ui.bridge import Bridge
from ui.core import Core
from ui.history import HistoryPage
from ui.history.wording import spoken

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
CALL = Record(call_id="c", direction="in", number="2001", name="Alice Archer", started_at=NOW.timestamp(), row=1)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=5), "11:55"),
        (timedelta(hours=13), "Yesterday 23:00"),
        (timedelta(days=9), "11 May 12:00"),
        (timedelta(days=400), "15 Apr 2025"),
        (timedelta(days=-3), "23 May 12:00"),
    ],
)
def test_when_says_as_much_as_is_needed(ago, said):
    assert when(evolve(CALL, started_at=(NOW - ago).timestamp()), NOW) == said


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize("direction", ["in", "out"])
def test_every_call_says_what_became_of_it(direction, result):
    record = evolve(CALL, direction=direction, result=result, transferred_to="Bob Baker")
    assert what(record)
    assert who(record) in spoken(record, NOW)


def test_what_others_wrote_is_shown_plain():
    record = evolve(CALL, name="Evil\u202eName\x07", number="20\u202e01", result=Result.FAILED, reason="No\nroute")
    assert "\u202e" not in who(record) + sub_line(record).replace("\u2068", "")
    assert "\n" not in sub_line(record)
    assert who(evolve(CALL, name="", number="")) == "Unknown caller"


def test_only_spoken_calls_have_a_length():
    assert length(evolve(CALL, connected_at=10.0, ended_at=161.0)) == "02:31"
    assert length(evolve(CALL, ended_at=161.0)) == ""


class FakePhone:
    """Dials nothing and remembers what it was asked for."""

    def __init__(self):
        self.dialled = []

    async def dial(self, number, name, account):
        self.dialled.append((number, name))

    async def call_report(self, call_id):
        if call_id == "Alice Archer1":
            raise NoSuchCall
        return f"report of {call_id}"


class FakeDesk:
    def __init__(self, core):
        self.core = core
        self.telephone = FakePhone()

    async def begin(self):
        self.journal = Journal(await History.open(None), self._changed, self._trouble)
        return self

    def _changed(self, missed):
        self.core._bridge.post(lambda: self.core.history_changed.emit(missed))

    def _trouble(self, problem):
        raise AssertionError(problem)

    async def fill(self, records):
        for record in records:
            await self.journal._history.put(record)
        await self.journal._tell_changed()

    async def close(self):
        await self.journal.close()


class Stage:
    def __init__(self, page, core, bridge, qtbot):
        self.page, self.core, self.bridge, self.qtbot = page, core, bridge, qtbot

    def do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.bridge._loop).result(5)

    def fill(self, *records):
        self.do(self.core._desk.fill(records))

    def until(self, seen):
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=10_000)

    def names(self):
        return [record.name for record in self.page.model.records]

    def press(self, name):
        button = next(
            b for b in self.page.findChildren(QAbstractButton) if b.isVisible() and b.accessibleName() == name
        )
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, name):
        self.page._select(self.names().index(name))

    @property
    def dialled(self):
        return self.core._desk.telephone.dialled

    @property
    def said(self):
        return self.page.banner.accessibleName() if self.page.banner.isVisible() else ""


@pytest.fixture
def stage(qtbot, look):
    bridge = Bridge()
    bridge.start()
    core = Core(bridge)
    page = HistoryPage(look, core)
    stage = Stage(page, core, bridge, qtbot)
    core._desk = stage.do(FakeDesk(core).begin())
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    page.show_signed_in(None)
    stage.until(lambda: page.empty.isVisible())
    yield stage
    bridge.stop(core.close)
    qtbot.waitUntil(lambda: not bridge.running, timeout=10_000)


def call(name, number, **more):
    place = more.pop("place", 0)
    facts = {"direction": "out", "result": Result.ANSWERED, "started_at": 1_000.0 + place}
    found_by = f"{name.lower()} {number}"
    return Record(call_id=f"{name}{place}", name=name, number=number, found_by=found_by, **{**facts, **more})


SOME = (
    call("Alice Archer", "2001", place=1, user_id="u1"),
    call("Bob Baker", "2002", place=2, direction="in", result=Result.MISSED),
    call("Carol Cook", "2003", place=3, direction="in", connected_at=1_003.0, ended_at=1_063.0),
)


def test_calls_are_listed_newest_first_and_grow_as_calls_are_made(stage):
    stage.fill(*SOME)
    stage.until(lambda: stage.names() == ["Carol Cook", "Bob Baker", "Alice Archer"])
    stage.until(lambda: stage.page.count.text() == "3 calls")
    stage.choose("Bob Baker")
    stage.fill(call("Dan Dale", "2004", place=9))
    stage.until(lambda: stage.names()[0] == "Dan Dale")
    assert stage.page.current().name == "Bob Baker"


def test_what_is_typed_searches_and_enter_calls_the_first_found(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    stage.page.list.setFocus()
    QTest.keyClicks(stage.page.list, "bak")
    stage.until(lambda: stage.names() == ["Bob Baker"])
    QTest.keyClick(stage.page.search, Qt.Key.Key_Return)
    stage.until(lambda: stage.dialled == [("2002", "Bob Baker")])
    QTest.keyClick(stage.page.search, Qt.Key.Key_Escape)
    stage.until(lambda: len(stage.names()) == 3)


def test_arrows_in_the_search_move_through_the_list(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(stage.page.search, key)
    assert stage.page.current().name == "Bob Baker"


@pytest.mark.parametrize(
    ("button", "names"),
    [
        ("Missed", ["Bob Baker"]),
        ("Incoming", ["Carol Cook", "Bob Baker"]),
        ("Outgoing", ["Alice Archer"]),
        ("All", ["Carol Cook", "Bob Baker", "Alice Archer"]),
    ],
)
def test_a_filter_shows_its_calls_only(stage, button, names):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    stage.press("Outgoing")
    stage.until(lambda: stage.names() == ["Alice Archer"])
    stage.press(button)
    stage.until(lambda: stage.names() == names)


def test_a_thousand_calls_come_as_one_scrolls(stage):
    stage.fill(*(call("Crowd", "2001", place=place) for place in range(1000)))
    stage.until(lambda: len(stage.names()) == 200)
    bar = stage.page.list.verticalScrollBar()
    while len(stage.names()) < 1000:
        before = len(stage.names())
        bar.setValue(bar.maximum())
        stage.until(lambda before=before: len(stage.names()) > before)
    places = [record.started_at for record in stage.page.model.records]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == 1000
    stage.until(lambda: stage.page.count.text() == "1,000 calls")


def test_deleting_one_selects_the_next_and_all_asks_first(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    stage.choose("Bob Baker")
    QTest.keyClick(stage.page.list, Qt.Key.Key_Delete)
    stage.until(lambda: stage.names() == ["Carol Cook", "Alice Archer"])
    assert stage.page.current().name == "Alice Archer"
    stage.press("Delete all…")
    assert "cannot be undone" in stage.said
    assert len(stage.names()) == 2
    stage.press("Delete all calls")
    stage.until(lambda: stage.page.empty.isVisible())
    assert "No calls yet" in stage.page.empty.text()
    assert stage.said == ""


def test_number_and_report_can_be_copied(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    stage.choose("Carol Cook")
    stage.press("Copy number")
    assert QGuiApplication.clipboard().text() == "2003"
    stage.press("Copy report")
    stage.until(lambda: QGuiApplication.clipboard().text() == "report of Carol Cook3")
    assert "copied" in stage.said
    stage.choose("Alice Archer")
    stage.press("Copy report")
    stage.until(lambda: "no report of this call" in stage.said)


def test_a_person_of_the_open_directory_can_be_shown(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    wanted = []
    stage.page.personWanted.connect(wanted.append)
    stage.choose("Alice Archer")
    assert not stage.page.person.isEnabled()
    people = Snapshot.of(Directory("d", "Company"), [Entry("u1", "Alice", "Archer", number="2001")], NOW)
    stage.page.show_snapshot(people)
    stage.press("Show person")
    assert wanted == ["u1"]
    stage.choose("Bob Baker")
    assert not stage.page.person.isEnabled()


def test_looking_at_the_page_takes_the_badge_away(stage):
    counts = []
    stage.core.history_changed.connect(counts.append)
    stage.page.hide()
    stage.fill(*SOME)
    stage.until(lambda: counts == [1])
    stage.page.show()
    stage.until(lambda: counts == [1, 0])


def test_nothing_of_the_last_person_stays(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    stage.page.show_signed_out()
    assert stage.names() == []
    assert stage.page.count.text() == ""


def test_a_history_that_cannot_be_read_is_said(stage):
    async def broken(*_):
        raise HistoryError("disk I/O error")

    stage.core._desk.journal._history.page = broken
    stage.page.search.setText("x")
    stage.until(lambda: "disk I/O error" in stage.said)


def test_a_screen_reader_hears_the_whole_row(stage):
    stage.fill(*SOME)
    stage.until(lambda: len(stage.names()) == 3)
    index = stage.page.model.index(1, 0)
    heard = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("Missed, from Bob Baker, number 2002")
    assert QAccessible.queryAccessibleInterface(stage.page.list) is not None
    assert stage.page.findChild(QLineEdit).accessibleName() == "Search the history"
