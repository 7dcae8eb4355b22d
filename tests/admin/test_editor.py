"""Directories edited over real HTTP: exactly what changed is saved, and somebody else's change is not lost."""

import pytest

from app.admin import Draft, NotValid, create, open_for_editing, rights, save
from app.kazoo import Conflict, Invalid
from tests.admin.conftest import COMPANY, SALES
from tests.sandbox.talk import writes


def test_a_change_is_saved_and_the_members_stay(asked):
    async def edit(client):
        before = await open_for_editing(client, SALES)
        saved = await save(client, before.directory, before.draft.with_values(name="Vertrieb", flags=("x", "y")))
        return before, saved, await open_for_editing(client, SALES)

    before, saved, after = asked(edit)
    assert saved.revision == after.directory.revision != before.directory.revision
    assert after.directory.fields == {**before.directory.fields, "name": "Vertrieb", "flags": ["x", "y"]}
    assert after.directory.members == before.directory.members


def test_what_did_not_change_is_not_sent(asked, sandbox):
    async def edit(client):
        editing = await open_for_editing(client, SALES)
        return editing.directory is await save(client, editing.directory, editing.draft)

    assert asked(edit)
    assert writes(sandbox) == []


def test_what_cannot_be_right_is_not_sent(asked, sandbox):
    async def edit(client):
        editing = await open_for_editing(client, SALES)
        await save(client, editing.directory, editing.draft.with_values(name="", min_dtmf=0))

    with pytest.raises(NotValid) as caught:
        asked(edit)
    assert [each.path for each in caught.value.complaints] == ["name", "min_dtmf"]
    assert "name: A directory needs a name" in caught.value.problem.happened
    assert writes(sandbox) == []


def test_a_change_made_meanwhile_is_kept(asked):
    async def edit(client):
        mine = await open_for_editing(client, SALES)
        await client.change_directory(SALES, {"name": "Theirs"})
        with pytest.raises(Conflict):
            await save(client, mine.directory, mine.draft.with_values(name="Mine"))
        return (await open_for_editing(client, SALES)).draft.values["name"]

    assert asked(edit) == "Theirs"


def test_a_save_that_changed_nothing_is_no_conflict(asked):
    async def edit(client):
        mine = await open_for_editing(client, SALES)
        await client.change_directory(SALES, {})
        return (await save(client, mine.directory, mine.draft.with_values(name="Mine"))).fields["name"]

    assert asked(edit) == "Mine"


def test_kazoos_own_complaints_come_by_field(asked):
    async def edit(client):
        await client.change_directory(SALES, {"min_dtmf": "four", "sort_by": "shoe_size"})

    with pytest.raises(Invalid) as caught:
        asked(edit)
    assert {(each.path, each.code) for each in caught.value.complaints} == {("min_dtmf", "type"), ("sort_by", "enum")}


def test_a_directory_is_created_with_kazoos_defaults(asked):
    async def make(client):
        made = await create(client, Draft.new("Nacht").with_values(min_dtmf=2))
        return made, await client.stored_directory(made.id)

    made, stored = asked(make)
    assert stored.fields == made.fields
    assert (stored.fields["name"], stored.fields["min_dtmf"], stored.fields["confirm_match"]) == ("Nacht", 2, True)
    assert stored.members == ()


def test_a_replacement_takes_what_was_read_although_it_has_members(asked):
    async def replace(client):
        before = await client.stored_directory(COMPANY)
        fields = {**before.fields, "name": "Everybody", "verb": "DELETE", "users": ["x"], "id": "x", "pvt_type": "y"}
        del fields["flags"]
        await client.replace_directory(COMPANY, fields, before.revision)
        return before, await client.stored_directory(COMPANY)

    before, after = asked(replace)
    assert after.fields == {**{k: v for k, v in before.fields.items() if k != "flags"}, "name": "Everybody"}
    assert after.members == before.members


def test_a_directory_deleted_since_it_was_read_is_not(asked):
    async def delete(client):
        before = await client.stored_directory(SALES)
        await client.change_directory(SALES, {"name": "Theirs"})
        with pytest.raises(Conflict):
            await client.delete_directory(SALES, before.revision)
        return (await client.stored_directory(SALES)).fields["name"]

    assert asked(delete) == "Theirs"


@pytest.mark.parametrize(("username", "may"), [("alice", True), ("bob", False)])
def test_only_administrators_may_edit(asked, username, may):
    found = asked(rights, username)
    assert found.may_edit is may
    assert bool(found.why) is not may
