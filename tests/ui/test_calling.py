"""Calls from the window, over real SIP and RTP to the sandbox's telephones."""

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.phone import CallState, EndKind
from app.sandbox import boxed_sandbox
from tests.ui.conftest import Driver, opened_window
from ui.core import Credentials
from ui.find import KeypadMode

pytestmark = pytest.mark.phone


@pytest.fixture(scope="module")
def box():
    with boxed_sandbox() as box:
        yield box


@pytest.fixture(scope="module")
def signed_in(qapp, box, tmp_path_factory):
    """One window and one registered phone for all these tests, but those that end either."""
    with opened_window(qapp, tmp_path_factory.mktemp("profile"), Credentials(box.profile, box.password)) as window:
        yield window


@pytest.fixture
def desk(signed_in, qtbot):
    driver = Driver(signed_in, qtbot)
    driver.until(lambda: "registered" in driver.desk.phone.text())
    for call in driver.desk.talk.lines.live:  # of a test that failed
        driver.window._core.hang_up(call.id, driver.window)
    driver.until(lambda: not driver.desk.talk.live)
    driver.desk.talk.forget()
    driver.desk.search.clear()
    driver.desk.banner.clear()
    return driver


@pytest.fixture
def own_desk(open_window, box):
    driver = open_window(Credentials(box.profile, box.password))
    driver.until(driver.names)
    driver.until(lambda: "registered" in driver.desk.phone.text())
    return driver


def state(desk):
    call = desk.desk.talk.call
    return call.state if call else None


def call(desk, number):
    desk.type("Search", number)
    desk.until(lambda: len(desk.names()) == 1)
    QTest.keyClick(desk.named(QLineEdit, "Search"), Qt.Key.Key_Return)


def said(desk):
    return desk.desk.calls.said


def select(desk, number):
    desk.type("Search", number)
    desk.until(lambda: len(desk.names()) == 1)


def answer(desk, box, extension):
    """Be called by an extension and take the call."""
    box.let_call(extension)
    desk.until(lambda: desk.desk.talk.ringing)
    desk.press("Answer", desk.desk.calls)
    desk.until(lambda: state(desk) is CallState.CONNECTED)


def held(desk):
    return [one.number for one in desk.desk.talk.lines.live if one.held]


def hang_up(desk):
    """End every call, by the buttons there are."""
    for _ in desk.desk.talk.lines.live:
        left = len(desk.desk.talk.lines.live)
        QTest.keyClick(desk.window, Qt.Key.Key_F8)
        desk.until(lambda left=left: len(desk.desk.talk.lines.live) < left)


def engine_pid(desk):
    return desk.window._core._desk.telephone.engine_pid


def test_enter_calls_keys_go_to_the_call_and_f8_hangs_up(desk, box):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    assert desk.desk.keypad.mode is KeypadMode.CALL
    desk.key("52")
    QTest.keyClicks(desk.named(QLineEdit, "Search"), "8#")
    assert desk.named(QLineEdit, "Search").text() == "2003"
    desk.until(lambda: desk.desk.talk.call.keys == "528#")
    desk.until(lambda: "2003 heard 528#" in box.log)
    QTest.keyClick(desk.window, Qt.Key.Key_F8)
    desk.until(lambda: "You hung up" in said(desk))
    assert desk.desk.keypad.mode is KeypadMode.SEARCH


def test_f9_gives_the_keys_back_to_the_search_while_the_call_goes_on(desk):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    desk.press("Clear the search")
    desk.key("528")
    assert desk.named(QLineEdit, "Search").text() == "528"
    assert desk.desk.talk.call.keys == ""
    desk.press("Hang up")
    desk.until(lambda: not desk.desk.talk.live)


def test_mute_and_hold_show_what_is_so(desk):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    desk.press("Mute")
    desk.until(lambda: desk.desk.talk.call.muted)
    desk.press("Unmute")
    QTest.keyClick(desk.window, Qt.Key.Key_F7)
    desk.until(lambda: "On hold" in said(desk))
    desk.press("Resume")
    desk.until(lambda: "Connected" in said(desk))
    desk.press("Hang up")
    desk.until(lambda: not desk.desk.talk.live)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        ("2090", EndKind.BUSY, "busy"),
        ("2092", EndKind.DECLINED, "declined"),
        ("2093", EndKind.NOT_FOUND, "does not exist"),
    ],
)
def test_a_call_that_fails_says_why(desk, number, kind, words):
    call(desk, number)
    desk.until(lambda: state(desk) is CallState.ENDED)
    assert desk.desk.talk.call.ending.kind is kind
    assert words in said(desk)
    desk.press("Dismiss")
    assert desk.desk.talk.call is None


