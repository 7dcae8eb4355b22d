"""Which call is in front, what each offers, and what the window says of it. Pure."""

import pytest
from attrs import evolve

from app.phone import Call, CallState, Ending, EndKind, PhoneStatus, Transfer
from ui.calls import Lines, Offer, Tone, view_of

HEARD = PhoneStatus(speaker=True, microphone=True)
OUT = Call("out", "2003", "Zoe", "out", CallState.RINGING, 10.0)
TALKING = Call("talk", "2001", "Anna", "in", CallState.CONNECTED, 0.0, connected_at=5.0)
HELD = evolve(TALKING, id="held", held=True)
RINGS = Call("rings", "2002", "Bob", "in", CallState.RINGING, 20.0, called="2000")
LEAVING = evolve(TALKING, id="leaving", transfer=Transfer("2004", "ringing"))
MISSED = evolve(RINGS, id="missed", state=CallState.ENDED, ended_at=30.0, ending=Ending(EndKind.MISSED, "Gave up."))
BUSY = evolve(OUT, id="busy", state=CallState.ENDED, ended_at=31.0, ending=Ending(EndKind.BUSY, "Busy.", "Later."))


def lines(*calls, now=0.0):
    made = Lines()
    for call in calls:
        made = made.with_call(call, now)
    return made


def view(call, of):
    return view_of(call, of, HEARD)


@pytest.mark.parametrize(
    ("calls", "front"),
    [
        ((TALKING, RINGS), "talk"),
        ((RINGS, TALKING), "talk"),
        ((HELD, OUT), "out"),
        ((HELD, RINGS), "held"),
        ((LEAVING, RINGS), "rings"),
        ((RINGS, evolve(RINGS, id="first", started_at=1.0)), "first"),
        ((evolve(TALKING, id="old"), evolve(TALKING, id="new", connected_at=50.0)), "new"),
        ((BUSY,), ""),  # nobody saw it live
    ],
)
def test_in_front_is_the_call_that_is_spoken_in_then_held_then_ringing(calls, front):
    shown = lines(*calls)
    assert (shown.front.id if shown.front else "") == front
    assert {call.id for call in shown.others} == {call.id for call in calls} - {front} - {"busy"}


@pytest.mark.parametrize(
    ("call", "offers"),
    [
        (RINGS, (Offer.ANSWER, Offer.BUSY, Offer.DECLINE)),
        (OUT, (Offer.KEYPAD, Offer.HANG_UP)),
        (TALKING, (Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.TRANSFER, Offer.CONSULT, Offer.HANG_UP)),
        (HELD, (Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.TRANSFER, Offer.CONSULT, Offer.HANG_UP)),
        (LEAVING, (Offer.HANG_UP,)),
        (
            evolve(TALKING, in_conference=True),
            (Offer.MUTE, Offer.KEYPAD, Offer.SPLIT, Offer.LEAVE, Offer.HANG_UP),
        ),
        (MISSED, (Offer.REDIAL, Offer.DISMISS)),
        (evolve(LEAVING, transfer=Transfer("2004", "failed")), lines(TALKING).offers(TALKING)),
    ],
    ids=lambda value: value.id if isinstance(value, Call) else "",
)
def test_each_state_offers_what_can_be_done(call, offers):
    assert lines(call).offers(call) == offers


def test_a_consultation_offers_to_connect_both_while_it_rings_and_when_it_is_up():
    asking = lines(HELD, OUT).asking("out", "held")
    assert asking.offers(OUT) == (Offer.KEYPAD, Offer.COMPLETE, Offer.BACK)
    up = evolve(OUT, state=CallState.CONNECTED, connected_at=40.0)
    asking = asking.with_call(up, 40.0)
    assert asking.offers(up) == (
        *(Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.COMPLETE, Offer.JOIN),
        Offer.BACK,
    )
    assert Offer.COMPLETE in asking.offers(HELD)
    assert Offer.BACK not in asking.offers(HELD)  # it is the caller
    assert asking.pair(up) == asking.pair(HELD) == (HELD, up)
    assert asking.to_join() == ("held", "out")
    assert "Anna waits" in view(up, asking).note.replace("\u2068", "").replace("\u2069", "")


