"""The log's page: lines come by themselves, are found, held and copied; no secret is among them."""

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.logbook import Line, Logbook
from ui.bridge import Bridge
from ui.core import Core
from ui.log import LogPage
from ui.log.model import LogModel
from ui.log.wording import matches

SECRET = "eyJhbGciOiJSUzI1NiJ9.eyJhIjoiYiJ9.c2ln"


class Stage:
    def __init__(self, page, qtbot):
        self.page = page
        self._qtbot = qtbot

    def press(self, name):
        button = next(one for one in self.page.findChildren(QAbstractButton) if one.accessibleName() == name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def lines(self):
        model = self.page.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def until(self, seen):
        self._qtbot.waitUntil(lambda: bool(seen()), timeout=10_000)

    @property
    def copied(self):
        return QGuiApplication.clipboard().text()


@pytest.fixture
def stage(qtbot, look):
    logbook, bridge = Logbook(), Bridge()
    logbook.attach()
    core = Core(bridge, logbook=logbook)
    page = LogPage(look, core)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    yield Stage(page, qtbot)
    core.log.close()
    logbook.detach()


def say(level, text, **extra):
    logging.getLogger("app.kazoo").log(level, text, extra=extra)


def test_lines_come_by_themselves_without_secrets(stage):
    say(logging.INFO, "GET /v2: 200 in 3 ms", request_id="r1")
    say(logging.WARNING, f"X-Auth-Token: {SECRET}")
    stage.until(lambda: len(stage.lines()) == 2)
    assert stage.lines() == ["GET /v2: 200 in 3 ms", "X-Auth-Token: …"]
    assert stage.page.count.text() == "2 lines"


def test_levels_and_words_choose_the_lines(stage):
    say(logging.INFO, "GET /v2/a: 200", request_id="abc")
    say(logging.WARNING, "GET /v2/b: 403", request_id="def")
    say(logging.ERROR, "unexpected")
    stage.until(lambda: len(stage.lines()) == 3)
    stage.page.levels.setCurrentIndex(1)
    assert stage.lines() == ["GET /v2/b: 403", "unexpected"]
    stage.page.levels.setCurrentIndex(0)
    QTest.keyClicks(stage.page.search, "get def")
    assert stage.lines() == ["GET /v2/b: 403"]
    assert stage.page.count.text() == "1 of 3 lines"
    QTest.keyClick(stage.page, Qt.Key.Key_Escape)
    assert len(stage.lines()) == 3


def test_pausing_holds_the_list_and_loses_nothing(stage):
    say(logging.INFO, "one")
    stage.until(lambda: stage.lines() == ["one"])
    stage.press("Pause")
    say(logging.INFO, "two")
    stage.until(lambda: "paused, 1 more" in stage.page.count.text())
    assert stage.lines() == ["one"]
    stage.press("Go on")
    assert stage.lines() == ["one", "two"]


def test_a_line_its_request_id_and_all_that_is_shown_are_copied(stage):
    say(logging.WARNING, "GET /v2/b: 403", request_id="def")
    say(logging.INFO, "more")
    stage.until(lambda: len(stage.lines()) == 2)
    stage.page.select(0)
    stage.press("Copy line")
    assert stage.copied.endswith("WARNING app.kazoo: GET /v2/b: 403")
    stage.press("Copy request id")
    assert stage.copied == "def"
    stage.press("Copy lines shown")
    assert [part.rpartition(": ")[2] for part in stage.copied.splitlines()] == ["403", "more"]
    assert "Copied" in stage.page.banner.accessibleName()


def test_diagnostics_hold_versions_and_the_log(stage):
    say(logging.WARNING, f"auth_token={SECRET}")
    stage.press("Copy diagnostics")
    for part in ("Namedial diagnostics", "Python: 3.", "Qt: 6.", "System: ", "WARNING app.kazoo: auth_token=…"):
        assert part in stage.copied
    assert SECRET not in stage.copied


def test_a_traceback_is_read_whole_below(stage):
    try:
        raise ValueError("why")
    except ValueError:
        logging.getLogger("ui").exception("unexpected")
    stage.until(lambda: stage.lines() == ["unexpected"])
    stage.page.select(0)
    assert "ValueError: why" in stage.page.detail.text()


def test_the_model_keeps_qt_s_rules_also_when_it_overflows(qtmodeltester):
    model = LogModel()
    model.take(Line(number, 0.0, logging.INFO, "app", f"line {number}") for number in range(1, 4_001))
    model.filter(logging.INFO, "line")
    model.take(Line(number, 0.0, logging.INFO, "app", f"line {number}") for number in range(4_001, 6_001))
    assert (model.rowCount(), model.index(0, 0).data(), model.last) == (5_000, "line 1001", 6_000)
    qtmodeltester.check(model)


def test_every_word_has_to_be_there():
    line = Line(1, 0.0, logging.INFO, "app.kazoo", "GET /v2", "abc")
    assert matches(line, 0, "get ABC kazoo")
    assert not matches(line, 0, "get xyz")
    assert not matches(line, logging.WARNING, "")
