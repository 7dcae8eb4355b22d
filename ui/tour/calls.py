"""The tour's calls: out and in, held, and given to somebody else, both ways."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.directory import Entry, display_name
from app.phone import Call
from ui.tour.hand import NEVER_CALLED, Hand, NotSeenError, is_easy, press, spin

__all__ = ["CallSteps"]

_BUSY: Final = "2090"
_KEYS_IN_CALL: Final = "528#"


class CallSteps(Hand):
    """Needs somebody selected, and a phone that is registered."""

    def run_calls(self) -> None:
        """Call out, then be called."""
        self._step("ringing", "the call bar says Ringing", self._call)
        self._step("connected", "Connected, with a running time", self._wait_for_answer)
        self._step("keys", f"{_KEYS_IN_CALL} heard by the other side", self._key_into_call)
        self._step("held", "On hold, and back", self._hold)
        self._step("hung-up", "You hung up", self._hang_up)
        self._step("busy", "the reason in words: busy", self._call_busy)
        self._step("incoming", "a pop-up that names the caller from the directory", self._be_called)
        self._step("blind", "the caller transferred blind, to the end", self._transfer_blind)
        self._step("consulted", "a colleague asked, the caller waiting on hold", self._consult)
        self._step("attended", "the caller and the colleague connected", self._connect_both)

    def _call(self) -> str:
        press(self._button(f"Call {self._somebody().number}"))
        return self._until_bar("Ringing")

    def _wait_for_answer(self) -> str:
        said = self._until_bar("Connected")
        spin(1_200)
        return said

    def _key_into_call(self) -> str:
        for key in _KEYS_IN_CALL:
            press(self._window.desk.keypad.key(key))
            spin(120)
        heard = f"{self._somebody().number} heard {_KEYS_IN_CALL}"
        self._until(lambda: any(_KEYS_IN_CALL.startswith(key) for key in self._sent()), "keys sent")
        self._until(lambda: self._sent() == _KEYS_IN_CALL, f"{_KEYS_IN_CALL} sent")
        self._until(lambda: heard in self._account.log, f"the other side telling: {heard}")
        return heard

    def _hold(self) -> str:
        press(self._button("Hold"))
        said = self._until_bar("On hold")
        self._take_pictures(f"{len(self._steps) + 1:02}-on-hold")
        press(self._button("Resume"))
        self._until_bar("Connected")
        return f"{said}, then resumed"

    def _hang_up(self) -> str:
        press(self._button("Hang up"))
        return self._until_bar("You hung up")

    def _call_busy(self) -> str:
        press(self._button("Clear the search"))
        QTest.keyClicks(self._named(QLineEdit, "Search"), _BUSY)
        self._until(lambda: self._rows() == 1, f"the person with {_BUSY}")
        QTest.keyClick(self._named(QLineEdit, "Search"), Qt.Key.Key_Return)
        return self._until_bar("busy")

    def _sent(self) -> str:
        call = self._window.desk.talk.call
        return call.keys if call else ""

    def _until_bar(self, words: str) -> str:
        bar = self._window.desk.calls.bar
        self._until(lambda: bar.isVisible() and words in bar.accessibleName(), f"the call bar saying {words}")
        spin(60)
        return bar.accessibleName()

    def _be_called(self) -> str:
        caller = self._caller()
        self._account.let_call(caller.number)
        popup = self._window.caller.popup
        self._until(popup.isVisible, "the pop-up")
        said = self._until_bar("Is calling")
        if display_name(caller) not in said:
            raise NotSeenError(f"{display_name(caller)} is not named: {said}")
        self._keep(popup, f"{len(self._steps) + 1:02}-pop-up")
        return said

    def _transfer_blind(self) -> str:
        self._answer()
        target, caller = self._somebody(), self._caller()
        self._find(target)
        self._take_pictures(f"{len(self._steps) + 1:02}-transfer")
        QTest.keyClick(self._window, Qt.Key.Key_F4)
        done = f"{target.number} called by {caller.number}"
        self._until(lambda: done in self._account.log, done)
        self._until(lambda: not self._window.desk.talk.live, "the end of our part")
        return f"{self._window.desk.calls.bar.accessibleName()} ({done})"

    def _consult(self) -> str:
        caller, target = self._caller(), self._somebody()
        self._account.let_call(caller.number)
        self._until(lambda: bool(self._window.desk.talk.ringing), "a call")
        self._answer()
        self._find(target)
        QTest.keyClick(self._window, Qt.Key.Key_F10)
        self._until(lambda: self._front_number() == target.number, f"a call to {target.number}")
        said = self._until_bar("Connected")
        self._until(lambda: any(call.held for call in self._live()), "the caller on hold")
        spin(300)
        return said

    def _connect_both(self) -> str:
        QTest.keyClick(self._window, Qt.Key.Key_F10)
        done = f"{self._somebody().number} connected with {self._caller().number}"
        self._until(lambda: done in self._account.log, done)
        self._until(lambda: not self._window.desk.talk.live, "the end of our part")
        return done

    def _answer(self) -> None:
        QTest.keyClick(self._window, Qt.Key.Key_F12)
        self._until_bar("Connected")

    def _find(self, entry: Entry) -> None:
        line = self._named(QLineEdit, "Search")
        line.clear()
        QTest.keyClicks(line, entry.number)
        self._until(lambda: self._window.desk.people.current() == entry, f"{entry.number} selected")

    def _caller(self) -> Entry:
        """Somebody else, who calls in."""
        others = (entry for entry in self._entries() if entry != self._somebody() and is_easy(entry))
        fitting = [one for one in others if len(one.number) == len(_BUSY) and one.number not in NEVER_CALLED]
        calling = [one for one in fitting if self._account.username not in one.email]
        if not calling:
            raise NotSeenError("nobody who could call")
        return calling[0]

    def _live(self) -> tuple[Call, ...]:
        return self._window.desk.talk.lines.live

    def _front_number(self) -> str:
        call = self._window.desk.talk.call
        return call.number if call else ""
