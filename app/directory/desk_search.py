"""What the desk finds: any word of the name in any script, extension and title, typed or keyed. Helpful, not exact.

The caller's exact reading is `app.directory.caller`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import copy

from app.directory.dialpad import to_dialpad
from app.directory.entry import Entry
from app.directory.fold import fold, readings
from app.directory.plain import plain

__all__ = ["DeskIndex"]

_LAST = "\U0010ffff"


class DeskIndex:
    """Sorted words of a directory's people, as letters and as keys; a search is a bisection or two per word typed.

    Titles stand apart: they come late and a few at a time, while names and numbers stay as they are.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        letters: list[tuple[str, int]] = []
        keys: list[tuple[str, int]] = []
        titles: list[tuple[str, int]] = []
        for row, entry in enumerate(entries):
            names = {
                way.text for word in readings(f"{plain(entry.first_name)} {plain(entry.last_name)}") for way in word
            }
            numbers = {fold(number).replace(" ", "") for number in (entry.number, *entry.numbers)} - {""}
            letters += [(word, row) for word in names | numbers]
            titles += [(word, row) for word in _words(entry.title)]
            keys += [(spelled, row) for spelled in {to_dialpad(name) for name in names} | numbers if spelled]
        self._letters = _Prefixes.of(letters)
        self._keys = _Prefixes.of(keys)
        self._titles = _Prefixes.of(titles)

    def retitled(self, titles: Mapping[int, tuple[str, str]]) -> "DeskIndex":
        """Return an index in which these rows have another title: the one before, the one now."""
        words = [(row, _words(before), _words(now)) for row, (before, now) in titles.items()]
        gone = [(word, row) for row, before, now in words for word in before - now]
        come = [(word, row) for row, before, now in words for word in now - before]
        successor = copy(self)
        successor._titles = self._titles.with_changes(gone, come)
        return successor

    def by_keys(self, keys: str) -> set[int]:
        """Rows with a word of the name, or a number, that begins with the digits `keys`."""
        return self._keys.find(keys) if keys else set()

    def by_text(self, text: str) -> set[int]:
        """Rows in which every word of `text` begins a word of the name, the title or a number, in any order."""
        words = fold(text).split()
        if not words:
            return set()
        found = self._beginning(words[0])
        for word in words[1:]:
            found &= self._beginning(word)
        return found

    def _beginning(self, word: str) -> set[int]:
        return self._letters.find(word) | self._titles.find(word)


def _words(text: str) -> set[str]:
    return {way.text for word in readings(plain(text)) for way in word}


class _Prefixes:
    """Words and the rows they stand for, side by side, sorted by word and then row; never changed afterwards."""

    def __init__(self, words: Sequence[str], rows: Sequence[int]) -> None:
        self._words = words
        self._rows = rows

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> "_Prefixes":
        """Sort the pairs; none comes twice."""
        ordered = sorted(pairs)
        return cls([word for word, _ in ordered], [row for _, row in ordered])

    def find(self, beginning: str) -> set[int]:
        low = bisect_left(self._words, beginning)
        high = bisect_left(self._words, beginning + _LAST)
        return set(self._rows[low:high])

    def with_changes(self, gone: Iterable[tuple[str, int]], come: Iterable[tuple[str, int]]) -> "_Prefixes":
        """Return a copy without the pairs `gone`, which must be here, and with the pairs `come`, which must not.

        What lies between two changes is copied as one slice.
        """
        changes = [(self._place(pair), 0, pair) for pair in come] + [(self._place(pair), 1, pair) for pair in gone]
        words: list[str] = []
        rows: list[int] = []
        done = 0
        for place, skipped, (word, row) in sorted(changes):
            words += self._words[done:place]
            rows += self._rows[done:place]
            if not skipped:
                words.append(word)
                rows.append(row)
            done = place + skipped
        words += self._words[done:]
        rows += self._rows[done:]
        return _Prefixes(words, rows)

    def _place(self, pair: tuple[str, int]) -> int:
        word, row = pair
        low = bisect_left(self._words, word)
        return bisect_left(self._rows, row, low, bisect_right(self._words, word, low))
