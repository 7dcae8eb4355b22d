from datetime import UTC, datetime

import pytest

from app.directory import ALL_DIRECTORIES, Directory, Entry, Snapshot, isolated
from ui.find import count_sentence, why_nobody

COMPANY = Directory("d", "Company")
PEOPLE = [
    Entry("u1", "Jana", "Berg", number="2001"),
    Entry("u2", "Lars", "Kam", number="2002"),
    Entry("u3", "Ola", "Jan", number="5262"),
]


def snapshot(entries=PEOPLE, directory=COMPANY):
    return Snapshot.of(directory, entries, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("", "3 people", id="nothing typed"),
        pytest.param("527", "1 for a caller", id="keys, callers only"),
        pytest.param("52", "3 for a caller", id="keys, more callers"),
        pytest.param("200", "None for a caller · 2 by number or other name", id="keys, no caller"),
        pytest.param("5262", "1 for a caller · 1 more by number or other name", id="keys, both"),
        pytest.param("ja", "2 matches", id="text"),
        pytest.param("lars", "1 match", id="text, one"),
        pytest.param("xyz", "No match", id="text, nobody"),
        pytest.param("999", "No match", id="keys, nobody"),
    ],
)
def test_the_count_is_told_apart_for_callers_and_desk(typed, sentence):
    assert count_sentence(snapshot().find(typed), 3) == sentence


def test_one_person_is_not_people():
    assert count_sentence(snapshot(PEOPLE[:1]).find(""), 1) == "1 person"


def test_large_numbers_are_grouped():
    assert count_sentence(snapshot().find(""), 12345) == "12,345 people"


def why(typed, entries=PEOPLE, directory=COMPANY):
    at = snapshot(entries, directory)
    return why_nobody(at.find(typed), at)


def test_keys_that_spell_nobody_offer_the_way_back():
    explanation = why("528")
    assert explanation.happened == "No name here starts with 5-2-8"
    assert explanation.next_step == "5-2 still matches 3."
    assert explanation.back_to == "52"


def test_keys_without_any_beginning_that_matches_offer_to_start_again():
    explanation = why("999")
    assert (explanation.next_step, explanation.back_to) == ("Clear the keys and start again.", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5*", "KAZOO matches no name with *. 5 still matches 3."),
        ("#", "KAZOO matches no name with #."),
        ("50", "The keys 0 and 1 carry no letters, so no name has them. 5 still matches 3."),
        ("1", "The keys 0 and 1 carry no letters, so no name has them."),
    ],
)
def test_keys_that_no_name_can_have_are_named(typed, said):
    assert why(typed).next_step == said


def test_text_that_finds_nobody_names_the_directory():
    happened = why("xyz").happened
    assert happened == f"Nobody matches “{isolated('xyz')}” in {isolated('Company')}"
    assert "in any directory" in why("xyz", directory=ALL_DIRECTORIES).happened


def test_an_empty_directory_says_so():
    assert why("", []).happened == "No members in this directory"
    assert why("52", []).happened == "No members in this directory"
    assert why("", [], ALL_DIRECTORIES).happened == "No members in any directory"
