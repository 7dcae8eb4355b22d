"""Every state of a call in a whole window, by its visible controls; the phone is told, no engine runs."""

from functools import partial
from itertools import pairwise

import pytest
from attrs import evolve
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.phone import MAX_CALLS, Call, CallState, Ending, EndKind, PhoneState, PhoneStatus, Transfer
from app.problem import Problem
from app.sandbox import Sandbox, sandbox_in_thread
from app.store import Profile
from tests.ui.conftest import Driver, opened_window
from ui.core import Credentials
from ui.find import KeypadMode

UP = PhoneStatus(PhoneState.REGISTERED, "The phone is registered.", speaker=True, microphone=True)
CALLER = Call("caller", "2002", "Bob Baker", "in", CallState.RINGING, 0.0, called="2001")
OTHER = evolve(CALLER, id="other", number="2003", name="Zoë Müller", started_at=5.0)
TALK = evolve(CALLER, state=CallState.CONNECTED, connected_at=1.0)
OUT = Call("new", "2003", "Zoë Müller", "out", CallState.RINGING, 9.0)


class Asked(QObject):
    """The answer to a question, given by the test."""

    succeeded = Signal(object)
    failed = Signal(Problem)


PHONE_VERBS = (
    *("dial", "answer", "reject", "activate", "hang_up", "send_keys", "mute", "hold", "transfer", "transfer_to"),
    *("conference", "split", "leave_conference", "set_do_not_disturb", "set_auto_answer"),
)


class Phone:
    """Stands in for the telephone's half of the core: remembers what is asked, tells what the test says."""

    def __init__(self, driver, monkeypatch):
        self.asked = []
        self.requests = []
        self._core = driver.window._core
        for verb in PHONE_VERBS:
            monkeypatch.setattr(self._core, verb, partial(self._ask, verb))
        self.tell_phone(UP)

    def _ask(self, verb, *words):
        self.asked.append((verb, *words[:-1]))
        self.requests.append(Asked())
        return self.requests[-1]

    def tell(self, *calls):
        for call in calls:
            self._core.take_call(call, None)

    def tell_phone(self, status):
        self._core.phone_changed.emit(status)

    def dialled(self, call):
        self.requests[-1].succeeded.emit(call.id)
        self.tell(call)

    @property
    def last(self):
        return self.asked[-1] if self.asked else ()


@pytest.fixture(scope="module")
def signed_in(qapp, tmp_path_factory):
    """One window for all these tests: they differ in calls, and calls can be forgotten."""
    with pytest.MonkeyPatch.context() as patch, sandbox_in_thread(Sandbox()) as sandbox:
        patch.setattr("app.desk.telephone.phone_available", lambda: "No phone in these tests.")
        profile = Profile(sandbox.base_url, "password", "Sample Company", "alice")
        with opened_window(qapp, tmp_path_factory.mktemp("profile"), Credentials(profile, "sandbox")) as window:
            yield window


@pytest.fixture
def desk(signed_in, qtbot):
    driver = Driver(signed_in, qtbot)
    signed_in.resize(1280, 800)
    signed_in.showNormal()
    driver.until(lambda: driver.desk.snapshot is not None)
    driver.desk.talk.forget()
    driver.desk.search.clear()
    driver.desk.banner.clear()
    return driver


@pytest.fixture
def phone(desk, monkeypatch):
    phone = Phone(desk, monkeypatch)
    yield phone
    for request in phone.requests:  # the window is the next test's, and waits for nothing then
        request.failed.emit(Problem("The test is over.", ""))


