"""Everybody beside a directory: who is in, who could be, and by which callflow."""

from hypothesis import given
from hypothesis import strategies as st

from app.admin import Callflows, found, roster, suggest, words_of
from app.kazoo import Callflow, Member, User

ALICE = User("u1", "Alice", "Archer", presence_id="2001", username="alice")
BOB = User("u2", "Bob", "Müller")
MAIN = Callflow("c1", "Alice Archer", ("2001", "+15550001"), owner_id="u1", type="mainUserCallflow")


def test_members_and_others_stand_together_by_name():
    rows = roster([BOB, ALICE], Callflows([MAIN]), [Member("u1", "c1"), Member("gone", "c9")])
    assert [(each.name, each.member, each.known) for each in rows] == [
        ("Alice Archer", True, True),
        ("Bob Müller", False, True),
        ("Not a user: gone", True, False),
    ]
    assert rows[0].extension == "2001"
    assert rows[1].suggestion.callflow is None


def test_a_member_without_a_callflow_is_a_member():
    (row,) = roster([ALICE], Callflows([MAIN]), [Member("u1", "")])
    assert row.member
    assert row.mapped == ""


def test_people_are_found_by_any_name_number_and_spelling():
    alice, bob = roster([ALICE, BOB], Callflows([MAIN]), [])
    assert all(found([alice], typed) for typed in ("", "  ", "arch ali", "2001", "ALICE"))
    assert all(found([bob], typed) for typed in ("muller", "Müll", "bob"))
    assert found([alice, bob], "alice") == [alice]


def test_callflows_are_told_as_people_know_them():
    flows = Callflows([MAIN])
    assert flows.words("c1") == "Alice Archer (2001)"
    assert flows.words("") == "No callflow"
    assert flows.words("c\u202e7") == "A callflow that is not there (c7)"
    assert words_of(Callflow("c3")) == "Callflow c3"
    assert words_of(Callflow("c3", "", ("7",))) == "7"


USERS = st.builds(
    User,
    id=st.sampled_from(["u1", "u2", "u3"]),
    first_name=st.sampled_from(["", "Ann", "Bob"]),
    last_name=st.sampled_from(["", "Lee", "LEE"]),
    presence_id=st.sampled_from(["", "1", "2"]),
)
FLOWS = st.lists(
    st.builds(
        Callflow,
        id=st.uuids().map(str),
        name=st.sampled_from(["", "ann lee", "Bob", "Lee"]),
        numbers=st.lists(st.sampled_from(["", "1", "2", "+15550001"]), max_size=3).map(tuple),
        owner_id=st.sampled_from(["", "u1", "u2"]),
        type=st.sampled_from(["", "mainUserCallflow"]),
        featurecode=st.booleans(),
    ),
    max_size=8,
)


@given(USERS, FLOWS, st.data())
def test_looking_at_the_near_ones_only_suggests_the_same(user, flows, data):
    ids = [flow.id for flow in flows]
    used = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    assert Callflows(flows).suggest(user, used) == suggest(user, flows, used)
