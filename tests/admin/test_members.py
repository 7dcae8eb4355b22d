"""Members over real HTTP: many at once, conflicts met, failures told, nobody else's change lost."""

import asyncio

import pytest
from attrs import evolve

from app.admin import MemberRun, Wanted
from app.kazoo import Client
from app.sandbox import Sandbox, sample_account, sample_id, sandbox_in_thread
from tests.admin.conftest import COMPANY, NIGHT, SALES
from tests.sandbox.talk import login_of, writes

PEOPLE = range(2001, 2013)


def user(extension):
    return sample_id("user", extension)


def wanted(extensions=PEOPLE, remove=False):
    return [
        Wanted(user(each), None if remove else sample_id("callflow", each), f"Person {each}") for each in extensions
    ]


def mapped(sandbox, extension):
    return dict(sandbox.store.database(sandbox.account_id).stored(user(extension))["directories"])


def run_of(client, people, directory=SALES, **more):
    return MemberRun(client, directory, people, **more)


def test_many_are_added_at_once_and_who_is_in_already_is_not_sent(asked, sandbox):
    told = []
    outcome = asked(lambda client: run_of(client, wanted(), progress=lambda done, of: told.append((done, of))).go())
    assert outcome.complete
    assert [done.wanted.user_id for done in outcome.done] == [user(each) for each in PEOPLE]
    assert told == [(number, len(PEOPLE)) for number in range(1, len(PEOPLE) + 1)]
    assert len(writes(sandbox)) == sum(done.changed for done in outcome.done) < len(PEOPLE)
    assert all(mapped(sandbox, each)[SALES] == sample_id("callflow", each) for each in PEOPLE)


def test_removing_leaves_the_other_directories(asked, sandbox):
    before = mapped(sandbox, 2001)
    outcome = asked(lambda client: run_of(client, wanted([2001], remove=True)).go())
    assert outcome.done[0].before == sample_id("callflow", 2001)
    assert mapped(sandbox, 2001) == {key: value for key, value in before.items() if key != SALES}


def test_the_last_directory_of_a_person_may_go_too(asked, sandbox):
    asked(lambda client: run_of(client, wanted([2010], remove=True), COMPANY).go())
    assert mapped(sandbox, 2010) == {}


def test_it_can_be_taken_back(asked, sandbox):
    before = {each: mapped(sandbox, each) for each in PEOPLE}

    async def there_and_back(client):
        outcome = await run_of(client, wanted()).go()
        return await run_of(client, outcome.undone).go()

    assert asked(there_and_back).complete
    assert {each: mapped(sandbox, each) for each in PEOPLE} == before


def test_a_person_saved_meanwhile_is_read_again(asked, sandbox):
    """Every first PATCH meets a revision made since the map was read."""

    async def race(client):
        asked_for, theirs = client.holder, set()

        async def holder(user_id):
            found = await asked_for(user_id)
            if user_id not in theirs:
                theirs.add(user_id)
                await client.set_membership(found, NIGHT, "theirs")
            return found

        client.holder = holder
        return await run_of(client, wanted([2003, 2006])).go()

    outcome = asked(race)
    assert outcome.complete
    assert mapped(sandbox, 2006)[SALES] == sample_id("callflow", 2006)
    assert mapped(sandbox, 2006)[NIGHT] == "theirs"


def test_what_somebody_else_did_to_the_same_membership_stays(asked, sandbox):
    async def race(client):
        asked_for, theirs = client.holder, []

        async def holder(user_id):
            found = await asked_for(user_id)
            if not theirs:
                theirs.append(user_id)
                await client.set_membership(found, SALES, "theirs")
            return found

        client.holder = holder
        return await run_of(client, wanted([2006])).go()

    outcome = asked(race)
    assert "Somebody else changed this" in outcome.failed[0].problem.happened
    assert mapped(sandbox, 2006)[SALES] == "theirs"


def test_saves_of_one_document_at_once_all_arrive():
    with sandbox_in_thread(Sandbox(write_seconds=0.01)) as sandbox:

        async def run():
            async with Client(sandbox.base_url, login_of(sandbox)) as client:
                await client.sign_in()
                directories = [COMPANY, SALES, NIGHT]
                runs = [run_of(client, wanted([2057]), directory) for directory in directories]
                return await asyncio.gather(*(each.go() for each in runs))

        assert all(outcome.complete for outcome in asyncio.run(run()))
        assert set(mapped(sandbox, 2057)) == {COMPANY, SALES, NIGHT}


