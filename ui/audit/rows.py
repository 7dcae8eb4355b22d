"""An audit ready to be shown: its people sorted and searched without asking anybody. Plain data, no Qt."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final

from attrs import frozen

from app.directory import Snapshot, display_name, plain
from app.directory.audit import Audit, Finding, Outcome, Reachability, heard_in_words, summary_of, title_of
from app.directory.fold import fold
from ui.audit.filters import Bar, Filter, bars_of_findings

__all__ = ["Column", "Line", "Rows", "rows_of", "searched"]

_NEVER: Final = 1_000_000
"""Sorts behind every number of keys and every place."""
_WORST_FIRST: Final = (Outcome.NEVER_HEARD, Outcome.NOT_CONNECTED, Outcome.FROM_LIST, Outcome.ALONE)
_SEVERITY: Final = {outcome: place for place, outcome in enumerate(_WORST_FIRST)}
_FINDING_ORDER: Final = {finding: place for place, finding in enumerate(Finding, 1)}


class Column(IntEnum):
    """What is told of a person, in the order of the columns."""

    NAME = 0
    ALONE = 1
    HEARD = 2
    PLACE = 3
    TROUBLE = 4


@frozen
class Line:
    """A person as a row."""

    person: Reachability
    name: str
    texts: tuple[str, ...]
    """By `Column`."""
    keys: tuple[int, ...]
    """What each column is sorted by."""
    alone: int
    """After how many keys they are reached alone; 0 for those who are not."""
    searched: str


@frozen
class Rows:
    """Everybody of an audit, in the order of each column; nothing is sorted while somebody waits."""

    audit: Audit
    verdict: str
    heard: str
    """How soon people are read out, as a sentence."""
    findings: tuple[Bar, ...]
    orders: Mapping[Column, tuple[Line, ...]]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everybody, the worst first."""
        return self.orders[Column.TROUBLE]

    def through(self, chosen: Filter | None, column: Column, *, descending: bool) -> Sequence[Line]:
        """Return those a filter lets through, sorted."""
        lines: Sequence[Line] = self.orders[column]
        if chosen is not None:
            lines = _let_through(lines, chosen)
        return lines[::-1] if descending else lines


def searched(lines: Sequence[Line], typed: str) -> Sequence[Line]:
    """Return those whose name or number has every word of `typed`."""
    for word in fold(typed).split():
        lines = [line for line in lines if word in line.searched]
    return lines


def rows_of(audit: Audit, snapshot: Snapshot) -> Rows:
    """Return the rows of an audit; of 100,000 people this takes a second or two, so never on the GUI thread."""
    lines = sorted((_line(person, snapshot) for person in audit.people), key=lambda line: line.keys[Column.NAME])
    orders = {column: tuple(_sorted(lines, column)) for column in Column}
    return Rows(audit, summary_of(audit), heard_in_words(audit), tuple(bars_of_findings(audit)), orders)


def _let_through(lines: Sequence[Line], chosen: Filter) -> list[Line]:
    """Nothing is called for each of 100,000 people: somebody has clicked and waits."""
    fewest, most, outcome, finding = chosen.fewest, chosen.most, chosen.outcome, chosen.finding
    if finding is not None:
        return [line for line in lines if finding in line.person.findings]
    if outcome is not None:
        return [line for line in lines if line.person.outcome is outcome]
    return [line for line in lines if fewest <= line.alone <= most]


def _sorted(lines: Sequence[Line], column: Column) -> list[Line]:
    return sorted(lines, key=lambda line: line.keys[column])


def _line(person: Reachability, snapshot: Snapshot) -> Line:
    entry, heard = person.entry, person.heard
    name = display_name(entry, snapshot.directory.sort_by)
    row = snapshot.row_of(entry.user_id)
    texts = (
        name,
        person.alone or "–",
        heard.keys if heard else "–",
        f"{heard.place} of {heard.of}" if heard else "–",
        _trouble(person),
    )
    keys = (
        _NEVER if row is None else row,
        len(person.alone) or _NEVER,
        len(heard.keys) if heard else _NEVER,
        heard.place if heard else _NEVER,
        _severity(person),
    )
    alone = len(person.alone) if person.outcome is Outcome.ALONE else 0
    return Line(person, name, texts, keys, alone, fold(f"{name} {plain(entry.number)}"))


def _trouble(person: Reachability) -> str:
    first = person.findings[0] if person.findings else None
    more = f" +{len(person.findings) - 1}" if len(person.findings) > 1 else ""
    return f"{title_of(first)}{more}" if first else ""


def _severity(person: Reachability) -> int:
    first = _FINDING_ORDER[person.findings[0]] if person.findings else len(_FINDING_ORDER) + 1
    return _SEVERITY[person.outcome] * 100 + first
