"""The heads people stand under: the letters of the language (ICU), other scripts under their name."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import icu

from app.directory import Entry, SortBy, in_reading_order, plain
from app.export.layout import Group

__all__ = ["Headings", "grouped", "leading_name"]

_BEFORE_LETTERS: Final = "#"
_AFTER_LETTERS: Final = "…"
_NO_SCRIPT: Final = ("Zyyy", "Zinh", "Zzzz")
_SYLLABARIES: Final = ("Hira", "Kana")  # one order for both, so one head


def leading_name(entry: Entry, sort_by: SortBy) -> str:
    """The name a person is sorted by; empty only for somebody without any name."""
    if sort_by == "last_name":
        return plain(entry.last_name) or plain(entry.first_name)
    return plain(entry.first_name) or plain(entry.last_name)


class Headings:
    """Finds the head of a name in the order of `locale`; `nameless` is the one of people without a name."""

    def __init__(self, locale: str, nameless: str) -> None:
        self._locale = icu.Locale(locale)
        self._nameless = nameless
        index = icu.AlphabeticIndex(self._locale).addLabels(icu.Locale("en"))
        self._index = index.buildImmutableIndex()
        buckets = [self._index[number] for number in range(self._index.bucketCount)]
        normal = icu.UAlphabeticIndexLabelType.NORMAL
        self._labels = [label if kind == normal else "" for label, kind in buckets]
        self._scripts: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the letter, or the name of the script, or a sign for names that begin with neither."""
        if not name:
            return self._nameless
        bucket = self._index.getBucketIndex(name)
        return self._labels[bucket] or self._script(name[0], bucket)

    def _script(self, char: str, bucket: int) -> str:
        code = icu.Script.getScript(char).getShortName()
        if code in _NO_SCRIPT:
            return _AFTER_LETTERS if bucket else _BEFORE_LETTERS
        if code not in self._scripts:
            tag = f"und-{'Hrkt' if code in _SYLLABARIES else code}"
            self._scripts[code] = str(icu.Locale.forLanguageTag(tag).getDisplayScript(self._locale))
        return self._scripts[code]


def grouped(
    entries: Sequence[Entry], sort_by: SortBy, locale: str, headings: Headings
) -> tuple[Sequence[Entry], list[Group]]:
    """Return the entries in order, and their groups.

    Entries sorted for another language than `locale` would stand under the same head in several places; they are
    sorted anew.
    """
    groups = _groups([headings.of(leading_name(entry, sort_by)) for entry in entries])
    if len({group.label for group in groups}) == len(groups):
        return entries, groups
    entries = in_reading_order(entries, sort_by, locale)
    return entries, _groups([headings.of(leading_name(entry, sort_by)) for entry in entries])


def _groups(labels: Iterable[str]) -> list[Group]:
    groups: list[Group] = []
    start = 0
    for label, people in groupby(labels):
        stop = start + sum(1 for _ in people)
        groups.append(Group(label, start, stop))
        start = stop
    return groups
