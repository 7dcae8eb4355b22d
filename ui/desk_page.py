"""The desk: keypad and search on the left, people in the middle, the person on the right."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from attrs import evolve
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.directory import (
    ALL_DIRECTORIES,
    Directory,
    Entry,
    Snapshot,
    plain,
    why_not_callable,
)
from app.phone import PhoneStatus
from app.problem import Problem
from ui.accounts import AccountButton
from ui.actions import keys_by_action
from ui.age import spoken_age
from ui.bridge import Request
from ui.calls import CallPanel, Offer
from ui.core import Core
from ui.dialling import Dialling, caller_keys
from ui.find import EmptyState, Keypad, KeypadMode, MatchCount, SearchBox, is_shortcut, spoken_keys, telephone_key
from ui.people import PeopleList, PersonCard, Presence, PresenceWatch
from ui.phone_line import PhoneLine
from ui.standing import overall
from ui.talk import Talk
from ui.theme import SPACE, Banner, Button, ButtonKind, Combo, Look, tag, text_label

if TYPE_CHECKING:
    from app.desk import SignedIn

__all__ = ["DeskPage"]

_AGE_MS: Final = 1_000
_STALE_S: Final = 10.0
_LEFT: Final = 348
_ROOM_FOR_CARD: Final = 1_080


class DeskPage(QWidget):
    """What a signed-in person works with. It asks the core, and shows what the core tells."""

    directory_chosen = Signal(str)
    account_wanted = Signal()
    shown = Signal(object)
    """The Snapshot shown from now on, or None when there is none."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "window")
        self._core = core
        self._snapshot: Snapshot | None = None
        self._loading: Request | None = None
        self._stale = False
        self._phone_obstacle = ""
        self._make_parts(look)
        self._place()
        self._connect()
        self._age = QTimer(self)
        self._age.setInterval(_AGE_MS)
        self._age.timeout.connect(self._show_age)
        self._show_age()

    @property
    def snapshot(self) -> Snapshot | None:
        """The directory shown."""
        return self._snapshot

    def show_signed_in(self, facts: "SignedIn", directory_id: str | None) -> None:
        """Offer the account's directories and open the one used last, else the first."""
        self._clear()
        self.account.show_account(facts)
        self._offer(facts.directories, directory_id)
        self._open(self.directories.currentIndex())
        self._age.start()
        self.search.setFocus()

    def show_directories(self, directories: Sequence[Directory]) -> None:
        """Offer these from now on; when the one that is open is not among them, open the first."""
        shown = self.directories.currentData()
        self._offer(directories, shown)
        if self.directories.currentData() != shown:
            self._open(self.directories.currentIndex())

    def show_signed_out(self) -> None:
        """Nobody's people are shown any more."""
        self._age.stop()
        self._clear()
        self.watching.forget()
        self.phone.forget_messages()
        self.talk.forget()

    def refresh(self) -> None:
        """Fetch the open directory again; selection and scroll stay."""
        if self._loading is None:
            self._wait_for(self._core.refresh(self))

    def refresh_when_stale(self) -> None:
        """The window is looked at again."""
        if self._snapshot is not None and self._seconds_old() > _STALE_S:
            self.refresh()

    def show_somebody(self, user_id: str) -> None:
        """Select a person of the open directory, whatever was searched before."""
        self.search.clear()
        self.people.select(user_id)
        self.people.setFocus()

    def start_finding(self) -> None:
        """Put the cursor into the search, ready to be overwritten."""
        self.search.setFocus()
        self.search.select_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed outside of any input goes to the search, or to the call."""
        key, text = telephone_key(event, letters=self.talk.takes_keys), event.text()
        if key and self.talk.takes_keys:
            self._send(key)
        elif text and text.isprintable() and not is_shortcut(event):
            self.search.setFocus()
            self.search.press(text)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys typed into the search go to the call while the keypad says so; `#` ends keying as it does for KAZOO."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = telephone_key(event, letters=self.talk.takes_keys)
            if key and (self.talk.takes_keys or (key == "#" and "," not in self.search.text())):
                self._keyed(key)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card of the person needs room; without it, list and call bar say the most of it."""
        super().resizeEvent(event)
        self.card.setVisible(self.width() >= _ROOM_FOR_CARD)
        self._show_call_button()

    def _make_parts(self, look: Look) -> None:
        self.directories = Combo(look, "Directory")
        self.directories.setFixedWidth(_LEFT)
        self.age = text_label("sub")
        self.reload = Button(look, icon="refresh", name="Refresh (F5)", kind=ButtonKind.QUIET)
        self.account = AccountButton(look)
        self.banner = Banner(look)
        self.search = SearchBox(look)
        self.keypad = Keypad(look)
        self.phone = PhoneLine(look)
        self.count = MatchCount()
        self.people = PeopleList(look)
        self.watching = PresenceWatch(self._core, self.people, self)
        self.empty = EmptyState(look)
        self.card = PersonCard(look)
        self.call_button = Button(look, "Call", icon="phone", kind=ButtonKind.ACCENT)
        self.calls = CallPanel(look, time.time, keys_by_action())
        self.talk = Talk(self._core, self.calls, self)
        self.dialling = Dialling(
            look, self._core, self.talk, search=self.search, people=self.people, banner=self.banner
        )
        self.card.put_below(self.dialling.hand_over)
        self.search.filter_keys(self)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.s)
        head.addWidget(self.directories, 0)
        head.addWidget(self.reload)
        head.addWidget(self.age)
        head.addStretch(1)
        head.addWidget(self.account)
        left = QVBoxLayout()
        left.setSpacing(SPACE.m)
        left.addWidget(self.search)
        left.addWidget(self.keypad)
        left.addWidget(self.call_button)
        left.addStretch(1)
        left.addWidget(self.phone)
        left.setContentsMargins(0, 0, 0, 0)
        side = QWidget()
        side.setFixedWidth(_LEFT)
        side.setLayout(left)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.people)
        self.stack.addWidget(self.empty)
        middle = tag(QFrame(), "card")
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(1, SPACE.m, 1, SPACE.s)
        inner.setSpacing(SPACE.s)
        line = QHBoxLayout()
        line.setContentsMargins(SPACE.l, 0, SPACE.l, 0)
        line.addWidget(self.count, 1)
        line.addWidget(self.dialling.number)
        inner.addLayout(line)
        inner.addWidget(self.stack, 1)
        body = QHBoxLayout()
        body.setSpacing(SPACE.l)
        body.addWidget(side)
        body.addWidget(middle, 3)
        body.addWidget(self.card, 2)
        self.card.setMaximumWidth(360)
        page = QVBoxLayout(self)
        page.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        page.setSpacing(SPACE.m)
        page.addLayout(head)
        page.addWidget(self.banner)
        page.addLayout(body, 1)

    def _connect(self) -> None:
        self.directories.currentIndexChanged.connect(self._open)
        self.reload.clicked.connect(self.refresh)
        self.account.clicked.connect(self.account_wanted)
        self.banner.acted.connect(self.refresh)
        self.search.queryChanged.connect(self._search)
        self.search.keyTyped.connect(self.keypad.flash)
        self.search.accepted.connect(self.dialling.call_by_enter)
        self.search.moveSelection.connect(self.people.move_selection)
        self.keypad.pressed.connect(self._keyed)
        self.empty.takeBack.connect(self.search.set_text)
        self.people.selected.connect(self._show_person)
        self.people.activated.connect(self.dialling.call_entry)
        self.people.visibleChanged.connect(self._describe)
        self.card.callRequested.connect(self.dialling.call_entry)
        self.keypad.modeWanted.connect(self._choose_mode)
        self.call_button.clicked.connect(self.dialling.call)
        self.talk.changed.connect(self._show_call_button)
        self.talk.keys_mode.connect(self._show_keys_mode)
        self.talk.problem.connect(self.banner.show_problem)
        self._core.snapshot_came.connect(self._take)
        self._core.phone_changed.connect(self._show_phone)
        self._core.call_changed.connect(self.talk.show_call)
        self._core.messages_changed.connect(self.phone.show_messages)

    def _offer(self, directories: Sequence[Directory], directory_id: str | None) -> None:
        self.directories.blockSignals(True)
        self.directories.clear()
        for directory in directories:
            self.directories.addItem(plain(directory.name) or directory.id, directory.id)
        self.directories.addItem(ALL_DIRECTORIES.name, ALL_DIRECTORIES.id)
        place = self.directories.findData(directory_id) if directory_id is not None else 0
        self.directories.setCurrentIndex(max(place, 0))
        self.directories.blockSignals(False)

    def _open(self, place: int) -> None:
        directory_id = self.directories.itemData(place)
        if directory_id is None:
            return
        self.directory_chosen.emit(directory_id)
        self._wait_for(self._core.open_directory(directory_id, self))

    def _wait_for(self, request: Request) -> None:
        """Only the newest question counts: an older one is given up."""
        self._give_up_loading()
        self._loading = request
        self.reload.setEnabled(False)
        request.succeeded.connect(self._loaded)
        request.failed.connect(self._not_loaded)
        if self._snapshot is None:
            self._show_waiting()
        self._show_age()

    def _give_up_loading(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
        self._loading = None
        self.reload.setEnabled(True)

    def _loaded(self) -> None:
        self._loading = None
        self.reload.setEnabled(True)
        if self._stale:
            self.banner.clear()
        self._stale = False
        self._show_age()

    def _not_loaded(self, problem: Problem) -> None:
        self._loading = None
        self._stale = True
        self.reload.setEnabled(True)
        if self._snapshot is not None:
            problem = evolve(problem, kept="The list on screen is the last one received.")
        else:
            self.empty.say("cloud-off", "The directory could not be fetched", "Refresh (F5) tries again.")
        self.banner.show_problem(problem, "Try again")
        self._show_age()

    def _take(self, snapshot: Snapshot) -> None:
        if snapshot.directory.id != self.directories.currentData():
            return
        self._snapshot = snapshot
        self._search(self.search.text())
        self._show_person(self.people.current())
        self._show_age()
        self.dialling.show_snapshot(snapshot)
        self.shown.emit(snapshot)

    def _clear(self) -> None:
        self._give_up_loading()
        self._stale = False
        self._snapshot = None
        self.banner.clear()
        self.search.clear()
        nobody = Snapshot.of(ALL_DIRECTORIES, (), datetime.now(UTC))
        self.people.show_found(nobody, nobody.find(""))
        self._show_person(None)
        self.count.show_text("")
        self._show_waiting()
        self._show_age()
        self.dialling.show_snapshot(None)
        self.shown.emit(None)

    def _show_waiting(self) -> None:
        self.empty.say("directory", "Fetching the directory…", "")
        self.stack.setCurrentWidget(self.empty)

    def _search(self, typed: str) -> None:
        if self._snapshot is None:
            return
        found = self._snapshot.find(typed)
        self.count.show_found(found, len(self._snapshot.entries))
        self.people.show_found(self._snapshot, found)
        if not found.rows:
            self.empty.explain(found, self._snapshot)
        self.stack.setCurrentWidget(self.people if found.rows else self.empty)

    def _show_person(self, entry: Entry | None) -> None:
        snapshot = self._snapshot
        sort_by = snapshot.directory.sort_by if snapshot else "first_name"
        presence = self.people.model.presence_of(entry) if entry else Presence.UNKNOWN
        self.card.show_person(entry, presence, self._keys_line(entry) if entry else "", sort_by)

        self.call_button.set_face(f"Call {plain(entry.number) if entry else ''}".rstrip(), "phone")
        self._show_call_button()

    def _show_call_button(self) -> None:
        """Below the keypad where there is no card with one, and no call that needs the room."""
        entry = self.people.current()
        self.call_button.setEnabled(entry is not None and not (why_not_callable(entry) or self._phone_obstacle))
        self.call_button.setVisible(self.card.isHidden() and not self.talk.live)
        self.card.set_obstacle(self._phone_obstacle)
        self.card.offer_call(offered=self.talk.transferable is None)
        self.keypad.set_switchable(Offer.KEYPAD in self.talk.offers, keys_by_action()["keys_to_call"])

    def _show_phone(self, status: PhoneStatus) -> None:
        self.phone.show_status(overall(status))
        self.talk.show_phone(status)
        self._phone_obstacle = "" if status.can_call else status.text
        self._show_call_button()

    def _keys_line(self, entry: Entry) -> str:
        if self._snapshot is None or self._snapshot.directory.id == ALL_DIRECTORIES.id:
            return ""
        keys = caller_keys(self._snapshot, entry)
        return f"{spoken_keys(keys)} leads to nobody else" if keys else "No keys lead to this person alone"

    def _describe(self) -> None:
        self._core.describe((entry.user_id for entry in self.people.visible_entries()), self)

    def _choose_mode(self, mode: KeypadMode) -> None:
        self.talk.take_keys(mode is KeypadMode.CALL)

    def _keyed(self, key: str) -> None:
        if self.talk.takes_keys:
            self._send(key)
        elif key == "#":
            self.people.move_selection(0)
            self.people.setFocus()
        else:
            self.search.press(key)

    def _send(self, key: str) -> None:
        self.keypad.flash(key)
        self.talk.send(key)

    def _show_keys_mode(self, to_call: bool) -> None:
        self.keypad.set_mode(KeypadMode.CALL if to_call else KeypadMode.SEARCH)

    def _seconds_old(self) -> float:
        return (datetime.now(UTC) - self._snapshot.fetched_at).total_seconds() if self._snapshot else 0.0

    def _show_age(self) -> None:
        if self._loading is not None:
            self.age.setText("Fetching…")
        elif self._snapshot is None:
            self.age.setText("")
        else:
            self.age.setText(f"Updated {spoken_age(self._seconds_old())}")
