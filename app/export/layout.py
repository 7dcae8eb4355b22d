"""Which people stand in which column: plain data, counted in lines. Nothing here knows of fonts or points."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

__all__ = ["Block", "Column", "Group", "Page", "lay_out"]

COLUMNS: Final = 2
FEWEST: Final = 2
"""As many people at least stay together under a head and at the top of a column."""
LOWEST: Final = 1 + 2 * FEWEST
"""Lines a column must have, so that a group of any size can begin or go on in it."""


@frozen
class Group:
    """People under one head: those from `start` to `stop`, the latter not included."""

    label: str
    start: int
    stop: int


@frozen
class Block:
    """A head and people under it, in one column. `line` is where the head stands, from 0 at the column's top."""

    group: Group
    line: int
    start: int
    stop: int

    @property
    def continued(self) -> bool:
        """Whether the group began in an earlier column."""
        return self.start > self.group.start


Column = tuple[Block, ...]
Page = tuple[Column, ...]


@frozen
class _Place:
    group: int
    person: int


def lay_out(groups: Sequence[Group], lines: int) -> list[Page]:
    """Return the pages of two columns with at most `lines` lines; the columns of the last page are about even.

    No head stands alone or over a single person of several, none of a broken group stands alone at the top of a
    column. Raises `ValueError` for fewer lines than that needs.
    """
    if lines < LOWEST:
        raise ValueError(f"a column needs {LOWEST} lines, not {lines}")
    pages: list[Page] = []
    place = _Place(0, groups[0].start if groups else 0)
    while place.group < len(groups):
        page, after = _page(groups, place, lines)
        if after.group == len(groups):
            page = _balanced(groups, place, lines)
        pages.append(page)
        place = after
    return pages


def _balanced(groups: Sequence[Group], place: _Place, lines: int) -> Page:
    """Return the last page in columns as short as hold everybody that is left."""
    for height in range(LOWEST, lines):
        page, after = _page(groups, place, height)
        if after.group == len(groups):
            return page
    return _page(groups, place, lines)[0]


def _page(groups: Sequence[Group], place: _Place, lines: int) -> tuple[Page, _Place]:
    columns: list[Column] = []
    for _ in range(COLUMNS):
        column, place = _column(groups, place, lines)
        columns.append(column)
    return tuple(columns), place


def _column(groups: Sequence[Group], place: _Place, lines: int) -> tuple[Column, _Place]:
    blocks: list[Block] = []
    used = 0
    while place.group < len(groups):
        group = groups[place.group]
        line = used + 1 if used else 0  # an empty line above a head, but for the column's first
        count = _how_many(group.stop - place.person, lines - line - 1)
        if count == 0:
            break
        blocks.append(Block(group, line, place.person, place.person + count))
        used = line + 1 + count
        place = _after(groups, place, count)
    return tuple(blocks), place


def _how_many(left: int, room: int) -> int:
    if left <= room:
        return left
    count = min(room, left - FEWEST)
    return count if count >= FEWEST else 0


def _after(groups: Sequence[Group], place: _Place, count: int) -> _Place:
    if place.person + count < groups[place.group].stop:
        return _Place(place.group, place.person + count)
    following = place.group + 1
    return _Place(following, groups[following].start if following < len(groups) else 0)
