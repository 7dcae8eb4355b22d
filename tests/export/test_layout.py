"""Where people stand on the page, as plain data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export.layout import Block, Column, Group, Page, lay_out

SIZES = st.lists(st.integers(1, 70), max_size=12)
LINES = st.integers(5, 54)


def groups_of(sizes: list[int]) -> list[Group]:
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return [Group(chr(65 + place), start, start + sizes[place]) for place, start in enumerate(starts)]


def blocks_of(pages: list[Page]) -> list[Block]:
    return [block for page in pages for column in page for block in column]


def height(column: Column) -> int:
    return max((block.line + 1 + block.stop - block.start for block in column), default=0)


@given(SIZES, LINES)
def test_everybody_stands_once_and_in_order(sizes, lines):
    people = [
        place for block in blocks_of(lay_out(groups_of(sizes), lines)) for place in range(block.start, block.stop)
    ]
    assert people == list(range(sum(sizes)))


@given(SIZES, LINES)
def test_no_column_is_longer_than_allowed(sizes, lines):
    assert all(height(column) <= lines for page in lay_out(groups_of(sizes), lines) for column in page)


@given(SIZES, LINES)
def test_no_head_stands_over_one_person_of_several(sizes, lines):
    for block in blocks_of(lay_out(groups_of(sizes), lines)):
        group = block.group
        assert block.stop - block.start >= min(2, group.stop - group.start)


@given(SIZES, LINES)
def test_heads_and_people_never_share_a_line(sizes, lines):
    for page in lay_out(groups_of(sizes), lines):
        for column in page:
            below = 0
            for block in column:
                assert block.line == (below + 1 if below else 0)
                below = block.line + 1 + block.stop - block.start


@given(SIZES.filter(bool), LINES)
def test_the_last_page_is_as_short_as_it_can_be(sizes, lines):
    last = lay_out(groups_of(sizes), lines)[-1]
    tallest = max(map(height, last))
    begin = last[0][0].start
    left = [Group(g.label, max(g.start, begin), g.stop) for g in groups_of(sizes) if g.stop > begin]
    # with a line less the same people would need another page
    assert tallest <= 5 or len(lay_out(left, tallest - 1)) > 1


def test_a_broken_group_goes_on_under_its_head():
    first, second = lay_out(groups_of([60]), 54)[0]
    assert not first[0].continued
    assert second[0].continued
    assert first[0].group == second[0].group
    assert [height(first), height(second)] == [31, 31]


def test_three_people_are_not_parted():
    (page,) = lay_out(groups_of([3]), 54)
    assert [len(column) for column in page] == [1, 0]


def test_nobody_needs_no_page():
    assert lay_out([], 54) == []


def test_a_column_too_low_for_the_rules_is_refused():
    with pytest.raises(ValueError, match="needs 5 lines"):
        lay_out(groups_of([3]), 4)
