"""Calls from the window, over real SIP and RTP to the sandbox's telephones."""

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.phone import CallState, EndKind
from app.sandbox import boxed_sandbox
from ui.core import Credentials
from ui.find import KeypadMode

pytestmark = pytest.mark.phone


@pytest.fixture(scope="module")
def box():
    with boxed_sandbox() as box:
        yield box


@pytest.fixture
def desk(open_window, box):
    driver = open_window(Credentials(box.profile, box.password))
    driver.until(driver.names)
    driver.until(lambda: "ready" in driver.desk.phone.text())
    return driver


def state(desk):
    call = desk.desk.talk.call
    return call.state if call else None


def call(desk, number):
    desk.type("Search", number)
    desk.until(lambda: len(desk.names()) == 1)
    QTest.keyClick(desk.named(QLineEdit, "Search"), Qt.Key.Key_Return)


def said(desk):
    return desk.desk.bar.accessibleName() if desk.desk.bar.isVisible() else ""


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


def test_a_second_call_is_refused_in_words_while_one_lives(desk):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    QTest.keyClick(desk.window, Qt.Key.Key_F3)
    assert "There is a call already" in desk.problem
    desk.press("Hang up")
    desk.until(lambda: not desk.desk.talk.live)


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


def test_closing_the_window_hangs_up(desk, box):
    call(desk, "2003")
    desk.until(lambda: state(desk) is CallState.CONNECTED)
    ended = box.log.count("2003 ended")
    desk.window.close()
    desk.until(lambda: box.log.count("2003 ended") > ended)
