"""What is remembered of a call."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from app.desk import Party
from app.desk.remembering import found_by, record_of, record_of_missed, wanted
from app.phone import Call, CallState, Ending, EndKind, MissedCall, Transfer
from app.store import Result

OUT = Call("c1", "2001", "Alice Archer", "out", CallState.DIALLING, 100.0)
IN = evolve(OUT, direction="in", state=CallState.RINGING, called="2000")
ALICE = Party("u1", "Alice Archer", "d1")


def ended(call, kind, *, connected=False, with_status=0):
    return evolve(
        call,
        state=CallState.ENDED,
        connected_at=105.0 if connected else None,
        ended_at=120.0,
        turned_away_with=with_status,
        ending=Ending(kind, "It happened.", "Do this."),
    )


@pytest.mark.parametrize(
    ("call", "result", "reason"),
    [
        (OUT, Result.LIVE, ""),
        (ended(OUT, EndKind.HUNG_UP, connected=True), Result.ANSWERED, ""),
        (ended(OUT, EndKind.CONNECTION_LOST, connected=True), Result.ANSWERED, "It happened."),
        (ended(OUT, EndKind.BUSY), Result.BUSY, ""),
        (ended(OUT, EndKind.NO_ANSWER), Result.NO_ANSWER, ""),
        (ended(OUT, EndKind.DECLINED), Result.DECLINED, ""),
        (ended(OUT, EndKind.CANCELLED), Result.CANCELLED, ""),
        (ended(OUT, EndKind.NOT_FOUND), Result.FAILED, "It happened. Do this."),
        (ended(OUT, EndKind.ENGINE_STOPPED), Result.FAILED, "It happened. Do this."),
        (ended(IN, EndKind.FAR_HUNG_UP, connected=True), Result.ANSWERED, ""),
        (ended(IN, EndKind.MISSED), Result.MISSED, ""),
        (ended(IN, EndKind.TURNED_AWAY, with_status=486), Result.REJECTED, ""),
        (ended(IN, EndKind.TURNED_AWAY, with_status=603), Result.REJECTED, ""),
        (ended(IN, EndKind.TURNED_AWAY, with_status=480), Result.MISSED, "It happened."),
        (ended(IN, EndKind.ENGINE_STOPPED), Result.MISSED, "It happened."),
    ],
)
def test_what_became_of_a_call(call, result, reason):
    record = record_of(call, None)
    assert (record.result, record.reason) == (result, reason)


@pytest.mark.parametrize("kind", EndKind)
@pytest.mark.parametrize("call", [OUT, IN])
def test_every_ending_has_a_result(call, kind):
    assert record_of(ended(call, kind), None).result is not Result.LIVE


def test_the_person_of_the_directory_is_remembered():
    record = record_of(IN, ALICE, account="Front desk")
    assert (record.user_id, record.directory_id, record.account, record.called) == ("u1", "d1", "Front desk", "2000")
    assert record_of(IN, None).user_id == ""


def test_a_caller_beyond_the_lines_is_missed():
    record = record_of_missed(MissedCall(number="2001", name="claims to be Bob"), ALICE, 50.0)
    assert record.missed
    assert (record.name, record.started_at, record.duration) == ("Alice Archer", 50.0, None)
    assert record.reason == "All lines were taken."


def test_a_caller_who_met_do_not_disturb_is_missed_for_that():
    record = record_of_missed(MissedCall(number="2001", name="Bob", because="do not disturb"), None, 50.0)
    assert (record.result, record.reason, record.missed) == (Result.DO_NOT_DISTURB, "", True)


@pytest.mark.parametrize(
    ("transfer", "result", "to"),
    [
        (Transfer("2002", "done", "Transferred."), Result.TRANSFERRED, "Bob Baker"),
        (Transfer("2002", "failed", "It did not work."), Result.ANSWERED, ""),
        (Transfer("2002", "ringing"), Result.ANSWERED, ""),
    ],
)
def test_to_whom_a_call_went_is_remembered_once_it_is_there(transfer, result, to):
    call = evolve(ended(IN, EndKind.HUNG_UP, connected=True), transfer=transfer)
    record = record_of(call, ALICE, target="Bob Baker")
    assert (record.result, record.transferred_to) == (result, to)
    assert record_of(evolve(call, transfer=transfer), None).transferred_to == ("2002" if to else "")


@pytest.mark.parametrize(
    ("name", "number", "typed", "found"),
    [
        ("Jürgen Müller", "2001", "mueller", True),
        ("Jürgen Müller", "2001", "MULLER jurg", True),
        ("Jürgen Müller", "2001", "müller", True),
        ("Zoë O'Neil", "+1 (415) 555-0101", "oneil", False),
        ("Zoë O'Neil", "+1 (415) 555-0101", "o'neil", True),
        ("Zoë O'Neil", "+1 (415) 555-0101", "4155550101", True),
        ("Zoë O'Neil", "+1 (415) 555-0101", "(415) 555", True),
        ("Иван Петров", "2001", "petrov", True),
        ("Иван Петров", "2001", "Петров", True),
        ("", "sip:alice@sample.test", "alice", True),
        ("Alice", "2001", "2002", False),
        ("Alice", "2001", "  ", True),
        ("Alice", "2001", "%", True),
    ],
)
def test_a_call_is_found_by_name_or_number_as_they_may_be_typed(name, number, typed, found):
    haystack = found_by(name, number)
    assert all(word in haystack for word in wanted(typed).words) is found


@given(st.text(max_size=300), st.text(max_size=80))
def test_every_call_is_found_by_its_own_name_and_number(name, number):
    haystack = found_by(name, number)
    assert all(word in haystack for word in (*wanted(name).words, *wanted(number).words))
