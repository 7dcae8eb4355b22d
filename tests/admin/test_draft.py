"""The editor's diff: what is sent contains exactly what changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.admin import FIELDS, Draft
from app.sandbox.documents import merge
from app.sandbox.schemas import DIRECTORY
from app.sandbox.validation import collect

KEYS = [field.key for field in FIELDS]
STORED = {
    "name": "Company",
    "min_dtmf": 3,
    "max_dtmf": 0,
    "confirm_match": True,
    "sort_by": "last_name",
    "flags": ["a"],
}

anything = (
    st.none() | st.booleans() | st.integers(-3, 30) | st.text(max_size=4) | st.lists(st.text(max_size=3), max_size=3)
)
good = {
    "name": st.text(min_size=1, max_size=9),
    "min_dtmf": st.integers(1, 30),
    "max_dtmf": st.integers(0, 30),
    "confirm_match": st.booleans(),
    "search_fields": st.sampled_from(["both", "first_name", "last_name"]),
    "sort_by": st.sampled_from(["first_name", "last_name"]),
    "flags": st.lists(st.text(max_size=3), max_size=3).map(tuple),
}
stored_documents = st.fixed_dictionaries({}, optional={key: anything | good[key] for key in KEYS}).map(
    lambda fields: {**fields, "custom": {"kept": True}}
)
edits = st.fixed_dictionaries({}, optional=good)


@given(stored_documents, edits)
def test_what_is_sent_is_exactly_what_was_changed(stored, edit):
    began = Draft.of(stored)
    draft = began.with_values(**edit)
    touched = {key for key in edit if (type(edit[key]), edit[key]) != (type(began.values[key]), began.values[key])}
    assert set(draft.sent) == touched
    saved = merge(stored, draft.sent)
    for key in touched:
        assert saved[key] == (list(edit[key]) if key == "flags" else edit[key])
    untouched = saved.keys() - touched
    assert {key: saved[key] for key in untouched} == {
        key: value for key, value in stored.items() if (key not in touched and value is not None) or key in untouched
    }
    assert Draft.of({**saved, **draft.sent}).with_values(**edit).sent == {}


@given(stored_documents)
def test_what_nobody_touched_is_not_sent(stored):
    assert Draft.of(stored).sent == {}
    assert Draft.of(stored).filled_in == ()


@given(st.fixed_dictionaries({"name": anything}, optional={key: anything for key in KEYS if key != "name"}))
def test_the_check_before_sending_is_as_strict_as_kazoos_schema(values):
    draft = Draft.new().with_values(**values)
    ours = {complaint.path for complaint in draft.complaints}
    strict = {path.split(".")[0] for path in collect(DIRECTORY, draft.sent)[1]}
    assert strict <= ours


def test_numbers_and_flags_are_not_taken_for_each_other():
    draft = Draft.of({**STORED, "max_dtmf": 1}).with_values(max_dtmf=True)
    assert [complaint.code for complaint in draft.complaints] == ["type"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, ("name", "minLength")),
        ({"min_dtmf": 0}, ("min_dtmf", "minimum")),
        ({"max_dtmf": -1}, ("max_dtmf", "minimum")),
        ({"min_dtmf": 2.5}, ("min_dtmf", "type")),
        ({"search_fields": "title"}, ("search_fields", "enum")),
        ({"sort_by": "both"}, ("sort_by", "enum")),
        ({"confirm_match": 1}, ("confirm_match", "type")),
        ({"flags": ["a", 1]}, ("flags", "type")),
    ],
)
def test_what_the_schema_refuses_is_told_by_field(values, said):
    draft = Draft.of(STORED).with_values(**values)
    assert [(complaint.path, complaint.code) for complaint in draft.complaints] == [said]
    assert draft.complaints[0].message.endswith(".")


def test_odd_but_legal_values_are_warned_of():
    draft = Draft.of(STORED).with_values(name=" ", min_dtmf=5, max_dtmf=2)
    assert draft.complaints == ()
    assert [warning.path for warning in draft.warnings] == ["name", "max_dtmf"]


def test_a_save_that_makes_kazoo_confirm_matches_says_so():
    """A directory that never stored it connects at once; any save fills in the documented default."""
    stored = {key: value for key, value in STORED.items() if key != "confirm_match"}
    draft = Draft.of(stored).with_values(name="Everybody")
    assert draft.sent == {"name": "Everybody"}
    assert [(change.field.key, change.before, change.after) for change in draft.filled_in] == [
        ("confirm_match", False, True)
    ]


def test_every_field_says_what_it_does_to_a_caller():
    assert {field.key for field in FIELDS} == {*DIRECTORY["properties"]} - {"users"}
    assert all(field.help.endswith(".") for field in FIELDS)


def test_only_settings_can_be_edited():
    with pytest.raises(KeyError):
        Draft.of(STORED).with_values(verb="DELETE")
