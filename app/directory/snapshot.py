"""What the book publishes and everything to its right reads: entries, ready to search, never changed afterwards."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve, field, frozen

from app.directory.entry import Directory, Entry
from app.directory.order import in_reading_order
from app.directory.search import Found, Index, read_query

__all__ = ["Snapshot"]


@frozen
class Snapshot:
    """A directory as it was at `fetched_at` (aware, UTC), entries in reading order."""

    directory: Directory
    entries: tuple[Entry, ...]
    fetched_at: datetime
    index: Index = field(repr=False, eq=False)
    _rows: Mapping[str, int] = field(repr=False, eq=False)

    @_rows.default
    def _by_user_id(self) -> dict[str, int]:
        return {entry.user_id: row for row, entry in enumerate(self.entries)}

    @classmethod
    def of(cls, directory: Directory, entries: Iterable[Entry], fetched_at: datetime, locale: str = "en") -> "Snapshot":
        """Sort and index `entries`; for 100,000 people this takes seconds, so never on the GUI thread."""
        ordered = tuple(in_reading_order(entries, directory.sort_by, locale))
        return cls(directory, ordered, fetched_at, Index(ordered, directory.search_fields))

    def retitled(self, told: Mapping[str, tuple[str, str]]) -> "Snapshot":
        """Return the successor in which people, by user id, have this title and email; it shares the rest.

        Sorts and indexes nothing anew: some milliseconds for a few of 100,000 people. Who is not here is left out.
        """
        entries = list(self.entries)
        titles: dict[int, tuple[str, str]] = {}
        for user_id, (title, email) in told.items():
            row = self.row_of(user_id)
            if row is not None:
                titles[row] = (entries[row].title, title)
                entries[row] = evolve(entries[row], title=title, email=email)
        return Snapshot(self.directory, tuple(entries), self.fetched_at, self.index.retitled(titles), self._rows)

    def find(self, typed: str) -> Found:
        """Search by keys or text, whichever `typed` is."""
        return self.index.find(read_query(typed))

    def row_of(self, user_id: str) -> int | None:
        """The row of a person in `entries`, or None: not in this directory."""
        return self._rows.get(user_id)