def press(desk, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is: in the search."""
    QTest.keyClick(desk.named(QLineEdit, "Search"), key, modifier)


def said(desk):
    return desk.desk.calls.said.replace("\u2068", "").replace("\u2069", "")


def select(desk, number):
    desk.type("Search", number)
    desk.until(lambda: len(desk.names()) == 1)


def ended(call, kind, words="It ended."):
    return evolve(call, state=CallState.ENDED, ended_at=20.0, ending=Ending(kind, words))


@pytest.mark.parametrize(
    ("button", "modifier", "asked"),
    [
        ("Answer", Qt.KeyboardModifier.NoModifier, ("answer", "caller")),
        ("Busy", Qt.KeyboardModifier.ShiftModifier, ("reject", "caller", 486)),
        ("Decline", Qt.KeyboardModifier.ControlModifier, ("reject", "caller", 603)),
    ],
)
def test_a_caller_is_answered_or_turned_away_by_button_key_and_popup(desk, phone, button, modifier, asked):
    phone.tell(CALLER)
    desk.press(button, desk.desk.calls)
    assert phone.last == asked
    press(desk, Qt.Key.Key_F12, modifier)
    assert phone.asked == [asked, asked]
    desk.press(button, desk.window.caller.popup)
    assert phone.asked == [asked, asked, asked]


def test_the_popup_names_the_callers_leaves_the_keyboard_alone_and_goes_when_they_give_up(desk, phone):
    desk.type("Search", "ba")
    before = QApplication.focusWidget()
    phone.tell(CALLER, OTHER)
    popup = desk.window.caller.popup
    assert popup.isVisible()
    shown = [bar.accessibleName() for bar in popup._bars if bar.isVisible()]
    assert ["Bob Baker" in shown[0], "Zoë Müller" in shown[1], len(shown)] == [True, True, 2]
    assert popup.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert popup.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert QApplication.focusWidget() is before
    phone.tell(ended(CALLER, EndKind.MISSED))
    assert len([bar for bar in popup._bars if bar.isVisible()]) == 1
    phone.tell(evolve(OTHER, state=CallState.CONNECTED, connected_at=7.0))
    assert not popup.isVisible()


def test_the_popup_comes_also_when_the_window_is_minimised(desk, phone):
    desk.window.showMinimized()
    phone.tell(CALLER)
    assert desk.window.caller.popup.isVisible()


def test_an_answered_caller_leaves_the_keys_with_the_search_an_answered_call_takes_them(desk, phone):
    phone.tell(CALLER, TALK)
    assert desk.desk.keypad.mode is KeypadMode.SEARCH
    phone.tell(ended(TALK, EndKind.FAR_HUNG_UP), OUT, evolve(OUT, state=CallState.CONNECTED, connected_at=9.0))
    assert desk.desk.keypad.mode is KeypadMode.CALL


def test_letters_and_digits_go_to_the_call_when_they_are_to(desk, phone):
    phone.tell(CALLER, TALK)
    press(desk, Qt.Key.Key_F9)
    QTest.keyClicks(desk.named(QLineEdit, "Search"), "z9#")
    assert phone.asked == [("send_keys", "caller", key) for key in "99#"]
    assert desk.named(QLineEdit, "Search").text() == ""
    desk.press("Find people")
    QTest.keyClicks(desk.named(QLineEdit, "Search"), "zo")
    assert desk.named(QLineEdit, "Search").text() == "zo"
    desk.press("To the call")
    assert desk.desk.keypad.mode is KeypadMode.CALL


def test_enter_after_keys_for_the_call_calls_nobody_else(desk, phone):
    select(desk, "2003")
    phone.tell(CALLER, TALK)
    press(desk, Qt.Key.Key_F9)
    press(desk, Qt.Key.Key_Return)
    assert phone.asked == []
    press(desk, Qt.Key.Key_F9)
    press(desk, Qt.Key.Key_Return)
    assert phone.last[:2] == ("dial", "2003")


def test_blind_transfer_to_the_person_selected_is_followed_to_its_end(desk, phone):
    phone.tell(CALLER, TALK)
    select(desk, "2003")
    press(desk, Qt.Key.Key_F4)
    assert phone.last == ("transfer", "caller", "2003")
    phone.tell(evolve(TALK, held=True, transfer=Transfer("2003", "ringing", "2003 is ringing.")))
    assert "2003 is ringing." in said(desk)
    phone.tell(evolve(ended(TALK, EndKind.HUNG_UP), transfer=Transfer("2003", "done", "Transferred to 2003.")))
    assert "Transferred to 2003." in said(desk)


def test_a_transfer_that_fails_gives_the_caller_back_and_says_so(desk, phone):
    phone.tell(CALLER, TALK)
    select(desk, "2003")
    desk.press("Transfer to 2003")
    phone.tell(evolve(TALK, transfer=Transfer("2003", "trying")))
    phone.tell(evolve(TALK, transfer=Transfer("2003", "failed", "2003 is busy.")))
    assert "2003 is busy. The caller is back with you." in said(desk)
    desk.press("Transfer to 2003")
    assert phone.last == ("transfer", "caller", "2003")


def test_consulting_first_and_connecting_both_is_one_key_twice(desk, phone):
    phone.tell(CALLER, TALK)
    select(desk, "2003")
    press(desk, Qt.Key.Key_F10)
    assert phone.last[:2] == ("dial", "2003")
    phone.dialled(OUT)
    phone.tell(evolve(TALK, held=True))
    assert "Bob Baker waits" in said(desk)
    press(desk, Qt.Key.Key_F10)  # also while it still rings
    assert phone.last == ("transfer_to", "caller", "new")
    phone.tell(evolve(OUT, state=CallState.CONNECTED, connected_at=9.0))
    desk.press("Connect them")
    assert phone.asked[-2:] == [("transfer_to", "caller", "new")] * 2


@pytest.mark.parametrize("by_key", [True, False])
def test_back_to_the_caller_hangs_up_the_consultation_alone(desk, phone, by_key):
    phone.tell(CALLER, TALK)
    select(desk, "2003")
    desk.press("Consult first")
    phone.dialled(OUT)
    phone.tell(evolve(TALK, held=True))
    if by_key:
        press(desk, Qt.Key.Key_F8)
    else:
        desk.press("Back to caller")
    assert phone.last == ("hang_up", "new")
    phone.requests[-1].succeeded.emit(None)
    assert phone.last == ("activate", "caller")


def test_a_consultation_nobody_takes_leaves_the_caller_in_front(desk, phone):
    phone.tell(CALLER, TALK)
    select(desk, "2003")
    desk.press("Consult first")
    phone.dialled(OUT)
    phone.tell(evolve(TALK, held=True), ended(OUT, EndKind.BUSY, "The line is busy."))
    assert desk.desk.talk.call.id == "caller"
    assert "The line is busy." in said(desk)
    desk.press("Resume")
    assert phone.last == ("hold", "caller", False)


def test_swapping_conference_separating_and_leaving(desk, phone):
    held = evolve(TALK, held=True)
    other = evolve(OTHER, state=CallState.CONNECTED, connected_at=8.0)
    phone.tell(CALLER, held, OTHER, other)
    press(desk, Qt.Key.Key_F11)
    assert phone.last == ("activate", "caller")
    desk.press("Talk", desk.desk.calls)
    assert phone.last == ("activate", "caller")
    press(desk, Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    assert phone.last == ("conference", ("caller", "other"))
    phone.tell(evolve(TALK, in_conference=True), evolve(other, in_conference=True))
    assert "In a conference with Bob Baker" in said(desk)
    desk.press("Separate")
    assert phone.last == ("split",)
    press(desk, Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert phone.last == ("leave_conference",)


def test_the_name_is_keyed_into_the_call_in_the_fewest_keys(desk, phone):
    phone.tell(CALLER, TALK)
    select(desk, "2003")
    row = desk.desk.snapshot.row_of(desk.card)
    keys = desk.desk.snapshot.index.fewest_keys(row)
    press(desk, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert phone.last == ("send_keys", "caller", keys)
    desk.press(f"Key {'-'.join(keys)} into the call")
    assert phone.asked[-2:] == [("send_keys", "caller", keys)] * 2


def test_a_number_that_is_typed_can_be_called_with_keys_after_it_and_transferred_to(desk, phone):
    desk.type("Search", "2001,,528#")
    assert desk.named(QLineEdit, "Search").text() == "2001,,528#"
    desk.press("Call 2001,,528#")
    assert phone.last == ("dial", "2001,,528#", "")
    phone.requests[-1].succeeded.emit("x")
    press(desk, Qt.Key.Key_Return)  # nobody matches, so the number is meant
    assert phone.last == ("dial", "2001,,528#", "")
    phone.tell(CALLER, TALK)
    desk.type("Search", "+44 20 7946 0999")
    desk.press("Transfer to +44 20 7946 0999")
    assert phone.last == ("transfer", "caller", "+44 20 7946 0999")
    desk.type("Search", "anna")
    assert not desk.desk.dialling.number.isVisible()


def test_what_is_typed_is_called_as_a_number_by_ctrl_enter_though_somebody_matches(desk, phone):
    desk.type("Search", "200")
    press(desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert phone.last == ("dial", "200", "")


def test_a_fifth_call_is_refused_in_words_before_the_phone_is_asked(desk, phone):
    phone.tell(*(evolve(CALLER, id=str(number)) for number in range(MAX_CALLS)))
    select(desk, "2003")
    press(desk, Qt.Key.Key_F3)
    assert f"All {MAX_CALLS} lines are in use" in desk.problem
    assert phone.asked == []


def test_what_cannot_be_done_now_says_why_or_is_not_offered(desk, phone):
    actions = desk.window.actions_by_id
    calls = ("answer", "busy", "decline", "hang_up", "swap", "transfer", "consult", "conference", "split", "leave")
    assert not any(actions[name].isEnabled() for name in (*calls, "caller_keys", "keys_to_call"))
    desk.desk.talk.transfer("2003")
    assert "no call to transfer" in desk.problem
    phone.tell(OUT)
    desk.desk.talk.transfer("2003")
    assert "Nobody has answered yet" in desk.problem


def test_do_not_disturb_and_answering_by_itself_are_seen_and_switched(desk, phone):
    desk.press("Do not disturb")
    assert phone.last == ("set_do_not_disturb", True)
    phone.tell_phone(evolve(UP, do_not_disturb=True))
    assert "callers hear busy" in desk.desk.phone.text()
    assert desk.window.actions_by_id["do_not_disturb"].isChecked()
    press(desk, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert phone.last == ("set_do_not_disturb", False)
    phone.tell_phone(UP)
    desk.press("Answer by itself")
    assert phone.last == ("set_auto_answer", 2.0)
    phone.tell_phone(evolve(UP, auto_answer_s=2.0))
    assert "by themselves" in desk.desk.phone.text()
    desk.press("Answer by itself")
    assert phone.last == ("set_auto_answer", None)


def test_redial_calls_the_last_number_also_when_its_call_is_gone(desk, phone):
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(desk, Qt.Key.Key_F3, ctrl)
    assert "Nobody was called yet" in desk.problem
    phone.tell(OUT, ended(OUT, EndKind.HUNG_UP))
    desk.press("Dismiss")
    press(desk, Qt.Key.Key_F3, ctrl)
    assert phone.last == ("dial", "2003", "Zoë Müller")


def test_a_command_that_fails_is_said_and_the_buttons_show_what_is_so(desk, phone):
    phone.tell(CALLER, TALK)
    press(desk, Qt.Key.Key_F6)
    phone.requests[-1].failed.emit(Problem("The engine is gone.", "Wait."))
    assert "The engine is gone." in desk.problem
    assert not desk.window.actions_by_id["mute"].isChecked()


@pytest.mark.parametrize("size", [(1280, 800), (820, 600)])
def test_four_calls_and_the_keypad_have_room(desk, phone, size):
    long = "Maximiliane-Alexandra von der Hohenlohe-Waldenburg-Schillingsfürst"
    phone.tell(CALLER, evolve(TALK, held=True), evolve(OTHER, name=long), evolve(OTHER, id="rtl", name="ليلى حداد"))
    phone.tell(OUT, evolve(OUT, state=CallState.CONNECTED, connected_at=9.0, keys="528#"))
    desk.window.resize(*size)
    desk.until(lambda: desk.window.width() == size[0])
    keys = [desk.desk.keypad.key(key) for key in "147*"]
    assert all(key.geometry().bottom() < below.geometry().top() for key, below in pairwise(keys))
    assert desk.window.height() == size[1]
    assert desk.desk.calls.geometry().bottom() <= desk.window.shell.height()


def test_no_key_is_taken_twice(desk):
    keys = [keys.toString() for action in desk.window.actions_by_id.values() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))
