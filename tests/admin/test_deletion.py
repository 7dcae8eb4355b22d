"""A directory deleted with its members' maps cleaned, and brought back from the kept copy, over real HTTP."""

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from app.admin import NotDeleted, delete, restore, what_is_lost
from app.kazoo import Member, NotFound, Unconfirmed
from app.sandbox import sample_id
from app.store import DirectoryCopy, KeptCopies, KeptCopiesError
from tests.admin.conftest import NIGHT, SALES
from tests.sandbox.talk import writes


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kept" / "deleted.json"


def maps(sandbox, directory):
    documents = sandbox.store.database(sandbox.account_id).live()
    return {
        each["_id"]: each["directories"][directory]
        for each in documents
        if isinstance(each.get("directories"), dict) and directory in each["directories"]
    }


def test_what_is_lost_is_named(asked):
    loss = asked(lambda client: what_is_lost(client, SALES))
    assert loss.name == "Sales"
    assert {member.name for member in loss.members} >= {"Alice Archer", "Zoë Müller"}
    assert [(pointer.name, pointer.numbers) for pointer in loss.pointers] == [("Sales by name", ("412",))]


def test_nested_callflows_are_found_and_skipped_ones_are_not(asked):
    async def nested(client):
        def leaf(skip):
            data = {"id": SALES, **({"skip_module": True} if skip else {})}
            return {"module": "directory", "data": data, "children": {}}

        for number, skip in (("7001", False), ("7002", True)):
            menu = {"module": "menu", "data": {"id": "m"}, "children": {"1": leaf(skip), "2": leaf(True)}}
            body = {"name": f"Menu {number}", "numbers": [number], "flow": menu}
            await client._connection.change("PUT", client._url("callflows"), body)
        return await what_is_lost(client, SALES)

    assert [pointer.name for pointer in asked(nested).pointers if "Menu" in pointer.name] == ["Menu 7001"]


def test_the_maps_are_cleaned_before_the_directory_goes(asked, sandbox, file):
    async def gone(client):
        return await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    assert maps(sandbox, SALES)
    deleted = asked(gone)
    assert deleted.outcome.complete
    assert maps(sandbox, SALES) == {}
    assert maps(sandbox, NIGHT)
    assert [seen.method for seen in writes(sandbox)] == ["PATCH"] * len(deleted.copy.members) + ["DELETE"]
    with pytest.raises(NotFound):
        asked(lambda client: client.directory(SALES))


def test_it_comes_back_after_a_restart_and_says_what_differs(asked, sandbox, file):
    before = maps(sandbox, SALES)
    fields = asked(lambda client: client.stored_directory(SALES)).fields

    async def gone(client):
        await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    async def back(client):
        kept = KeptCopies(file)
        (copy,) = await kept.copies(client.root, client.account_id)
        restored = await restore(client, copy, kept)
        return restored, await kept.copies(client.root, client.account_id)

    asked(gone)
    restored, left = asked(back)
    assert restored.outcome.complete
    assert left == []
    assert restored.directory.id != SALES
    assert restored.directory.fields == fields
    assert maps(sandbox, restored.directory.id) == before
    assert any("new id" in each for each in restored.differences)
    assert any("Sales by name" in each for each in restored.differences)


def test_members_that_cannot_be_taken_out_keep_the_directory(asked, sandbox, file):
    person = sample_id("user", 2003)
    sandbox.store.database(sandbox.account_id).stored(person).pop("last_name")

    async def gone(client):
        await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    with pytest.raises(NotDeleted) as caught:
        asked(gone)
    assert "1 of" in caught.value.problem.happened
    assert set(maps(sandbox, SALES)) == {person}
    assert "DELETE" not in [seen.method for seen in writes(sandbox)]

    async def back(client):
        return await restore(client, caught.value.copy, KeptCopies(file))

    restored = asked(back)
    assert restored.directory.id == SALES
    assert restored.differences == ()
    assert len(maps(sandbox, SALES)) == len(caught.value.copy.members)


def test_a_directory_changed_meanwhile_is_not_deleted(asked, sandbox, file):
    async def gone(client):
        loss = await what_is_lost(client, SALES)
        await client.change_directory(SALES, {"name": "Theirs"})
        await delete(client, loss, KeptCopies(file))

    with pytest.raises(NotDeleted, match="somebody changed it"):
        asked(gone)
    assert asked(lambda client: client.directory(SALES)).name == "Theirs"


def test_who_joins_meanwhile_keeps_the_directory(asked, file):
    async def gone(client):
        loss = await what_is_lost(client, SALES)
        await client.set_membership(await client.holder(sample_id("user", 2006)), SALES, "c")
        await delete(client, loss, KeptCopies(file))

    with pytest.raises(NotDeleted, match="1 more became members"):
        asked(gone)