def test_nobody_answers_until_the_caller_gives_up(desk):
    call(desk, "2091")
    desk.until(lambda: "Ringing" in said(desk))
    desk.press("Hang up")
    desk.until(lambda: state(desk) is CallState.ENDED)
    assert desk.desk.talk.call.ending.kind is EndKind.CANCELLED


def test_redial_calls_the_same_person_again(desk):
    call(desk, "2090")
    desk.until(lambda: state(desk) is CallState.ENDED)
    first = desk.desk.talk.call.id
    desk.press("Redial")
    desk.until(lambda: desk.desk.talk.call.id != first and state(desk) is CallState.ENDED)
    assert desk.desk.talk.call.name == "Benny Busy"


def test_several_presses_place_one_call(desk, box):
    begun = len(box.log)
    desk.type("Search", "2003")
    line = desk.named(QLineEdit, "Search")
    for _ in range(3):
        QTest.keyClick(line, Qt.Key.Key_Return)
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    desk.press("Hang up")
    desk.until(lambda: "2003 ended" in box.log[begun:])
    assert len([line for line in box.log[begun:] if line.startswith("2003 called")]) == 1
    assert desk.problem == ""


def test_somebody_calls_is_named_from_the_directory_and_answered(desk, box):
    box.let_call("2003")
    desk.until(lambda: "Zoë Müller" in said(desk) and "Is calling" in said(desk))
    assert desk.window.caller.popup.isVisible()
    QTest.keyClick(desk.named(QLineEdit, "Search"), Qt.Key.Key_F12)
    desk.until(lambda: "Connected" in said(desk))
    assert not desk.window.caller.popup.isVisible()
    assert desk.desk.keypad.mode is KeypadMode.SEARCH
    hang_up(desk)


@pytest.mark.parametrize(("button", "words"), [("Busy", "you are busy"), ("Decline", "You declined")])
def test_a_caller_is_turned_away_from_the_popup(desk, box, button, words):
    box.let_call("2003")
    popup = desk.window.caller.popup
    desk.until(popup.isVisible)
    desk.press(button, popup)
    desk.until(lambda: words in said(desk))
    assert not popup.isVisible()


def test_a_caller_who_gives_up_is_gone_from_the_screen_and_on_the_rail(desk, box):
    box.let_call("2003 0.5")
    popup = desk.window.caller.popup
    desk.until(popup.isVisible)
    desk.until(lambda: not popup.isVisible())
    assert "gave up" in said(desk)


def test_a_second_call_holds_the_first_and_they_are_swapped(desk):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    desk.press("Find people")
    call(desk, "2004")
    desk.until(lambda: state(desk) is CallState.CONNECTED and desk.desk.talk.call.number == "2004")
    desk.until(lambda: held(desk) == ["2003"])
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    desk.until(lambda: desk.desk.talk.call.number == "2003" and held(desk) == ["2004"])
    desk.press("Talk", desk.desk.calls)
    desk.until(lambda: desk.desk.talk.call.number == "2004" and held(desk) == ["2003"])
    hang_up(desk)


def test_a_caller_is_transferred_blind_to_the_end(desk, box):
    answer(desk, box, "2003")
    select(desk, "2004")
    begun = len(box.log)
    QTest.keyClick(desk.window, Qt.Key.Key_F4)
    desk.until(lambda: not desk.desk.talk.live)
    desk.until(lambda: "2004 called by 2003" in box.log[begun:])
    assert "Transferred" in said(desk)


def test_a_transfer_to_who_is_busy_gives_the_caller_back(desk, box):
    answer(desk, box, "2003")
    select(desk, "2090")
    desk.press("Transfer to 2090")
    desk.until(lambda: "The caller is back with you" in said(desk))
    desk.until(lambda: state(desk) is CallState.CONNECTED and not desk.desk.talk.call.held)
    hang_up(desk)


def test_a_colleague_is_asked_first_and_both_are_connected(desk, box):
    answer(desk, box, "2003")
    select(desk, "2004")
    QTest.keyClick(desk.window, Qt.Key.Key_F10)
    desk.until(lambda: desk.desk.talk.call.number == "2004" and state(desk) is CallState.CONNECTED)
    desk.until(lambda: held(desk) == ["2003"])
    begun = len(box.log)
    QTest.keyClick(desk.window, Qt.Key.Key_F10)
    desk.until(lambda: not desk.desk.talk.live)
    desk.until(lambda: "2004 connected with 2003" in box.log[begun:])


