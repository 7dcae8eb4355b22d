"""Names from other people, shown safely and in the order readers expect."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory import Entry, display_name, in_reading_order, plain


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