def test_nothing_is_sent_when_no_copy_can_be_kept(asked, sandbox, tmp_path):
    (tmp_path / "kept").write_text("a file where a folder should be")

    async def gone(client):
        await delete(client, await what_is_lost(client, SALES), KeptCopies(tmp_path / "kept" / "deleted.json"))

    with pytest.raises(KeptCopiesError) as caught:
        asked(gone)
    assert "Nothing was deleted" in caught.value.problem.kept
    assert writes(sandbox) == []


def test_a_directory_that_is_gone_already_is_none_to_lose(asked):
    with pytest.raises(NotFound):
        asked(lambda client: what_is_lost(client, "nowhere"))


def with_members(client, change):
    """Let KAZOO list other members than there are, as it does when its view fails, or is an early 4.3.8x's."""
    ask = client.stored_directory

    async def stored_directory(directory_id):
        found = await ask(directory_id)
        return msgspec.structs.replace(found, members=change(found.members))

    client.stored_directory = stored_directory


def test_members_that_kazoo_does_not_show_are_cleaned_all_the_same(asked, sandbox, file):
    before = maps(sandbox, SALES)

    async def gone(client):
        with_members(client, lambda members: ())
        return await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    copy = asked(gone).copy
    assert {member.user_id: member.callflow_id for member in copy.members} == before
    assert maps(sandbox, SALES) == {}


def test_who_is_listed_and_is_no_member_is_not_brought_back(asked, sandbox, file):
    stranger = sample_id("user", 2006)

    async def gone(client):
        with_members(client, lambda members: (*members, Member(stranger, "c")))
        return await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    async def kept(client):
        return await KeptCopies(file).copies(client.root, client.account_id)

    deleted = asked(gone)
    assert stranger not in {member.user_id for member in deleted.copy.members}
    assert asked(kept)[0].members == deleted.copy.members


def test_an_undo_that_comes_half_way_goes_on_from_there(asked, sandbox, file):
    async def gone(client):
        await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    async def back(client):
        kept = KeptCopies(file)
        (copy,) = await kept.copies(client.root, client.account_id)
        return await restore(client, copy, kept)

    asked(gone)
    person = sandbox.store.database(sandbox.account_id).stored(sample_id("user", 2003))
    name = person.pop("last_name")
    first = asked(back)
    assert "1 of" in first.differences[-1]
    sandbox.store.database(sandbox.account_id).stored(sample_id("user", 2003))["last_name"] = name
    second = asked(back)
    assert second.directory.id == first.directory.id
    assert second.outcome.complete
    names = [each.name for each in asked(lambda client: client.directories())]
    assert names.count("Sales") == 1


def test_an_undo_that_is_broken_off_makes_no_second_directory(asked, file):
    async def gone(client):
        await delete(client, await what_is_lost(client, SALES), KeptCopies(file))

    async def back(client, break_off=None):
        kept = KeptCopies(file)
        (copy,) = await kept.copies(client.root, client.account_id)
        return await restore(client, copy, kept, break_off)

    def break_off(done, of):
        raise RuntimeError("the program ends here")

    asked(gone)
    with pytest.raises(ExceptionGroup):
        asked(lambda client: back(client, break_off))
    assert asked(back).outcome.complete
    assert [each.name for each in asked(lambda client: client.directories())].count("Sales") == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_a_deletion_whose_answer_is_lost_is_looked_up(asked, sandbox, file, arrived):
    async def gone(client):
        loss, ask = await what_is_lost(client, SALES), client.delete_directory

        async def lost(directory_id, revision):
            if arrived:
                await ask(directory_id, revision)
            sandbox.faults.drop(on="/directories/")
            await ask(directory_id, revision)

        client.delete_directory = lost
        return await delete(client, loss, KeptCopies(file))

    if arrived:
        assert asked(gone).outcome.complete
    else:
        with pytest.raises(Unconfirmed):
            asked(gone)


def test_copies_are_of_one_account_the_newest_first_and_not_without_end(tmp_path):
    async def keep():
        kept = KeptCopies(tmp_path / "k.json")
        one = DirectoryCopy("s", "a", "d0", datetime.now(UTC), {"name": "N"}, ())
        for number in range(25):
            await kept.keep(msgspec.structs.replace(one, directory_id=f"d{number}"))
        await kept.keep(msgspec.structs.replace(one, account_id="b"))
        return await kept.copies("s", "a"), await kept.copies("s", "b")

    ours, theirs = asyncio.run(keep())
    assert [each.directory_id for each in ours][:2] == ["d24", "d23"]
    assert len(ours) == 19
    assert len(theirs) == 1


def test_a_damaged_file_of_copies_is_set_aside(file):
    file.parent.mkdir()
    file.write_bytes(b"{")
    assert asyncio.run(KeptCopies(file).copies("s", "a")) == []
    assert file.with_suffix(".damaged").read_bytes() == b"{"
