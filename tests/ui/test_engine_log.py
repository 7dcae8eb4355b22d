"""The engine's own log, chosen and copied on the page of the log."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ui.bridge import Bridge
from ui.core import Core
from ui.log import LogPage


class FakeDesk:
    """A desk whose phone has logged `tail`."""

    def __init__(self):
        self.telephone = self
        self.levels = []
        self.tail = ""

    async def set_log_level(self, level):
        self.levels.append(level)

    async def log_tail(self):
        return self.tail

    async def close(self):
        pass


@pytest.fixture
def page(qtbot, look):
    bridge = Bridge()
    bridge.start()
    core = Core(bridge)
    core._desk = FakeDesk()
    page = LogPage(look, core)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.show_signed_in(None)
    page.desk = core._desk
    yield page
    bridge.stop(core.close)
    qtbot.waitUntil(lambda: not bridge.running, timeout=10_000)


def copy(page):
    QTest.mouseClick(page.engine.copy, Qt.MouseButton.LeftButton)


def test_the_level_is_chosen_while_it_runs_and_usual_for_the_next_engine(qtbot, page):
    page.engine.levels.setFocus()
    QTest.keyClick(page.engine.levels, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.desk.levels == [2])
    page.show_signed_out()
    assert not page.engine.isEnabled()
    page.show_signed_in(None)
    assert page.engine.isEnabled()
    assert page.engine.levels.currentText() == "Errors"


def test_the_last_lines_are_copied_or_that_there_are_none(qtbot, page):
    QGuiApplication.clipboard().setText("before")
    copy(page)
    qtbot.waitUntil(lambda: "nothing yet" in page.banner.accessibleName())
    assert QGuiApplication.clipboard().text() == "before"
    page.desk.tail = "12:00:00 pjsua_core.c: TX 300 bytes"
    copy(page)
    qtbot.waitUntil(lambda: "copied" in page.banner.accessibleName())
    assert QGuiApplication.clipboard().text() == page.desk.tail
