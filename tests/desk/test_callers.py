"""Whose number it is, however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk import Callers
from app.directory import Entry

ALICE = Entry("u1", "Alice", "Archer", number="2001", numbers=("2001", "+14155550101"), directories=("d1",))
BOB = Entry("u2", "Bob", "Baker", number="2002", numbers=("2002", "+493012345678"), presence_id="bob.b")
ZOE = Entry("u3", "Zoë", "O'Neil", number="4155550102", directories=("d1", "d2"))
CALLERS = Callers.of((ALICE, BOB, ZOE))


@pytest.mark.parametrize(
    ("number", "who"),
    [
        ("2001", "u1"),
        (" 2001 ", "u1"),
        ("sip:2001@sample.test", "u1"),
        ("sip:2001@sample.test:5070;transport=tcp", "u1"),
        ("2001@sample.test", "u1"),
        ("tel:+1-415-555-0101", "u1"),
        ("+14155550101", "u1"),
        ("14155550101", "u1"),
        ("4155550101", "u1"),
        ("(415) 555-0101", "u1"),
        ("0014155550101", "u1"),
        ("01114155550101", "u1"),
        ("+14155550102", "u3"),
        ("0049 30 12345678", "u2"),
        ("030 12345678", "u2"),
        ("Bob.B", "u2"),
        ("bob.b@sample.test", "u2"),
        ("2003", None),
        ("12345678", None),
        ("5678", None),
        ("anonymous", None),
        ("", None),
        ("+", None),
        ("sip:@", None),
        ("0" * 500, None),
    ],
)
def test_whose_number_it_is(number, who):
    found = CALLERS.find(number)
    assert (found.user_id if found else None) == who


def test_a_person_comes_with_name_and_directory():
    found = CALLERS.find("2001")
    assert (found.name, found.directory_id) == ("Alice Archer", "d1")
    assert CALLERS.find("4155550102").directory_id == ""


def test_the_first_of_two_who_share_a_number_has_it():
    twin = Entry("u9", "Other", "Archer", number="2001")
    assert Callers.of((ALICE, twin)).find("2001").user_id == "u1"


def test_a_national_number_that_fits_two_people_is_nobodys():
    abroad = Entry("u9", "Far", "Away", number="+433012345678")
    assert Callers.of((BOB, abroad)).find("03012345678") is None


@given(st.text(max_size=60))
def test_any_text_is_somebodys_or_nobodys(text):
    CALLERS.find(text)


@given(
    st.from_regex(r"[2-9]\d{9}", fullmatch=True), st.sampled_from(["+1{}", "1{}", "001{}", "0111{}", "tel:+1{}", "{}"])
)
def test_every_spelling_of_a_number_finds_who_is_known_by_any_other(national, spelled):
    for known in ("+1{}", "1{}", "{}"):
        person = Entry("u1", "A", "B", number=known.format(national))
        assert Callers.of((person,)).find(spelled.format(national)) is not None


@given(st.lists(st.from_regex(r"\+?\d{3,13}", fullmatch=True), min_size=1, max_size=8, unique=True))
def test_everybody_is_found_by_the_number_as_it_is_written_unless_it_is_another_ones(numbers):
    people = [Entry(f"u{place}", "A", str(place), number=number) for place, number in enumerate(numbers)]
    callers = Callers.of(people)
    for person in people:
        found = callers.find(person.number)
        assert found is not None
        assert found.user_id <= person.user_id
