"""Calls are written down as they go."""

import asyncio

from attrs import evolve

from app.desk import Journal
from app.phone import Call, CallState, Ending, EndKind, MissedCall
from app.store import History, HistoryError, Result

CALL = Call("c1", "2001", "Alice Archer", "in", CallState.RINGING, 100.0)
GIVEN_UP = evolve(CALL, state=CallState.ENDED, ended_at=110.0, ending=Ending(EndKind.MISSED, "The caller gave up."))


def told_by(story):
    """Run `story(journal)` to its end; return the counts and the troubles told."""
    counts, troubles = [], []

    async def play():
        history = await History.open(None)
        journal = Journal(history, counts.append, troubles.append)
        await journal.begin()
        await story(journal, history)
        await journal.close()

    asyncio.run(play())
    return counts, troubles


def test_a_call_is_written_when_it_begins_and_when_it_ends():
    async def story(journal, history):
        journal.note(CALL, None)
        await settled(journal)
        (begun,) = await journal.page()
        assert begun.result is Result.LIVE
        journal.note(evolve(CALL, heard="1"), None)
        journal.note(GIVEN_UP, None)
        journal.note_missed(MissedCall(number="2002", name=""), None)
        await settled(journal)
        assert [record.result for record in await journal.page("2001")] == [Result.MISSED]
        assert await journal.count(which="missed") == 2

    counts, troubles = told_by(story)
    assert (counts[0], counts[-1]) == (0, 2)
    assert troubles == []


async def settled(journal):
    while journal._writing:
        await asyncio.wait(journal._writing)


def test_looking_and_deleting_is_told():
    async def story(journal, history):
        journal.note(GIVEN_UP, None)
        await settled(journal)
        await journal.look()
        await journal.look()
        await journal.delete([(await journal.page())[0].row])
        assert await journal.page() == []
        await journal.delete_all()

    assert told_by(story)[0] == [0, 1, 0, 0, 0]


def test_what_ends_with_the_program_is_still_written(tmp_path):
    async def play():
        journal = Journal(await History.open(tmp_path / "h.sqlite3"), lambda missed: None, lambda problem: None)
        journal.note(CALL, None)
        journal.note(GIVEN_UP, None)
        await journal.close()
        again = await History.open(tmp_path / "h.sqlite3")
        (record,) = await Journal(again, lambda missed: None, lambda problem: None).page()
        await again.close()
        return record

    assert asyncio.run(play()).result is Result.MISSED


def test_a_history_that_fails_is_said_once_and_stops_no_call():
    async def story(journal, history):
        async def full(record):
            raise HistoryError("database or disk is full")

        history.put = full
        for number in range(3):
            journal.note(evolve(CALL, id=str(number)), None)
        await settled(journal)

    troubles = told_by(story)[1]
    assert len(troubles) == 1
    assert "disk is full" in troubles[0].happened
