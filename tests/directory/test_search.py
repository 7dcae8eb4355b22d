"""Both readings of a name, and the box that joins them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory import Entry, Index, QueryKind, display_name, matched_letters, name_keys, read_query, to_dialpad
from app.directory.caller import CallerIndex
from app.directory.dialpad import UnreadableName

PEOPLE = [
    Entry("u1", "Anna", "Müller", number="2001", title="Head of Sales"),
    Entry("u2", "Marc-André", "O'Brien", number="2002"),
    Entry("u3", "Иван", "Петров", number="5280"),
    Entry("u4", "Kate", "Jensen", number="2004", numbers=("+442079460004", "2004")),
    Entry("u5", "", "Kate", number="2005"),
]

names = st.text(st.sampled_from("abcxyzÄäøé'- ßЖ王"), max_size=8)
keyed = st.text("0123456789*", max_size=6)


def found(typed, search_fields="both", people=PEOPLE):
    result = Index(people, search_fields).find(read_query(typed))
    return [people[row].user_id for row in result.rows], result.by_caller


def kazoo_filter(people, keys, search_fields):
    """KAZOO's linear filter, written as its source reads."""
    rows = []
    for row, person in enumerate(people):
        try:
            spelled = name_keys(person.first_name, person.last_name)
        except UnreadableName:
            continue
        ways = {"first_name": [spelled.first_last], "last_name": [spelled.last_first]}
        ways["both"] = [spelled.first_last, spelled.last_first]
        if keys and any(way.startswith(keys) for way in ways[search_fields]):
            rows.append(row)
    return rows


@pytest.mark.parametrize(
    ("typed", "who", "by_caller"),
    [
        pytest.param("", ["u1", "u2", "u3", "u4", "u5"], 0, id="nothing typed shows everybody"),
        pytest.param("528", ["u4", "u3", "u5"], 1, id="a caller first, then the number and the lone name"),
        pytest.param("65537", ["u1"], 1, id="a dropped letter: Mller"),
        pytest.param("685537", ["u1"], 0, id="the letter as typed is for the desk only"),
        pytest.param("2001", ["u1"], 0, id="extension"),
        pytest.param("20", ["u1", "u2", "u4", "u5"], 0, id="beginning of an extension"),
        pytest.param("sales", ["u1"], 0, id="a word of the title"),
        pytest.param("mueller", ["u1"], 0, id="umlaut spelled out"),
        pytest.param("MULLER an", ["u1"], 0, id="words in any order and case"),
        pytest.param("brien", ["u2"], 0, id="the part after an apostrophe"),
        pytest.param("ivan pet", ["u3"], 0, id="another script by its sound"),
        pytest.param("Пет", ["u3"], 0, id="its own script"),
        pytest.param("+4420", ["u4"], 0, id="a number with a plus sign is text"),
        pytest.param("*", [], 0, id="a star matches nobody"),
        pytest.param("anna nobody", [], 0, id="every word must match"),
    ],
)
def test_the_box_finds(typed, who, by_caller):
    assert found(typed) == (who, by_caller)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("  ", QueryKind.EMPTY, ""),
        ("5 2 8", QueryKind.KEYS, "528"),
        ("5*#", QueryKind.KEYS, "5*#"),
        ("528a", QueryKind.TEXT, "528a"),
        ("٥٢", QueryKind.TEXT, "٥٢"),
    ],
)
def test_what_was_typed_is_read_as(typed, kind, text):
    query = read_query(typed)
    assert (query.kind, query.text) == (kind, text)


def test_search_fields_decide_which_name_leads():
    people = [Entry("u1", "Ann", "Lee")]
    assert found("266", "last_name", people)[1] == 0
    assert found("266", "first_name", people)[1] == 1
    assert found("533266", "last_name", people)[1] == 1


def test_an_empty_result_knows_how_far_the_keys_would_reach():
    assert Index(PEOPLE, "both").find(read_query("5289999")).nearest == "528"
    assert Index(PEOPLE, "both").find(read_query("1")).nearest == ""


@given(st.lists(st.tuples(names, names), max_size=30), keyed, st.sampled_from(["first_name", "last_name", "both"]))
def test_the_index_agrees_with_kazoos_linear_filter(people, keys, search_fields):
    entries = [Entry(str(number), *name) for number, name in enumerate(people)]
    assert CallerIndex(entries, search_fields).find(keys) == kazoo_filter(entries, keys, search_fields)


@given(st.lists(st.tuples(names, names), max_size=20), keyed)
def test_one_more_key_never_adds_a_person(people, keys):
    entries = [Entry(str(number), *name) for number, name in enumerate(people)]
    index = Index(entries, "both")
    for length in range(1, len(keys)):
        fewer, more = (set(index.find(read_query(keys[:n])).rows) for n in (length, length + 1))
        assert more <= fewer


@given(names, names, keyed, st.sampled_from(["first_name", "last_name"]))
def test_marked_letters_spell_the_keys(first, last, keys, sort_by):
    entry = Entry("u", first, last)
    query = read_query(keys)
    spans = matched_letters(entry, query, "both", sort_by)
    shown = display_name(entry, sort_by)
    assert all(0 <= start < end <= len(shown) for start, end in spans)
    if spans and Index([entry], "both").find(query).by_caller and shown.isascii():
        assert sorted(to_dialpad("".join(shown[start:end] for start, end in spans))) == sorted(keys)


@pytest.mark.parametrize(
    ("typed", "sort_by", "marked"),
    [
        ("266", "last_name", ["Ann"]),
        ("2662655", "last_name", ["Mll", "Anna"]),
        ("685", "last_name", ["Mül"]),
        ("mue", "first_name", ["Mü"]),
        ("an mu", "first_name", ["An", "Mu"[:1] + "ü"]),
    ],
)
def test_the_letters_that_matched_stand_out(typed, sort_by, marked):
    entry = PEOPLE[0]
    shown = display_name(entry, sort_by)
    spans = matched_letters(entry, read_query(typed), "both", sort_by)
    assert "".join(shown[a:b] for a, b in spans) == "".join(marked)


def test_searching_does_not_depend_on_the_order_of_entries():
    shuffled = random.Random(7).sample(PEOPLE, len(PEOPLE))
    assert sorted(found("528", people=shuffled)[0]) == sorted(found("528")[0])
