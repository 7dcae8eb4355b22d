"""The people a search found, as rows."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from attrs import frozen
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.directory import Entry, Found, QueryKind, Snapshot, Span, display_name, matched_letters
from ui.people.presence import Presence, presence_of

__all__ = ["DeskOnlyRole", "EntryRole", "MatchRole", "NumberMatchRole", "PeopleModel", "PresenceRole", "Row", "RowRole"]

_TOP: Final = QModelIndex()
EntryRole: Final = Qt.ItemDataRole.UserRole
MatchRole: Final = Qt.ItemDataRole.UserRole + 1
PresenceRole: Final = Qt.ItemDataRole.UserRole + 2
DeskOnlyRole: Final = Qt.ItemDataRole.UserRole + 3
"""True where a caller's keys find some people, but not this one."""
NumberMatchRole: Final = Qt.ItemDataRole.UserRole + 4
"""How many characters of the number the keys matched."""

RowRole: Final = Qt.ItemDataRole.UserRole + 5
"""All of it at once, a `Row`: a repaint asks for every row, and each question costs."""

_DESK_ONLY: Final = "A caller who keys this does not reach this person: found by number or another part of the name."

_Index = QModelIndex | QPersistentModelIndex


@frozen
class Row:
    """A person as found by the search in force."""

    entry: Entry
    name: str
    matches: list[Span]
    presence: Presence
    desk_only: bool
    number_matches: int


class PeopleModel(QAbstractTableModel):
    """One column, one row per person found. A search swaps all rows at once: at any size that is the quick way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._found: Found | None = None
        self._rows: Sequence[int] = ()
        self._presence: dict[str, Presence] = {}
        self._spans: dict[int, list[Span]] = {}

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Qt: a row is drawn as a whole."""
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a look-up in memory, never a query; asked for every visible row of every repaint."""
        entry = self.entry_at(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == RowRole:
            return self._row(entry, index.row())
        if role == EntryRole:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name_of(entry)
        return self._detail(entry, index.row(), role)

    def show(self, snapshot: Snapshot, found: Found) -> None:
        """Show what `found` lists of `snapshot`."""
        self.beginResetModel()
        self._snapshot, self._found, self._rows = snapshot, found, found.rows
        self._spans = {}
        self.endResetModel()

    def set_presence(self, user_id: str, presence: Presence) -> None:
        """Show what the phones of `user_id` tell; it outlives the snapshot."""
        if self._presence.get(user_id, Presence.UNKNOWN) is not presence:
            self._presence[user_id] = presence
            self._row_changed(user_id)

    def forget_presence(self) -> None:
        """Nothing is known of anybody any more."""
        self._presence = {}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def entry_at(self, row: int) -> Entry | None:
        """Return the person of `row`."""
        if self._snapshot is None or not 0 <= row < len(self._rows):
            return None
        return self._snapshot.entries[self._rows[row]]

    def row_of(self, user_id: str) -> int | None:
        """Return the row of `user_id`, None when the search did not find them."""
        place = self._place_of(user_id)
        if place is None or self._found is None:
            return None
        callers = self._found.by_caller
        for low, high in ((0, callers), (callers, len(self._rows))):
            row = bisect_left(self._rows, place, low, high)
            if row < high and self._rows[row] == place:
                return row
        return None

    def name_of(self, entry: Entry) -> str:
        """The name as this directory orders it."""
        return display_name(entry, self._snapshot.directory.sort_by if self._snapshot else "first_name")

    def presence_of(self, entry: Entry) -> Presence:
        """What is known of whether `entry` can be disturbed."""
        return presence_of(entry, self._presence.get(entry.user_id, Presence.UNKNOWN))

    def _detail(self, entry: Entry, row: int, role: int) -> object:
        if role == MatchRole:
            return self._matches(entry, row)
        if role == PresenceRole:
            return self.presence_of(entry)
        if role == DeskOnlyRole:
            return self._set_apart(row)
        if role == NumberMatchRole:
            return self._keys_of_number(entry, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _DESK_ONLY if self._desk_only(row) else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(entry, row)
        return None

    def _matches(self, entry: Entry, row: int) -> list[Span]:
        if self._snapshot is None or self._found is None:
            return []
        if row not in self._spans:
            directory = self._snapshot.directory
            self._spans[row] = matched_letters(entry, self._found.query, directory.search_fields, directory.sort_by)
        return self._spans[row]

    def _row(self, entry: Entry, row: int) -> Row:
        return Row(
            entry,
            self.name_of(entry),
            self._matches(entry, row),
            self.presence_of(entry),
            self._set_apart(row),
            self._keys_of_number(entry, row),
        )

    def _set_apart(self, row: int) -> bool:
        return self._desk_only(row) and self._found is not None and self._found.by_caller > 0

    def _desk_only(self, row: int) -> bool:
        return self._found is not None and self._found.query.kind is QueryKind.KEYS and row >= self._found.by_caller

    def _keys_of_number(self, entry: Entry, row: int) -> int:
        if self._found is None or not self._desk_only(row):
            return 0
        keys = self._found.query.text
        return len(keys) if entry.number.startswith(keys) else 0

    def _spoken(self, entry: Entry, row: int) -> str:
        presence = self.presence_of(entry)
        parts = (
            self.name_of(entry),
            entry.title,
            f"extension {entry.number}" if entry.number else "",
            presence.value if presence is not Presence.UNKNOWN else "",
            entry.trouble.value if entry.trouble else "",
            "not reached by a caller with these keys" if self._desk_only(row) else "",
        )
        return ", ".join(filter(None, parts))

    def _place_of(self, user_id: str) -> int | None:
        return self._snapshot.row_of(user_id) if self._snapshot else None

    def _row_changed(self, user_id: str) -> None:
        row = self.row_of(user_id)
        if row is not None:
            self._spans.pop(row, None)
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
