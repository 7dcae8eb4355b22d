"""What a caller reaches by keying a name: KAZOO's reading, exact.

Source: `cf_directory:sort_users/2` and `filter_users/3`; judged by tests/vectors/filter.jsonl.xz.
The friendlier reading for the desk is `app.directory.desk_search`; neither ever stands in for the other.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from app.directory.dialpad import UnreadableName, name_keys
from app.directory.entry import Entry, SearchFields, SortBy

__all__ = ["CallerIndex", "menu_order"]

_FEWEST: Final = 2
_AFTER_NINE: Final = ":"  # the character after "9": the end of a range of keys with one beginning


def menu_order(names: Sequence[tuple[str, str]], sort_by: SortBy) -> list[int]:
    """Return the positions of `(first, last)` names in the order the menu reads them out.

    By bytes, upper case before lower; exact ties come in reverse of the order given (KAZOO's: by user id).
    """

    def key(position: int) -> tuple[bytes, bytes]:
        first, last = (part.encode() for part in names[position])
        return (first, last) if sort_by == "first_name" else (last, first)

    return sorted(range(len(names) - 1, -1, -1), key=key)


class CallerIndex:
    """Sorted keys of a directory's people: one search is two bisections, whatever the size."""

    def __init__(self, entries: Iterable[Entry], search_fields: SearchFields) -> None:
        self._ways: dict[int, tuple[str, ...]] = {}
        for row, entry in enumerate(entries):
            try:
                keys = name_keys(entry.first_name, entry.last_name)
            except UnreadableName:
                continue
            if search_fields == "both":
                self._ways[row] = (keys.first_last, keys.last_first)
            else:
                self._ways[row] = (keys.first_last if search_fields == "first_name" else keys.last_first,)
        spelled = sorted((keys, row) for row, ways in self._ways.items() for keys in ways)
        self._keys = [keys for keys, _ in spelled]
        self._rows = [row for _, row in spelled]

    def find(self, keys: str) -> list[int]:
        """Return the rows a caller's `keys` match, in the entries' order; no keys match nobody, as in KAZOO."""
        if not keys:
            return []
        low, high = self._span(keys)
        return sorted(set(self._rows[low:high]))

    def fewest_keys(self, row: int) -> str:
        """Return the shortest keys that only this row matches; empty when no keys single it out.

        Never fewer than two: the menu throws a lone key away (`cf_directory:collect_digits`).
        """
        singled = filter(None, (self._fewest_of(way, row) for way in self._ways.get(row, ())))
        return min(singled, key=lambda keys: (len(keys), keys), default="")

    def _fewest_of(self, way: str, row: int) -> str:
        """The nearest other people in the sorted list share the longest beginning with `way`: one key more is alone."""
        after = bisect_left(self._keys, way)
        before = after - 1
        while before >= 0 and self._rows[before] == row:
            before -= 1
        while after < len(self._keys) and self._rows[after] == row:
            after += 1
        neighbours = [self._keys[place] for place in (before, after) if 0 <= place < len(self._keys)]
        length = max([_FEWEST, *(_shared(way, other) + 1 for other in neighbours)])
        return way[:length] if length <= len(way) else ""

    def longest_match(self, keys: str) -> str:
        """Return the longest beginning of `keys` that still matches somebody, maybe empty."""
        for length in range(len(keys), 0, -1):
            low, high = self._span(keys[:length])
            if low < high:
                return keys[:length]
        return ""

    def _span(self, keys: str) -> tuple[int, int]:
        return bisect_left(self._keys, keys), bisect_left(self._keys, keys + _AFTER_NINE)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
