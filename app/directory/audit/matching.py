"""What keys do to each person of a menu: alone after how many, and where in the list before that.

Source: `cf_directory:collect_digits/3` and `filter_users/3`. Every answer comes from the sorted keys and their
neighbours there; nobody is compared with everybody.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.directory.audit.result import Place
from app.directory.dialpad import NameKeys
from app.directory.entry import SearchFields

__all__ = ["Matching"]

_AFTER_NINE: Final = ":"


class Matching:
    """The menu's people by their keys, given in the menu's order; a row is a place in it.

    The menu searches with `fewest` keys at least, and nobody can key more than `most`.

    `ways` has all the ways to key each row, none for those who have too few keys; `alone` has the fewest keys that only
    this row matches, the first of equally few, or an empty text.
    """

    def __init__(self, keys: Sequence[NameKeys | None], search_fields: SearchFields, fewest: int, most: int) -> None:
        self.search_fields: Final = search_fields
        self.fewest: Final = fewest
        self.ways: Final = [_ways(each, search_fields, fewest, most) for each in keys]
        spelled = sorted((way, row) for row, ways in enumerate(self.ways) for way in ways)
        self._keys = [way for way, _ in spelled]
        self._rows = [row for _, row in spelled]
        self._lists: dict[str, list[int]] = {}
        self.alone: Final = self._fewest_keys()

    def heard(self, row: int) -> Place | None:
        """Return the better place in the lists that the fewest keys bring; None for those no keys bring."""
        found = [(*self._place(row, way[: self.fewest]), way[: self.fewest]) for way in self.ways[row]]
        if not found:
            return None
        place, of, keys = min(found, key=lambda each: (each[0], each[2]))
        return Place(keys, place, of)

    def spelled(self, row: int) -> Place | None:
        """Return the place in the shortest list that all keys of a name bring; None for those no keys bring."""
        found = [(*self._place(row, way), way) for way in self.ways[row]]
        if not found:
            return None
        place, of, keys = min(found, key=lambda each: (each[1], each[0], each[2]))
        return Place(keys, place, of)

    def places(self, order: Sequence[int]) -> list[int]:
        """Return the places that the fewest keys bring when the menu reads the rows out in this order; 0 for none."""
        heard: Counter[str] = Counter()
        places = [0] * len(self.ways)
        for row in order:
            if self.ways[row]:
                begins = {way[: self.fewest] for way in self.ways[row]}
                for keys in begins:
                    heard[keys] += 1
                places[row] = min(map(heard.__getitem__, begins))
        return places

    def others(self, row: int, keys: str, most: int) -> list[int]:
        """Return at most so many other rows that match, in order."""
        return [other for other in self._list(keys)[: most + 1] if other != row][:most]

    def _fewest_keys(self) -> list[str]:
        alone = [""] * len(self.ways)
        for way, row, length in zip(self._keys, self._rows, self._lengths(), strict=True):
            if length <= len(way):
                keys = way[:length]
                if not alone[row] or (length, keys) < (len(alone[row]), alone[row]):
                    alone[row] = keys
        return alone

    def _lengths(self) -> list[int]:
        """How many of each sorted way's keys nobody else begins with.

        The nearest others in the list share most with it. A person's own second way may stand between; what is shared
        across it is the lesser of both steps.
        """
        rows = self._rows
        shared = [0, *(_shared(one, other) for one, other in pairwise(self._keys)), 0, 0]
        lengths = []
        for place, row in enumerate(rows):
            before, after = shared[place], shared[place + 1]
            if place and rows[place - 1] == row:
                before = min(before, shared[place - 1])
            if place + 1 < len(rows) and rows[place + 1] == row:
                after = min(after, shared[place + 2])
            lengths.append(max(self.fewest, before + 1, after + 1))
        return lengths

    def _place(self, row: int, keys: str) -> tuple[int, int]:
        """The place of a row that matches, and of how many."""
        rows = self._list(keys)
        return bisect_left(rows, row) + 1, len(rows)

    def _list(self, keys: str) -> list[int]:
        """`filter_users/3`."""
        if keys not in self._lists:
            low, high = bisect_left(self._keys, keys), bisect_left(self._keys, keys + _AFTER_NINE)
            self._lists[keys] = sorted(set(self._rows[low:high]))
        return self._lists[keys]


def _ways(keys: NameKeys | None, search_fields: SearchFields, fewest: int, most: int) -> tuple[str, ...]:
    if keys is None or len(keys.first_last) < fewest:
        return ()
    first_last, last_first = keys.first_last[:most], keys.last_first[:most]
    if search_fields == "both":
        return tuple(sorted({first_last, last_first}))
    return (first_last if search_fields == "first_name" else last_first,)


def _shared(one: str, other: str) -> int:
    """How many keys both begin with."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))
