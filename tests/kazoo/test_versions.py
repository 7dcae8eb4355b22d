"""The client and the administering core on KAZOO 4.3, master and 5 alike, over real HTTP."""

from datetime import UTC, datetime

import pytest

from app.admin import Draft, MemberRun, Wanted, create, delete, open_for_editing, restore, rights, save, what_is_lost
from app.book import Book
from app.kazoo import Conflict, Invalid, Limits, NotFound
from app.sandbox import KAZOO_5, KAZOO_43, VERSIONS, Sandbox, sample_id, sandbox_in_thread
from app.store import KeptCopies
from tests.sandbox.talk import login_of

COMPANY, SALES = sample_id("directory", "Company"), sample_id("directory", "Sales")
BOB = sample_id("user", 2002)


@pytest.fixture(params=VERSIONS.values(), ids=VERSIONS.keys())
def kazoo(request):
    with sandbox_in_thread(Sandbox(version=request.param)) as running:
        running.version = request.param
        yield running


def test_it_tells_its_version(kazoo, talk):
    async def version(client):
        await client.directories()
        return client.version

    assert talk(kazoo, version) == kazoo.version.number


def test_everybody_is_read_not_fifty(kazoo, talk):
    async def read(client):
        return len((await client.directory(COMPANY)).members), len(await client.users()), len(await client.callflows())

    members, users, callflows = talk(kazoo, read)
    assert members == 61
    assert min(users, callflows) > 50


def test_the_desks_book_is_the_same_on_all(kazoo, talk):
    async def opened(client):
        return await Book(client, lambda snapshot: None, lambda: datetime.now(UTC)).open(COMPANY)

    snapshot = talk(kazoo, opened)
    assert len(snapshot.entries) == 61
    assert len([entry for entry in snapshot.entries if entry.number]) > 50
    assert snapshot.directory.name == "Company"


def test_a_directory_through_its_whole_life(kazoo, talk):
    async def live(client):
        made = await create(client, Draft.new("Nacht").with_values(min_dtmf=2, search_fields="first_name"))
        run = MemberRun(client, made.id, [Wanted(BOB, sample_id("callflow", 2002), "Bob")])
        assert (await run.go()).complete
        edited = await open_for_editing(client, made.id)
        saved = await save(client, edited.directory, edited.draft.with_values(name="Night", flags=("x",)))
        replaced = await client.replace_directory(made.id, {**saved.fields, "max_dtmf": 5}, saved.revision)
        with pytest.raises(Conflict):
            await client.change_directory(made.id, {"name": "late"}, saved.revision)
        read = await client.directory(made.id)
        pdf = await client.directory_pdf(made.id)
        kept = KeptCopies(None)
        deleted = await delete(client, await what_is_lost(client, made.id), kept)
        with pytest.raises(NotFound):
            await client.directory(made.id)
        return replaced, read, pdf, await restore(client, deleted.copy, kept)

    replaced, read, pdf, restored = talk(kazoo, live)
    assert (read.name, read.min_dtmf, read.max_dtmf, read.search_fields, read.flags) == (
        *("Night", 2, 5, "first_name"),
        ("x",),
    )
    assert [member.user_id for member in read.members] == [BOB]
    assert pdf.startswith(b"%PDF")
    assert restored.directory.fields == replaced.fields
    assert restored.outcome.complete


def test_what_kazoo_refuses_comes_by_field(kazoo, talk):
    async def wrong(client):
        await client.create_directory({"name": "", "min_dtmf": 0})

    with pytest.raises(Invalid) as caught:
        talk(kazoo, wrong)
    assert {(each.path, each.code) for each in caught.value.complaints} == {
        ("name", "minLength"),
        ("min_dtmf", "minimum"),
    }
    assert all(each.message for each in caught.value.complaints)


def test_a_membership_does_not_touch_the_others(kazoo, talk):
    async def away(client):
        before = await client.holder(BOB)
        await MemberRun(client, COMPANY, [Wanted(BOB, None)]).go()
        return before, await client.holder(BOB)

    before, after = talk(kazoo, away)
    assert set(before.directories) - set(after.directories) == {COMPANY}
    assert after.directories


@pytest.mark.parametrize("odd", ["a/b", "50% off", "%41", "a+b", "Zoë ☎", "..;x", "a?b#c", "{}"])
def test_ids_of_any_characters_lead_to_their_document(kazoo, talk, odd):
    document = {"_id": odd, "pvt_type": "directory", "name": "Odd", "users": []}
    account = kazoo.account.with_documents(document)
    with sandbox_in_thread(Sandbox(account, version=kazoo.version)) as sandbox:

        async def read(client):
            changed = await client.change_directory(odd, {"name": "Changed"})
            return (await client.directory(odd)).name, changed.id

        assert talk(sandbox, read) == ("Changed", odd)


@pytest.mark.parametrize(("username", "may"), [("alice", True), ("bob", False)])
def test_who_may_edit(kazoo, talk, username, may):
    assert talk(kazoo, rights, login_of(kazoo, username)).may_edit is may


def test_a_directory_read_by_kazoo_5_keeps_nothing_of_the_server(talk):
    with sandbox_in_thread(Sandbox(version=KAZOO_5)) as sandbox:
        stored = talk(sandbox, lambda client: client.stored_directory(SALES))
    assert {"id", "users", "metadata"}.isdisjoint(stored.fields)


def test_a_long_run_stays_within_the_bucket_of_4_3(talk):
    """4.3 charges every request; the client's own bucket is a little smaller, so that it waits and is not refused."""
    limits = Limits()
    smaller = Limits(burst=limits.burst / 5, per_second=limits.per_second * 2)
    with sandbox_in_thread(Sandbox(version=KAZOO_43, bucket_size=20, bucket_per_second=20)) as sandbox:
        people = [Wanted(sample_id("user", number), "c") for number in range(2001, 2026)]
        outcome = talk(sandbox, lambda client: MemberRun(client, SALES, people).go(), limits=smaller)
    assert outcome.complete
    assert 429 not in {seen.status for seen in sandbox.seen}
    assert len(sandbox.seen) > 50
