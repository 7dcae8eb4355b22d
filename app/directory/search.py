"""One search box for both readings: what a caller would reach, then what else the desk can find."""

import enum
import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Final

from attrs import frozen

from app.directory.caller import CallerIndex
from app.directory.desk_search import DeskIndex
from app.directory.entry import Entry, SearchFields

__all__ = ["Found", "Index", "Query", "QueryKind", "read_query"]

_KEYED: Final = re.compile(r"[0-9*#]+")


class QueryKind(enum.Enum):
    """How what was typed is read."""

    EMPTY = enum.auto()
    KEYS = enum.auto()
    TEXT = enum.auto()


@frozen
class Query:
    """What was typed, and how it is read."""

    text: str
    kind: QueryKind


@frozen
class Found:
    """Rows of the entries searched. The first `by_caller` rows are what a caller reaches by the same keys."""

    query: Query
    rows: Sequence[int]
    by_caller: int
    nearest: str = ""
    """When nothing matches: the longest beginning of the keys that still would."""


def read_query(typed: str) -> Query:
    """Read what was typed: digits, `*` and `#` alone (blanks allowed) are keys, anything else is text."""
    text = typed.strip()
    keys = "".join(text.split())
    if not text:
        return Query("", QueryKind.EMPTY)
    if _KEYED.fullmatch(keys):
        return Query(keys, QueryKind.KEYS)
    return Query(text, QueryKind.TEXT)


class Index:
    """Both readings of the same entries. Building is the costly part; searching never waits."""

    def __init__(self, entries: Sequence[Entry], search_fields: SearchFields) -> None:
        self._count = len(entries)
        self._caller = CallerIndex(entries, search_fields)
        self._desk = DeskIndex(entries)

    def fewest_keys(self, row: int) -> str:
        """Return the shortest keys by which a caller reaches only this row, or an empty text."""
        return self._caller.fewest_keys(row)

    def retitled(self, titles: Mapping[int, tuple[str, str]]) -> "Index":
        """Return an index in which these rows have another title (the one before, the one now); no caller keys one."""
        successor = copy(self)
        successor._desk = self._desk.retitled(titles)
        return successor

    def find(self, query: Query) -> Found:
        """Return who matches: everybody for an empty query; in each part the entries' order is kept."""
        if query.kind is QueryKind.EMPTY:
            return Found(query, range(self._count), by_caller=0)
        if query.kind is QueryKind.TEXT:
            return Found(query, sorted(self._desk.by_text(query.text)), by_caller=0)
        callers = self._caller.find(query.text)
        others = sorted(self._desk.by_keys(query.text).difference(callers))
        nearest = "" if callers or others else self._caller.longest_match(query.text)
        return Found(query, callers + others, by_caller=len(callers), nearest=nearest)
