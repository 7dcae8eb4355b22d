"""Two people saved one directory: what differs is shown, and what is chosen is sent."""

from hypothesis import given
from hypothesis import strategies as st

from app.admin import Draft, Merge

BASE = {
    "name": "Sales",
    "min_dtmf": 3,
    "max_dtmf": 0,
    "confirm_match": True,
    "search_fields": "both",
    "sort_by": "last_name",
    "flags": [],
}
VALUES = {
    "name": st.sampled_from(["Sales", "Selling", "Support"]),
    "min_dtmf": st.integers(1, 4),
    "max_dtmf": st.integers(0, 3),
    "confirm_match": st.booleans(),
    "search_fields": st.sampled_from(["both", "first_name"]),
    "sort_by": st.sampled_from(["last_name", "first_name"]),
    "flags": st.lists(st.sampled_from("ab"), max_size=2, unique=True),
}


def test_only_what_stands_otherwise_meets():
    merge = Merge(BASE, {**BASE, "name": "Selling", "min_dtmf": 4}, Draft.of(BASE).with_values(name="Support"))
    assert [(each.field.key, each.theirs, each.ours, each.both) for each in merge.meetings] == [
        ("name", "Selling", "Support", True),
        ("min_dtmf", 4, 3, False),
    ]


def test_what_both_changed_alike_is_no_meeting():
    merge = Merge(BASE, {**BASE, "name": "Selling"}, Draft.of(BASE).with_values(name="Selling"))
    assert merge.meetings == ()
    assert merge.resolved(()).changes == ()


CHANGED = st.fixed_dictionaries({}, optional=VALUES)


@given(CHANGED, CHANGED)
def test_nobodys_only_change_is_lost_by_default(theirs, ours):
    merge = Merge(BASE, {**BASE, **theirs}, Draft.of(BASE).with_values(**ours))
    chosen = {each.field.key for each in merge.meetings if each.ours_by_default}
    draft = merge.resolved(chosen)
    result = {**merge.theirs, **draft.sent}
    assert result == {**BASE, **theirs, **{key: value for key, value in ours.items() if value != BASE[key]}}


@given(CHANGED, CHANGED)
def test_taking_theirs_sends_nothing(theirs, ours):
    merge = Merge(BASE, {**BASE, **theirs}, Draft.of(BASE).with_values(**ours))
    assert merge.resolved(()).sent == {}
