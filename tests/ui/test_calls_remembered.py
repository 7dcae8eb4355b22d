"""Real calls from the window are in the history, also of the next run."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.phone import CallState
from app.sandbox import boxed_sandbox
from app.store import Result
from ui.people import Presence, PresenceRole
from ui.phone import PhoneDialog

pytestmark = pytest.mark.phone


@pytest.fixture(scope="module")
def box():
    with boxed_sandbox() as box:
        yield box


def signed_in(open_window, box):
    driver = open_window()
    driver.press("More settings")
    driver.type("SIP server", box.sip)
    driver.sign_in(box.base_url)
    driver.until(driver.names)
    driver.until(lambda: "is registered" in driver.desk.phone.text())
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


def missed(driver):
    buttons = driver.window.shell.rail.findChildren(QAbstractButton)
    return next(one.accessibleName() for one in buttons if one.text() == "History")


def test_a_caller_nobody_answered_is_missed_by_name_until_somebody_looks(open_window, box):
    driver = signed_in(open_window, box)
    box.let_call("2003 1")
    driver.until(lambda: missed(driver) == "History, 1 new")
    page = history(driver)
    driver.until(lambda: len(page.model.records) == 1)
    (record,) = page.model.records
    assert (record.result, record.name, record.number, record.direction) == (Result.MISSED, "Zoë Müller", "2003", "in")
    assert record.user_id
    driver.until(lambda: missed(driver) == "History")


def test_who_called_while_nobody_wanted_to_be_disturbed_is_listed_as_missed(open_window, box):
    driver = signed_in(open_window, box)
    PhoneDialogDriver(driver).turn_on_do_not_disturb()
    box.let_call("2003 5")
    driver.until(lambda: missed(driver) == "History, 1 new")
    page = history(driver)
    driver.until(lambda: [record.result for record in page.model.records] == [Result.DO_NOT_DISTURB])
    assert page.model.records[0].name == "Zoë Müller"


class PhoneDialogDriver:
    """Phone and accounts, opened, set and saved."""

    def __init__(self, driver):
        self.driver = driver
        driver.window.actions_by_id["phone_settings"].trigger()
        self.dialog = driver.window.findChild(PhoneDialog)
        driver.until(self.dialog.save.isEnabled)

    def save(self):
        QTest.mouseClick(self.dialog.save, Qt.MouseButton.LeftButton)
        self.driver.until(lambda: "saved" in self.dialog.banner.accessibleName())

    def turn_on_do_not_disturb(self):
        self.dialog.do_not_disturb.setChecked(True)
        self.save()
        self.dialog.close()


def typed(dialog, name, text):
    fitting = (one for one in dialog.findChildren(QLineEdit) if one.isVisible() and one.accessibleName() == name)
    QTest.keyClicks(next(fitting), text)


def test_each_account_says_how_it_is_doing(open_window, box):
    driver = signed_in(open_window, box)
    settings = PhoneDialogDriver(driver)
    dialog = settings.dialog
    assert "is registered" in dialog.standing.text()
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    for name, text in (("User name of the address", "night"), ("Domain of the address", "localhost")):
        typed(dialog, name, text)
    typed(dialog, "SIP server", "127.0.0.1:9")
    dialog.forms[1].reach.transport.setCurrentIndex(1)
    assert "once it is saved" in dialog.standing.text()
    settings.save()
    driver.until(lambda: "nothing answers" in dialog.standing.text())
    dialog.accounts.setCurrentIndex(0)
    assert "is registered" in dialog.standing.text()
    dialog.close()
    call(driver, "2003")
    driver.until(lambda: driver.desk.talk.call and driver.desk.talk.call.state is CallState.CONNECTED)
    QTest.keyClick(driver.window, Qt.Key.Key_F8)
    page = history(driver)
    driver.until(lambda: page.model.records and page.model.records[0].account == "Alice's softphone")


def test_people_in_view_show_how_they_are(open_window, box):
    driver = signed_in(open_window, box)
    driver.window.resize(1280, 800)
    driver.type("Search", "209")
    driver.until(lambda: len(driver.names()) == 4)

    def seen(name):
        model = driver.desk.people.model
        row = driver.names().index(name)
        return model.index(row, 0).data(PresenceRole)

    driver.until(lambda: seen("Busy, Benny") is Presence.BUSY)
    driver.until(lambda: seen("Answer, Nora") is Presence.AWAY)
    driver.until(lambda: seen("Decline, Dora") is Presence.AVAILABLE)
