"""Which letters of a shown name a query matched."""

from collections.abc import Iterable, Sequence

from app.directory.dialpad import digit_of, to_dialpad
from app.directory.entry import Entry, SearchFields, SortBy, display_name
from app.directory.fold import Folded, fold, readings
from app.directory.plain import plain
from app.directory.search import Query, QueryKind

__all__ = ["Span", "matched_letters"]

Span = tuple[int, int]
"""From and to (exclusive), in characters of the shown name."""


def matched_letters(entry: Entry, query: Query, search_fields: SearchFields, sort_by: SortBy) -> list[Span]:
    """Return the spans of `display_name(entry, sort_by)` that stand out for `query`, in reading order."""
    shown = display_name(entry, sort_by)
    if query.kind is QueryKind.EMPTY:
        return []
    if query.kind is QueryKind.TEXT:
        return _spans(_by_words(shown, fold(query.text).split()))
    places = _by_caller(entry, shown, query.text, search_fields, sort_by) or _by_keyed_word(shown, query.text)
    return _spans(places)


def _by_caller(entry: Entry, shown: str, keys: str, search_fields: SearchFields, sort_by: SortBy) -> list[int]:
    first, last = plain(entry.first_name), plain(entry.last_name)
    if not (first and last):
        return []
    last_at, first_at = (0, len(last) + 2) if sort_by == "last_name" else (len(first) + 1, 0)
    parts = {"first": [(first_at, first), (last_at, last)], "last": [(last_at, last), (first_at, first)]}
    orders = {"first_name": ("first",), "last_name": ("last",), "both": ("first", "last")}[search_fields]
    for order in orders:
        letters = [(at + i, key) for at, text in parts[order] for i, char in enumerate(text) if (key := digit_of(char))]
        if "".join(key for _, key in letters).startswith(keys):
            return [at for at, _ in letters[: len(keys)]]
    return []


def _by_keyed_word(shown: str, keys: str) -> list[int]:
    for word in readings(shown):
        for way in word:
            if to_dialpad(way.text).startswith(keys):
                return list(way.sources[: len(keys)])
    return []


def _by_words(shown: str, typed: Iterable[str]) -> list[int]:
    words = readings(shown)
    return [place for beginning in typed for place in _first_word(words, beginning)]


def _first_word(words: Sequence[tuple[Folded, ...]], beginning: str) -> tuple[int, ...]:
    for word in words:
        for way in word:
            if way.text.startswith(beginning):
                return way.sources[: len(beginning)]
    return ()


def _spans(places: Iterable[int]) -> list[Span]:
    spans: list[Span] = []
    for place in sorted(set(places)):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans
