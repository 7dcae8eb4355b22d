"""Names from other people, shown safely and in the order readers expect."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory import (
    Directory,
    Entry,
    Snapshot,
    Trouble,
    display_name,
    in_reading_order,
    plain,
    why_not_callable,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Ann\n\tLee", "Ann Lee"),
        ("a\u202eb\u2066c\u200bd\x00e\x1bf", "abcdef"),
        ("Mu\u0308ller", "Müller"),
        ('<b>Bold</b> & "Co"', '<b>Bold</b> & "Co"'),
        ("\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645", "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645"),
        ("  ", ""),
    ],
)
def test_plain_text_is_one_safe_line(raw, shown):
    assert plain(raw) == shown


@given(st.text())
def test_plain_text_holds_no_controls(raw):
    shown = plain(raw)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown)
    assert plain(shown) == shown
    assert shown == shown.strip()


@pytest.mark.parametrize(
    ("first", "last", "sort_by", "shown"),
    [
        ("Anna", "Müller", "last_name", "Müller, Anna"),
        ("Anna", "Müller", "first_name", "Anna Müller"),
        ("", "Müller", "last_name", "Müller"),
        ("Anna", "", "last_name", "Anna"),
        ("", "\u200b", "first_name", "(no name, 0123abcd)"),
    ],
)
def test_a_name_is_shown_as_the_directory_sorts(first, last, sort_by, shown):
    assert display_name(Entry("0123abcdef", first, last), sort_by) == shown


def test_reading_order_follows_the_language_not_the_bytes():
    people = [
        Entry(str(n), first, last)
        for n, (first, last) in enumerate(
            [("b", "Zed"), ("a", "Østby"), ("a", "älv"), ("a", "Abel"), ("", ""), ("B", "zed"), ("A", "zed")]
        )
    ]
    assert [entry.last_name for entry in in_reading_order(people, "last_name", "en")] == [
        "Abel",
        "älv",
        "Østby",
        "zed",
        "zed",
        "Zed",
        "",
    ]
    assert [entry.last_name for entry in in_reading_order(people, "last_name", "sv")][1] == "zed"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (Entry("u", "A", "B", number="2001"), ""),
        (Entry("u", "A", "B"), "The person has no number."),
        *((Entry("u", "A", "B", trouble=trouble), trouble.value) for trouble in Trouble),
        (Entry("u", "A", "B", number="2001", trouble=Trouble.NO_USER), Trouble.NO_USER.value),
    ],
)
def test_why_a_person_cannot_be_called(entry, why):
    assert why_not_callable(entry) == why


def test_a_person_is_found_by_id():
    people = [Entry("u1", "A", "Z"), Entry("u2", "B", "Y")]
    snapshot = Snapshot.of(Directory("d", "D"), people, datetime.now(UTC))
    assert [snapshot.row_of(entry.user_id) for entry in snapshot.entries] == [0, 1]
    assert snapshot.row_of("u3") is None
