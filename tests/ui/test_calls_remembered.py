"""Real calls from the window are in the history, also of the next run."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.phone import CallState
from app.sandbox import boxed_sandbox
from app.store import Result

pytestmark = pytest.mark.phone


@pytest.fixture(scope="module")
def box():
    with boxed_sandbox() as box:
        yield box


def signed_in(open_window, box):
    driver = open_window()
    driver.press("More settings")
    driver.type("SIP server", box.sip)
    driver.window.sign_in_page.register.setChecked(False)
    driver.sign_in(box.base_url)
    driver.until(driver.names)
    driver.until(lambda: "ready" in driver.desk.phone.text())
    return driver


def history(driver):
    QTest.keyClick(driver.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    return driver.window.shell.page("history")


def call(driver, number):
    driver.type("Search", number)
    driver.until(lambda: len(driver.names()) == 1)
    QTest.keyClick(driver.named(QLineEdit, "Search"), Qt.Key.Key_Return)


def test_calls_are_remembered_with_person_and_outcome_and_called_again(open_window, box):
    driver = signed_in(open_window, box)
    call(driver, "2090")
    driver.until(lambda: driver.desk.talk.call and driver.desk.talk.call.state is CallState.ENDED)
    call(driver, "2003")
    driver.until(lambda: driver.desk.talk.call.state is CallState.CONNECTED)
    page = history(driver)
    driver.until(lambda: [record.result for record in page.model.records] == [Result.LIVE, Result.BUSY])
    QTest.keyClick(driver.window, Qt.Key.Key_F8)
    driver.until(lambda: page.model.records[0].result is Result.ANSWERED)
    spoken, busy = page.model.records
    assert spoken.duration is not None
    assert (busy.name, busy.number) == ("Benny Busy", "2090")
    assert busy.user_id
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    driver.press("Show person")
    assert driver.card == busy.user_id
    page = history(driver)
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    driver.until(lambda: [record.result for record in page.model.records].count(Result.BUSY) == 2)
    driver.window.close()
    driver.until(lambda: not driver.window._bridge.running)

    again = open_window()
    again.until(again.names)
    page = history(again)
    again.until(lambda: len(page.model.records) == 3)