def test_a_consultation_that_ended_leaves_the_caller_alone():
    asking = lines(HELD, OUT).asking("out", "held").with_call(evolve(BUSY, id="out"), 40.0)
    assert asking.pair(HELD) is None
    assert asking.front.id == "held"
    assert Offer.CONSULT in asking.offers(HELD)


def test_callers_wait_from_when_they_were_held_and_the_next_is_who_waits_longest():
    shown = lines(HELD, now=100.0).with_call(HELD, 150.0)
    assert view(HELD, shown).waits_since == 100.0
    shown = shown.with_call(evolve(HELD, id="later"), 160.0)
    assert shown.next_held().id == "held"
    shown = shown.with_call(evolve(HELD, held=False), 170.0).with_call(HELD, 180.0)
    assert shown.next_held().id == "later"


def test_ended_calls_make_room_for_others():
    ended = [evolve(MISSED, id=f"missed {number}") for number in range(3)]
    shown = lines(*(evolve(RINGS, id=call.id) for call in ended))
    for call in ended:
        shown = shown.with_call(call, 0.0)
    shown = shown.with_call(TALKING, 0.0).with_call(RINGS, 0.0)
    assert [call.id for call in shown.calls] == ["missed 1", "missed 2", "talk", "rings"]


def test_all_who_are_on_can_be_one_conference_but_once():
    shown = lines(HELD, evolve(TALKING, id="one"), evolve(TALKING, id="two", in_conference=True), RINGS, LEAVING)
    assert set(shown.to_join()) == {"held", "one", "two"}
    joined = lines(evolve(TALKING, in_conference=True), evolve(TALKING, id="two", in_conference=True))
    assert joined.to_join() == ()
    assert lines(TALKING).to_join() == ()


@pytest.mark.parametrize(
    ("call", "tone", "words"),
    [
        (RINGS, Tone.INCOMING, "Is calling"),
        (OUT, Tone.RINGING, "Ringing"),
        (evolve(OUT, state=CallState.EARLY_MEDIA), Tone.RINGING, "announcement"),
        (evolve(OUT, state=CallState.DIALLING, still_trying=True), Tone.RINGING, "Still trying"),
        (TALKING, Tone.CONNECTED, "Connected"),
        (HELD, Tone.HELD, "On hold"),
        (evolve(TALKING, held_there=True), Tone.CONNECTED, "put you on hold"),
        (evolve(TALKING, silent_there=True), Tone.CONNECTED, "nothing is heard"),
        (LEAVING, Tone.LEAVING, "Being transferred to \u20682004"),
        (evolve(LEAVING, transfer=Transfer("2004", "trying", "Asking 2004.")), Tone.LEAVING, "Asking 2004."),
        (
            evolve(MISSED, transfer=Transfer("2004", "done", "Transferred to 2004.")),
            Tone.ENDED,
            "Transferred to 2004.",
        ),
        (BUSY, Tone.FAILED, "Busy."),
        (MISSED, Tone.ENDED, "Gave up."),
    ],
)
def test_each_state_has_a_tone_and_words(call, tone, words):
    shown = view(call, lines(call))
    assert shown.tone is tone
    assert words in shown.state


def test_a_failed_transfer_is_told_while_the_caller_is_back():
    back = evolve(TALKING, transfer=Transfer("2004", "failed", "2004 is busy."))
    shown = view(back, lines(back))
    assert shown.note == "2004 is busy. The caller is back with you."
    assert shown.tone is Tone.CONNECTED


def test_a_conference_names_the_others():
    one, two = evolve(TALKING, in_conference=True), evolve(OUT, state=CallState.CONNECTED, in_conference=True)
    assert "In a conference with \u2068Zoe" in view(one, lines(one, two)).state


def test_a_missing_microphone_is_noted_unless_something_is_more_urgent():
    deaf = PhoneStatus(sound_text="No microphone.")
    assert view_of(TALKING, lines(TALKING), deaf).note == "No microphone."
    answered = evolve(TALKING, auto_answered=True)
    assert view_of(answered, lines(answered), deaf).note == "Answered by itself"