def test_both_are_connected_while_the_colleague_still_rings(desk, box):
    answer(desk, box, "2003")
    select(desk, "2004")
    begun = len(box.log)
    QTest.keyClick(desk.window, Qt.Key.Key_F10)
    desk.until(lambda: desk.desk.talk.call.number == "2004" and state(desk) is CallState.RINGING)
    QTest.keyClick(desk.window, Qt.Key.Key_F10)
    desk.until(lambda: not desk.desk.talk.live)
    reached = ("2004 called by 2003", "2004 connected with 2003")  # the second when it was answered just then
    desk.until(lambda: any(line in box.log[begun:] for line in reached))


def test_a_colleague_who_may_not_be_disturbed_gives_the_caller_back(desk, box):
    answer(desk, box, "2003")
    select(desk, "2004")
    QTest.keyClick(desk.window, Qt.Key.Key_F10)
    desk.until(lambda: desk.desk.talk.call.number == "2004" and state(desk) is CallState.CONNECTED)
    desk.press("Back to caller")
    desk.until(lambda: desk.desk.talk.call.number == "2003" and not desk.desk.talk.call.held)
    hang_up(desk)


def test_three_speak_together_and_apart_again(desk, box):
    answer(desk, box, "2003")
    select(desk, "2004")
    desk.press("Consult first")
    desk.until(lambda: desk.desk.talk.call.number == "2004" and state(desk) is CallState.CONNECTED)
    desk.until(lambda: held(desk) == ["2003"])
    desk.press("Conference")
    desk.until(lambda: all(one.in_conference and not one.held for one in desk.desk.talk.lines.live))
    assert "In a conference with" in said(desk)
    desk.press("Separate")
    desk.until(lambda: not any(one.in_conference for one in desk.desk.talk.lines.live))
    hang_up(desk)


def test_who_leaves_a_conference_leaves_the_others_talking(desk, box):
    answer(desk, box, "2003")
    select(desk, "2004")
    desk.press("Consult first")
    desk.until(lambda: desk.desk.talk.call.number == "2004" and state(desk) is CallState.CONNECTED)
    desk.until(lambda: held(desk) == ["2003"])
    desk.press("Conference")
    desk.until(lambda: all(one.in_conference and not one.held for one in desk.desk.talk.lines.live))
    begun = len(box.log)
    desk.press("Leave")
    desk.until(lambda: not desk.desk.talk.live)
    desk.until(lambda: "2004 connected with 2003" in box.log[begun:])


def test_a_number_typed_with_keys_after_it_is_called_and_keyed(desk, box):
    begun = len(box.log)
    desk.type("Search", "2004,,528#")
    QTest.keyClick(desk.named(QLineEdit, "Search"), Qt.Key.Key_Return)
    desk.until(lambda: "2004 heard 528#" in box.log[begun:])
    hang_up(desk)


def test_the_name_of_the_person_selected_is_keyed_into_the_call(desk, box):
    call(desk, "2004")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    desk.press("Find people")
    select(desk, "2003")
    keys = desk.desk.snapshot.index.fewest_keys(desk.desk.snapshot.row_of(desk.card))
    begun = len(box.log)
    desk.press(f"Key {'-'.join(keys)} into the call")
    desk.until(lambda: f"2004 heard {keys}" in box.log[begun:])
    hang_up(desk)


def test_a_call_is_taken_by_itself_where_that_is_wanted(desk, box):
    desk.press("Answer by itself")
    desk.until(lambda: "by themselves" in desk.desk.phone.text())
    box.let_call("2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    assert "Answered by itself" in said(desk)
    hang_up(desk)
    desk.press("Answer by itself")
    desk.until(lambda: "registered" in desk.desk.phone.text())


def test_do_not_disturb_lets_callers_hear_busy(desk, box):
    desk.press("Do not disturb")
    desk.until(lambda: "callers hear busy" in desk.desk.phone.text())
    missed = []
    desk.window._core.history_changed.connect(missed.append)
    box.let_call("2003")
    desk.until(lambda: any(missed))
    assert not desk.desk.talk.live
    desk.press("Do not disturb")
    desk.until(lambda: "registered" in desk.desk.phone.text())


def test_the_engine_killed_in_mid_call_is_told_and_the_next_call_works(desk):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    os.kill(engine_pid(desk), signal.SIGKILL)
    desk.until(lambda: "engine stopped" in said(desk))
    assert desk.window.isVisible()
    desk.press("Dismiss")
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    desk.press("Hang up")
    desk.until(lambda: not desk.desk.talk.live)


def test_closing_the_window_hangs_up(own_desk, box):
    call(own_desk, "2003")
    own_desk.until(lambda: state(own_desk) is CallState.CONNECTED)
    ended = box.log.count("2003 ended")
    own_desk.window.close()
    own_desk.until(lambda: box.log.count("2003 ended") > ended)