def test_who_fails_is_listed_with_the_reason_and_can_be_tried_again(asked, sandbox):
    sandbox.store.database(sandbox.account_id).stored(user(2006)).pop("last_name")
    nobody = Wanted("nobody", "c", "Nobody")

    async def twice(client):
        first = await run_of(client, [*wanted([2006, 2007]), nobody]).go()
        sandbox.store.database(sandbox.account_id).stored(user(2006))["last_name"] = "García"
        return first, await run_of(client, first.again).go()

    first, second = asked(twice)
    assert [done.wanted.user_id for done in first.done] == [user(2007)]
    assert [failed.wanted.user_id for failed in first.failed] == [user(2006), "nobody"]
    assert "KAZOO refuses to save Person 2006: last_name: Field is required" in first.failed[0].problem.happened
    assert "rest of the person's settings" in first.failed[0].problem.next_step
    assert [done.wanted.user_id for done in second.done] == [user(2006)]


def test_stopping_finishes_who_is_under_way_and_leaves_the_rest(asked, sandbox):
    async def stopped(client):
        run = run_of(client, wanted(remove=True), COMPANY, progress=lambda done, of: run.stop())
        return await run.go()

    outcome = asked(stopped)
    assert 1 <= len(outcome.done) <= 4
    assert not outcome.failed
    assert len(outcome.done) + len(outcome.not_tried) == len(PEOPLE)
    assert all(COMPANY in mapped(sandbox, each) for each in PEOPLE if user(each) in {w.user_id for w in outcome.again})


def test_cancelling_tells_who_was_under_way(asked, sandbox):
    async def cancelled(client):
        run = run_of(client, wanted(), NIGHT)
        sandbox.faults.delay(30, times=9, on="/users/")
        task = asyncio.ensure_future(run.go())
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return run.outcome

    outcome = asked(cancelled)
    assert len(outcome.failed) == 4
    assert len(outcome.again) == len(PEOPLE)
    assert "broken off" in outcome.failed[0].problem.happened


def test_without_the_right_to_it_nobody_else_is_tried(asked, sandbox):
    sandbox.faults.answer(403, times=99, on="/users/")
    outcome = asked(lambda client: run_of(client, wanted()).go())
    assert 1 <= len(outcome.failed) <= 4
    assert len(outcome.again) == len(PEOPLE)
    assert "no right" in outcome.failed[0].problem.happened


def test_a_token_that_ends_on_the_way_ends_nothing(asked, sandbox):
    async def expire(client):
        run = run_of(client, wanted(), NIGHT, progress=lambda done, of: done == 3 and sandbox.faults.expire_tokens())
        return await run.go()

    assert asked(expire).complete
    assert len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")]) == 2


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_change_whose_answer_is_lost_is_looked_up_and_sent_once(asked, sandbox, when):
    async def lost(client):
        set_membership, sent = client.set_membership, []

        async def once(holder, directory_id, callflow_id):
            sent.append(holder.id)
            if when == "after":
                await set_membership(holder, directory_id, callflow_id)
            sandbox.faults.drop(on="/users/")
            await set_membership(holder, directory_id, callflow_id)

        client.set_membership = once
        return await run_of(client, wanted([2006])).go(), sent

    outcome, sent = asked(lost)
    assert sent == [user(2006)]
    assert outcome.complete is (when == "after")
    if when == "before":
        assert "did not confirm" in outcome.failed[0].problem.happened
        assert SALES not in mapped(sandbox, 2006)


def test_a_device_can_be_a_member_too(asked, sandbox):
    device = sample_id("device", 2001)
    people = [Wanted(device, "c")]
    assert asked(lambda client: run_of(client, people).go()).complete
    assert sandbox.store.database(sandbox.account_id).stored(device)["directories"] == {SALES: "c"}
    gone = [evolve(people[0], callflow_id=None), Wanted("of another kind", None)]
    assert asked(lambda client: run_of(client, gone).go()).complete
    assert sandbox.store.database(sandbox.account_id).stored(device)["directories"] == {}


def test_a_list_that_an_old_interface_wrote_becomes_a_map():
    account = sample_account()
    person = next(each for each in next(iter(account.documents.values())) if each["_id"] == user(2006))
    with sandbox_in_thread(Sandbox(account.with_documents({**person, "directories": []}))) as sandbox:

        async def run():
            async with Client(sandbox.base_url, login_of(sandbox)) as client:
                await client.sign_in()
                return await run_of(client, wanted([2006])).go()

        assert asyncio.run(run()).complete
        assert mapped(sandbox, 2006) == {SALES: sample_id("callflow", 2006)}


def test_nobody_is_changed_by_an_empty_list(asked):
    assert asked(lambda client: run_of(client, []).go()).complete


def test_an_empty_map_is_never_sent(asked):
    async def empty(client):
        await client.set_membership(await client.holder(user(2001)), "", None)

    with pytest.raises(ValueError, match="no directory"):
        asked(empty)
