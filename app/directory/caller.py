"""What a caller reaches by keying a name: KAZOO's reading, exact.

Source: `cf_directory:sort_users/2` and `filter_users/3`; judged by tests/vectors/filter.jsonl.xz.
The friendlier reading for the desk is `app.directory.desk_search`; neither ever stands in for the other.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from app.directory.dialpad import UnreadableName, name_keys
from app.directory.entry import Entry, SearchFields, SortBy

__all__ = ["CallerIndex", "menu_order"]

_AFTER_NINE = ":"  # the character after "9": the end of a range of keys with one beginning


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
        spelled: list[tuple[str, int]] = []
        for row, entry in enumerate(entries):
            try:
                keys = name_keys(entry.first_name, entry.last_name)
            except UnreadableName:
                continue
            if search_fields != "last_name":
                spelled.append((keys.first_last, row))
            if search_fields != "first_name":
                spelled.append((keys.last_first, row))
        spelled.sort()
        self._keys = [keys for keys, _ in spelled]
        self._rows = [row for _, row in spelled]

    def find(self, keys: str) -> list[int]:
        """Return the rows a caller's `keys` match, in the entries' order; no keys match nobody, as in KAZOO."""
        if not keys:
            return []
        low, high = self._span(keys)
        return sorted(set(self._rows[low:high]))

    def fewest_keys(self, row: int) -> str:
        """Return the shortest keys that only this row matches; empty when no keys single it out."""
        ways = [keys for keys, at in zip(self._keys, self._rows, strict=True) if at == row] if row >= 0 else []
        singled = (way[:n] for n in range(1, max(map(len, ways), default=0) + 1) for way in ways)
        return next((keys for keys in singled if self.find(keys) == [row]), "")

    def longest_match(self, keys: str) -> str:
        """Return the longest beginning of `keys` that still matches somebody, maybe empty."""
        for length in range(len(keys), 0, -1):
            low, high = self._span(keys[:length])
            if low < high:
                return keys[:length]
        return ""

    def _span(self, keys: str) -> tuple[int, int]:
        return bisect_left(self._keys, keys), bisect_left(self._keys, keys + _AFTER_NINE)
