"""The order people expect a printed or shown directory in: by the language's own collation (ICU), not by bytes."""

from collections.abc import Callable, Iterable

import icu

from app.directory.entry import Entry, SortBy
from app.directory.plain import plain

__all__ = ["collation_key", "in_reading_order"]


def collation_key(locale: str) -> Callable[[str], bytes]:
    """Return a function from text to a sort key for `locale` (`de`, `sv_SE`, `de@collation=phonebook`)."""
    collator = icu.Collator.createInstance(icu.Locale(locale))
    key: Callable[[str], bytes] = collator.getSortKey
    return key


def in_reading_order(entries: Iterable[Entry], sort_by: SortBy, locale: str = "en") -> list[Entry]:
    """Sort as `sort_by` says, then by the other name, then by number; people without any name come last."""
    key_of = collation_key(locale)

    def key(entry: Entry) -> tuple[bool, bytes, bytes, str, str]:
        first, last = plain(entry.first_name), plain(entry.last_name)
        leading, other = (last, first) if sort_by == "last_name" else (first, last)
        if not leading:
            leading, other = other, ""
        return (not leading, key_of(leading), key_of(other), entry.number, entry.user_id)

    return sorted(entries, key=key)
