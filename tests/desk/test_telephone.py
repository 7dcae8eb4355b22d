"""What the desk adds to the phone: who it is, whether it rings, what is told and what is written down."""

import asyncio

import pytest
from attrs import evolve

from app.desk import Callers, Journal, PhoneSetUp, Telephone
from app.directory import Entry
from app.kazoo import Device
from app.phone import (
    AccountStatus,
    Call,
    CallState,
    Ending,
    EndKind,
    MissedCall,
    PhoneState,
    PhoneStatus,
    PhoneUnavailable,
    Transfer,
)
from app.store import ByHand, History, PhoneSettings, Result

SOFT = Device("d1", "Alice's softphone", "softphone", sip_username="phone2001")
NIGHT = ByHand(id="n", label="Night line", username="night", realm="sip.test", publish=True)
BOB = Entry("u2", "Bob", "Baker", number="2002", numbers=("2002", "+14155550102"))
ZOE = Entry("u3", "Zoe", "Zed", number="2003")
RINGING = Call("c1", "4155550102", "claims to be the bank", "in", CallState.RINGING, 100.0)


class FakePhone:
    """Does as it is told, and can be made to tell."""

    def __init__(self, **callbacks):
        self.tell = callbacks
        self.asked = []
        self.status = PhoneStatus()
        self.live_calls = ()

    def __getattr__(self, name):
        async def later(*arguments):
            self.asked.append((name, *arguments))

        def now(*arguments):
            self.asked.append((name, *arguments))

        return now if name in ("set_do_not_disturb", "set_auto_answer") else later

    def registered(self, state=PhoneState.REGISTERED):
        account = AccountStatus("main", "Alice's softphone", state, "As it is.")
        self.status = PhoneStatus(state, "As it is.", accounts=(account,))
        self.tell["on_status"](self.status)

    def call(self, call):
        self.live_calls = (call,) if call.live else ()
        self.tell["on_call"](call)


class News:
    """Keeps what it is told."""

    def __init__(self):
        self.calls, self.statuses, self.heard = [], [], []

    def call(self, call, party):
        self.calls.append((call, party))

    def phone(self, status):
        self.statuses.append(status)

    def presence(self, presence):
        self.heard.append(presence)

    messages = snapshot = history = trouble = presence


@pytest.fixture
def told(monkeypatch):
    """Run a story with a telephone on a phone that is none; return the news."""
    monkeypatch.setattr("app.desk.telephone.Phone", FakePhone)
    monkeypatch.setattr("app.desk.telephone.phone_available", lambda: None)

    def run(story, settings=None, device=SOFT):
        news = News()

        async def play():
            journal = Journal(await History.open(None), lambda missed: None, lambda problem: None)
            telephone = Telephone(news, journal)
            telephone.know("d1", Callers.of([BOB, ZOE]))
            await telephone.start(PhoneSetUp(settings or PhoneSettings()), "sample.test", device)
            await story(telephone, telephone._phone, journal)
            await asyncio.gather(*telephone._beside)
            await telephone.close()
            await journal.close()

        asyncio.run(play())
        return news

    return run


async def settled(telephone, journal):
    await asyncio.gather(*telephone._beside)
    while journal._writing:
        await asyncio.wait(journal._writing)


def test_who_calls_is_named_by_the_directory_not_by_the_caller(told):
    async def story(telephone, phone, journal):
        phone.call(RINGING)
        phone.call(evolve(RINGING, id="c2", number="999"))
        await settled(telephone, journal)
        assert [record.name for record in await journal.page("baker")] == ["Bob Baker"]

    (known, party), (unknown, nobody) = told(story).calls
    assert (known.name, party.user_id) == ("Bob Baker", "u2")
    assert (unknown.name, nobody) == ("claims to be the bank", None)


def test_a_call_placed_keeps_the_name_it_was_placed_with(told):
    async def story(telephone, phone, journal):
        phone.call(evolve(RINGING, direction="out", name="Bob, mobile"))
        phone.call(evolve(RINGING, direction="out", name="", id="c2"))

    assert [call.name for call, _ in told(story).calls] == ["Bob, mobile", "Bob Baker"]


