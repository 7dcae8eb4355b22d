"""For whom calls and transfers are: the person selected, or the number typed where nobody matches it."""

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from app.directory import ALL_DIRECTORIES, Entry, Snapshot, display_name, plain, why_not_callable
from app.phone import Call
from app.problem import Problem
from ui.actions import keys_by_action
from ui.calls import HandOver, NumberOffers, Offer
from ui.core import Core
from ui.find import SearchBox
from ui.people import PeopleList
from ui.talk import Talk
from ui.theme import Banner, Look

__all__ = ["Dialling", "caller_keys", "number_in"]

_NUMBER: Final = re.compile(r"[+*#\d(][\d\s()./\-*#]*(?:,[\d,*#]*)?")
_NOBODY: Final = Problem("Nobody is selected.", "Select a person in the list, or type a number.")
_NO_KEYS: Final = Problem("No keys lead to this person alone.", "Choose somebody else, or key the name by hand (F9).")


class Dialling(QObject):
    """What the desk's actions do with whoever is meant; why not is said in the banner.

    It brings two widgets for the desk to place: `hand_over` for the person selected, `number` for a number typed.
    """

    def __init__(
        self, look: Look, core: Core, talk: Talk, *, search: SearchBox, people: PeopleList, banner: Banner
    ) -> None:
        super().__init__(talk)
        self._core = core
        self._talk = talk
        talk.describe = self.title_of
        self._search = search
        self._people = people
        self._banner = banner
        self._snapshot: Snapshot | None = None
        self.hand_over = HandOver(look, keys_by_action())
        self.number = NumberOffers(look)
        self.hand_over.transferWanted.connect(self.transfer)
        self.hand_over.consultWanted.connect(self.consult)
        self.hand_over.keysWanted.connect(self.key_name)
        self.number.callWanted.connect(self.call_number)
        self.number.transferWanted.connect(self.transfer_to_number)
        search.dialled.connect(self.call_number)
        search.queryChanged.connect(self.show_offers)
        people.selected.connect(self.show_offers)
        talk.changed.connect(self.show_offers)
        talk.wanted.connect(self._do)

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """The people are those of `snapshot` from now on."""
        self._snapshot = snapshot
        self.show_offers()

    def title_of(self, call: Call) -> str:
        """What the person at the other end does, as far as the open directory knows."""
        party, snapshot = self._core.party_of(call), self._snapshot
        row = snapshot.row_of(party.user_id) if party is not None and snapshot is not None else None
        return plain(snapshot.entries[row].title) if snapshot is not None and row is not None else ""

    def show_offers(self) -> None:
        """Offer what can be done with the person selected and with the number typed, as the calls are."""
        entry, transferable = self._people.current(), self._talk.transferable is not None
        self.hand_over.show_offers(
            entry.number if entry is not None and not why_not_callable(entry) else "",
            caller_keys(self._snapshot, entry),
            transferable=transferable,
            keyable=Offer.KEYPAD in self._talk.offers,
        )
        typed = self.typed_number
        is_selected = entry is not None and entry.number == typed
        self.number.show_number("" if is_selected else typed, transferable=transferable)

    def call(self) -> None:
        """Call; while a caller is there, that is a consultation."""
        self._with_target(self._talk.place)

    def call_by_enter(self) -> None:
        """Call, unless keys go to the call: Enter after them is a habit, and no wish to call somebody else."""
        if not self._talk.takes_keys:
            self.call()

    def consult(self) -> None:
        """Ask first whether the caller may come; the second time, connect both."""
        call = self._talk.call
        if call is not None and self._talk.lines.pair(call) is not None:
            self._talk.complete()
        else:
            self._with_target(self._talk.place)

    def transfer(self) -> None:
        """Give the call in front away without asking."""
        self._with_target(lambda number, _: self._talk.transfer(number))

    def call_entry(self, entry: Entry) -> None:
        """Call a person."""
        if self._is_callable(entry):
            self._talk.place(entry.number, display_name(entry))

    def call_number(self) -> None:
        """Call the number typed, whoever is selected."""
        number = self.typed_number
        if number:
            self._banner.clear()
            self._talk.place(number, "")

    def transfer_to_number(self) -> None:
        """Give the call to the number typed, whoever is selected."""
        if self.typed_number:
            self._talk.transfer(self.typed_number)

    def key_name(self) -> None:
        """Key, into the call, what singles the selected person out for a dial-by-name menu."""
        entry = self._people.current()
        keys = caller_keys(self._snapshot, entry)
        if entry is None:
            self._banner.show_problem(_NOBODY)
        elif keys:
            self._talk.send(keys)
        else:
            self._banner.show_problem(_NO_KEYS)

    @property
    def typed_number(self) -> str:
        """What is typed, if it is a number that can be dialled, maybe with keys after a comma; else empty."""
        return number_in(self._search.text())

    def _do(self, offer: Offer) -> None:
        """What a call's buttons want that needs somebody selected."""
        if offer is Offer.TRANSFER:
            self.transfer()
        elif offer is Offer.CONSULT:
            self.consult()

    def _with_target(self, act: Callable[[str, str], None]) -> None:
        entry = self._people.current()
        if entry is not None:
            if self._is_callable(entry):
                act(entry.number, display_name(entry))
        elif self.typed_number:
            self._banner.clear()
            act(self.typed_number, "")
        else:
            self._banner.show_problem(_NOBODY)

    def _is_callable(self, entry: Entry) -> bool:
        why_not = why_not_callable(entry)
        if why_not:
            self._banner.show_problem(Problem(f"{display_name(entry)} cannot be called.", why_not))
        else:
            self._banner.clear()
        return not why_not


def number_in(typed: str) -> str:
    """Return `typed` where it reads as a number to dial, maybe followed by keys: `2001,,528#`; else an empty text."""
    text = typed.strip()
    return text if _NUMBER.fullmatch(text) and any(char.isdigit() for char in text) else ""


def caller_keys(snapshot: Snapshot | None, entry: Entry | None) -> str:
    """Return the fewest keys that lead a caller of the directory to `entry` alone; empty where none do."""
    row = snapshot.row_of(entry.user_id) if snapshot is not None and entry is not None else None
    if snapshot is None or row is None or snapshot.directory.id == ALL_DIRECTORIES.id:
        return ""  # no caller's menu searches all directories
    return snapshot.index.fewest_keys(row) or ""
