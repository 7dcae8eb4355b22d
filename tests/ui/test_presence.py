"""Who can be disturbed: people in view are watched, and what the server says of them shows."""

import asyncio
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from app.directory import Directory, Entry, Snapshot
from app.phone import MessagesWaiting, PhoneState, PhoneStatus
from app.phone import Presence as Heard
from ui.bridge import Bridge
from ui.core import Core
from ui.people import PeopleList, Presence, PresenceRole, PresenceWatch
from ui.people.watching import watched_number
from ui.phone_line import PhoneLine

AT = datetime(2026, 1, 1, tzinfo=UTC)
CROWD = [Entry(f"u{n:03}", "Anna", f"Crowd{n:03}", number=str(2000 + n)) for n in range(200)]


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        (Entry("u", "A", "B", number="2001"), "2001"),
        (Entry("u", "A", "B", number="2001", presence_id="anna@sample.test"), "anna"),
        (Entry("u", "A", "B", number="+14155550101"), ""),
        (Entry("u", "A", "B"), ""),
    ],
)
def test_a_person_is_watched_by_presence_id_or_extension(entry, number):
    assert watched_number(entry) == number


class FakePhone:
    """Knows of some numbers what they do."""

    def __init__(self):
        self.known = {"2002": "away"}
        self.watched = []

    async def watch(self, numbers):
        self.watched.append(frozenset(numbers))
        return tuple(Heard(number, self.known.get(number, "unknown")) for number in numbers)


class FakeDesk:
    def __init__(self):
        self.telephone = FakePhone()

    async def close(self):
        await asyncio.sleep(0)


@pytest.fixture
def core(qtbot):
    bridge = Bridge()
    bridge.start()
    core = Core(bridge)
    core._desk = FakeDesk()
    yield core
    bridge.stop(core.close)
    qtbot.waitUntil(lambda: not bridge.running, timeout=10_000)


@pytest.fixture
def people(qtbot, look, core):
    people = PeopleList(look)
    people.watch = PresenceWatch(core, people, people)
    qtbot.addWidget(people)
    people.resize(420, 600)
    people.show()
    show(people, CROWD)
    return people


def show(people, entries, typed=""):
    snapshot = Snapshot.of(Directory("d", "Company"), entries, AT)
    people.show_found(snapshot, snapshot.find(typed))


def phone(core):
    return core._desk.telephone


def answered(qtbot, people):
    """Wait until the phone has told what it knew, that of u002."""
    qtbot.waitUntil(lambda: seen(people, "u002") is Presence.AWAY)


def seen(people, user_id):
    row = people.model.row_of(user_id)
    return people.model.index(row, 0).data(PresenceRole)


def test_those_in_view_are_watched_once_and_others_after_scrolling(qtbot, core, people):
    qtbot.waitUntil(lambda: len(phone(core).watched) == 1)
    (first,) = phone(core).watched
    assert "2000" in first
    assert len(first) < 20
    people.move_selection(0)
    people.move_selection(2)
    qtbot.wait(400)
    assert len(phone(core).watched) == 1
    people.select("u150")
    qtbot.waitUntil(lambda: len(phone(core).watched) == 2)
    assert "2150" in phone(core).watched[1]
    assert "2000" not in phone(core).watched[1]


@pytest.mark.parametrize(
    ("activity", "presence"),
    [
        ("available", Presence.AVAILABLE),
        ("busy", Presence.BUSY),
        ("away", Presence.AWAY),
        ("offline", Presence.OFFLINE),
        ("unknown", Presence.UNKNOWN),
    ],
)
def test_what_the_server_says_shows_at_once(qtbot, core, people, activity, presence):
    answered(qtbot, people)
    core.presence_changed.emit(Heard("2000", "busy"))
    core.presence_changed.emit(Heard("2000", activity))
    core.presence_changed.emit(Heard("9999", "busy"))
    assert seen(people, "u000") is presence
    assert seen(people, "u001") is Presence.UNKNOWN


def test_the_card_hears_of_a_change_of_the_person_selected(qtbot, core, people):
    people.select("u000")
    answered(qtbot, people)
    told = []
    people.selected.connect(told.append)
    core.presence_changed.emit(Heard("2000", "busy"))
    core.presence_changed.emit(Heard("2000", "busy"))
    assert [entry.user_id for entry in told] == ["u000"]


def test_who_comes_back_into_view_is_shown_as_known_by_then(qtbot, core, people):
    phone(core).known["2000"] = "busy"
    qtbot.waitUntil(lambda: seen(people, "u000") is Presence.BUSY)
    people.select("u150")
    qtbot.waitUntil(lambda: len(phone(core).watched) == 2)
    phone(core).known["2000"] = "unknown"
    people.select("u000")
    qtbot.waitUntil(lambda: seen(people, "u000") is Presence.UNKNOWN)


def test_do_not_disturb_in_kazoo_is_stronger(qtbot, core, people):
    others = [entry for entry in CROWD if entry.number == "2002"]
    show(people, [Entry("dnd", "Do", "Not", number="2000", do_not_disturb=True), *others])
    answered(qtbot, people)
    core.presence_changed.emit(Heard("2000", "available"))
    assert seen(people, "dnd") is Presence.DO_NOT_DISTURB


def test_nothing_is_known_after_signing_out(qtbot, core, people):
    phone(core).known["2000"] = "busy"
    qtbot.waitUntil(lambda: seen(people, "u000") is Presence.BUSY)
    people.watch.forget()
    assert seen(people, "u000") is Presence.UNKNOWN
    assert people.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).count("Busy") == 0


def test_voicemail_of_all_accounts_is_counted_in_the_phones_line(qtbot, look):
    line = PhoneLine(look)
    qtbot.addWidget(line)
    line.show()
    line.show_status(PhoneStatus(PhoneState.REGISTERED, "The phone is registered."))
    line.show_messages(MessagesWaiting(account="main", waiting=True, new=2, old=5))
    line.show_messages(MessagesWaiting(account="night", waiting=True))
    assert line._voicemail.text() == "3 messages"
    line.show_messages(MessagesWaiting(account="main", waiting=False))
    assert line._voicemail.text() == "1 message"
    line.show_messages(MessagesWaiting(account="night", waiting=False))
    assert not line._voicemail.isVisible()