@pytest.mark.parametrize(
    ("state", "reply"), [(PhoneState.REGISTERED, ("ring", "c1")), (PhoneState.READY, ("reject", "c1", 480))]
)
def test_a_call_rings_where_an_account_is_registered(told, state, reply):
    async def story(telephone, phone, journal):
        phone.registered(state)
        phone.tell["on_incoming"](RINGING)
        await settled(telephone, journal)
        assert phone.asked[-1] == reply

    told(story)


def test_to_whom_a_call_went_is_remembered_by_name(told):
    async def story(telephone, phone, journal):
        ending = Ending(EndKind.TRANSFERRED, "Transferred.")
        call = evolve(RINGING, state=CallState.ENDED, connected_at=1.0, ended_at=2.0, ending=ending)
        phone.call(evolve(call, transfer=Transfer("2003", "done")))
        phone.call(evolve(call, id="c2", transfer=Transfer("5551234", "done")))
        await settled(telephone, journal)
        records = await journal.page()
        assert {record.transferred_to for record in records} == {"Zoe Zed", "5551234"}
        assert {record.result for record in records} == {Result.TRANSFERRED}

    told(story)


def test_the_account_is_remembered_where_there_are_several(told):
    async def story(telephone, phone, journal):
        phone.call(evolve(RINGING, account="n"))
        phone.tell["on_missed"](MissedCall(number="2002", name="", because="do not disturb"))
        await settled(telephone, journal)
        records = {record.result: record for record in await journal.page()}
        assert records[Result.LIVE].account == "Night line"
        assert (records[Result.DO_NOT_DISTURB].account, records[Result.DO_NOT_DISTURB].name) == (
            "Alice's softphone",
            "Bob Baker",
        )

    told(story, PhoneSettings(accounts=(NIGHT,)))


def test_own_state_is_published_when_it_changes_by_who_publishes(told):
    async def story(telephone, phone, journal):
        connected = evolve(RINGING, state=CallState.CONNECTED, connected_at=101.0)
        for call in (RINGING, connected, evolve(connected, muted=True)):
            phone.call(call)
        phone.call(evolve(connected, state=CallState.ENDED, ended_at=102.0, ending=Ending(EndKind.HUNG_UP, "")))
        await telephone.set_do_not_disturb(True)
        await settled(telephone, journal)
        published = [asked[1] for asked in phone.asked if asked[0] == "publish"]
        assert published == ["available", "busy", "available", "busy"]

    told(story, PhoneSettings(accounts=(NIGHT,)))


def test_nobody_is_told_our_state_unasked(told):
    async def story(telephone, phone, journal):
        phone.call(evolve(RINGING, state=CallState.CONNECTED, connected_at=101.0))
        await settled(telephone, journal)
        assert not [asked for asked in phone.asked if asked[0] == "publish"]

    told(story)


def test_settings_are_applied_once_and_tell_what_was_switched_since(told):
    settings = PhoneSettings(do_not_disturb=True, auto_answer_s=3.0)

    async def story(telephone, phone, journal):
        assert ("set_do_not_disturb", True) in phone.asked
        assert ("set_auto_answer", 3.0) in phone.asked
        await telephone.set_do_not_disturb(False)
        assert telephone.as_now(settings).do_not_disturb is False
        assert telephone.as_now(settings).auto_answer_s == 3.0
        phone.registered()

    assert told(story, settings).statuses[-1].auto_answer_s == 3.0


def test_why_no_calls_come_is_said_in_place_of_ready(told):
    async def story(telephone, phone, journal):
        phone.registered(PhoneState.READY)
        phone.registered(PhoneState.REGISTERED)

    ready, registered = [status for status in told(story, device=None).statuses if status.accounts]
    assert "no phone of its own" in ready.text
    assert ready.accounts[0].text == ready.text
    assert registered.text == "As it is."


def test_without_a_sip_library_it_says_so(told, monkeypatch):
    monkeypatch.setattr("app.desk.telephone.phone_available", lambda: "Not installed.")

    async def play():
        news = News()
        journal = Journal(await History.open(None), lambda missed: None, lambda problem: None)
        telephone = Telephone(news, journal)
        with pytest.raises(PhoneUnavailable):
            await telephone.start(PhoneSetUp(PhoneSettings()), "sample.test", SOFT)
        await telephone.use(PhoneSetUp(PhoneSettings()), "sample.test", SOFT)
        await journal.close()
        return news

    assert asyncio.run(play()).statuses[-1].state is PhoneState.UNAVAILABLE
