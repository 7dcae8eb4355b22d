"""What the desk finds: any word of the name in any script, extension and title, typed or keyed. Helpful, not exact.

The caller's exact reading is `app.directory.caller`.
"""

from bisect import bisect_left
from collections.abc import Iterable

from app.directory.dialpad import to_dialpad
from app.directory.entry import Entry
from app.directory.fold import fold, readings
from app.directory.plain import plain

__all__ = ["DeskIndex"]

_LAST = "\U0010ffff"


class DeskIndex:
    """Sorted words of a directory's people, as letters and as keys; a search is a bisection per word typed."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        letters: list[tuple[str, int]] = []
        keys: list[tuple[str, int]] = []
        for row, entry in enumerate(entries):
            names = {
                way.text for word in readings(f"{plain(entry.first_name)} {plain(entry.last_name)}") for way in word
            }
            numbers = {fold(number).replace(" ", "") for number in (entry.number, *entry.numbers)} - {""}
            letters += [(word, row) for word in names | numbers | _words(entry.title)]
            keys += [(spelled, row) for spelled in {to_dialpad(name) for name in names} | numbers if spelled]
        letters.sort()
        keys.sort()
        self._letters = _Prefixes(letters)
        self._keys = _Prefixes(keys)

    def by_keys(self, keys: str) -> set[int]:
        """Rows with a word of the name, or a number, that begins with the digits `keys`."""
        return self._keys.find(keys) if keys else set()

    def by_text(self, text: str) -> set[int]:
        """Rows in which every word of `text` begins a word of the name, the title or a number, in any order."""
        words = fold(text).split()
        if not words:
            return set()
        found = self._letters.find(words[0])
        for word in words[1:]:
            found &= self._letters.find(word)
        return found


def _words(text: str) -> set[str]:
    return {way.text for word in readings(plain(text)) for way in word}


class _Prefixes:
    def __init__(self, pairs: list[tuple[str, int]]) -> None:
        self._words = [word for word, _ in pairs]
        self._rows = [row for _, row in pairs]

    def find(self, beginning: str) -> set[int]:
        low = bisect_left(self._words, beginning)
        high = bisect_left(self._words, beginning + _LAST)
        return set(self._rows[low:high])
