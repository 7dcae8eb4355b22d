"""Both readings of a name, and the box that joins them."""

import random
from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from app.directory import (
    Directory,
    Entry,
    Index,
    QueryKind,
    Snapshot,
    display_name,
    matched_letters,
    name_keys,
    read_query,
    to_dialpad,
)
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


def fewest_keys_the_long_way(people, row, search_fields):
    spelled = name_keys(people[row].first_name, people[row].last_name)
    ways = {"first_name": [spelled.first_last], "last_name": [spelled.last_first]}
    ways["both"] = [spelled.first_last, spelled.last_first]
    beginnings = [way[:length] for way in ways[search_fields] for length in range(2, len(way) + 1)]
    alone = [keys for keys in beginnings if kazoo_filter(people, keys, search_fields) == [row]]
    return min(alone, key=lambda keys: (len(keys), keys), default="")


short = st.text(st.sampled_from("abdkÄ-"), min_size=1, max_size=4)


@given(st.lists(st.tuples(short, short), max_size=15), st.sampled_from(["first_name", "last_name", "both"]))
def test_the_fewest_keys_are_the_fewest(people, search_fields):
    entries = [Entry(str(number), *name) for number, name in enumerate(people)]
    index = Index(entries, search_fields)
    for row in range(len(entries)):
        assert index.fewest_keys(row) == fewest_keys_the_long_way(entries, row, search_fields)


@pytest.mark.parametrize(
    ("people", "keys"),
    [
        pytest.param([("Ann", "Lee")], "26", id="two even where one would do"),
        pytest.param([("Ann", "Lee"), ("Bob", "Abe")], "53", id="the other order where it is shorter"),
        pytest.param([("A", "Ж")], "", id="a lone letter is thrown away"),
        pytest.param([("Ann", "Lee"), ("Ann", "Lee")], "", id="somebody with the same keys"),
        pytest.param([("Ann", "Ann"), ("Bo", "Cy")], "266", id="both orders alike are one person"),
        pytest.param([("Ж", "王")], "", id="no letter at all"),
        pytest.param([("", "Lee")], "", id="no name the menu reads"),
    ],
)
def test_fewest_keys(people, keys):
    assert Index([Entry(str(n), *name) for n, name in enumerate(people)], "both").fewest_keys(0) == keys


def test_a_row_that_is_none_has_no_keys():
    assert Index(PEOPLE, "both").fewest_keys(-1) == ""
    assert Index(PEOPLE, "both").fewest_keys(99) == ""


titles = st.text(st.sampled_from("ab ü"), max_size=6)
typed_text = st.lists(st.text("abue", min_size=1, max_size=3), min_size=1, max_size=2).map(" ".join)


@given(st.lists(st.tuples(names, titles, titles, st.booleans()), max_size=12), typed_text)
def test_a_retitled_snapshot_finds_what_one_made_anew_finds(people, typed):
    directory, now = Directory("d", "D"), datetime(2026, 1, 2, tzinfo=UTC)
    before = [Entry(f"u{n}", name, "A", number=str(n), title=title) for n, (name, title, *_) in enumerate(people)]
    after = [
        evolve(entry, title=title) if changes else entry
        for entry, (_, _, title, changes) in zip(before, people, strict=True)
    ]
    first, anew = Snapshot.of(directory, before, now), Snapshot.of(directory, after, now)
    told = {f"u{n}": (title, "") for n, (_, _, title, changes) in enumerate(people) if changes}
    successor = first.retitled(told)
    assert successor == anew
    assert successor.find(typed) == anew.find(typed)
    assert successor.find("2") == anew.find("2")
    assert first == Snapshot.of(directory, before, now)
    assert first.find(typed) == Snapshot.of(directory, before, now).find(typed)


def test_a_person_of_another_directory_gets_no_title_here():
    snapshot = Snapshot.of(Directory("d", "D"), PEOPLE, datetime(2026, 1, 2, tzinfo=UTC))
    assert snapshot.retitled({"u9": ("Guest", "")}) == snapshot


def test_searching_does_not_depend_on_the_order_of_entries():
    shuffled = random.Random(7).sample(PEOPLE, len(PEOPLE))
    assert sorted(found("528", people=shuffled)[0]) == sorted(found("528")[0])
