"""Everybody beside a directory as rows: who is in, who is picked, and where callers would be led."""

from typing import Final, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.admin import Callflows, Candidate, Wanted, found
from ui.admin.wording import leads_to

__all__ = ["CandidateModel", "CandidateRole", "PickedRole", "Which", "WordsRole"]

Which = Literal["all", "in", "out"]
_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()
CandidateRole: Final = Qt.ItemDataRole.UserRole
PickedRole: Final = Qt.ItemDataRole.UserRole + 1
WordsRole: Final = Qt.ItemDataRole.UserRole + 2
"""Where callers are led, and why it is suggested."""


class CandidateModel(QAbstractListModel):
    """Picks stay through searches; a callflow chosen for somebody stays until the directory is read again."""

    picked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Candidate, ...] = ()
        self._rows: list[Candidate] = []
        self.pickable = True
        """Else rows have no box."""
        self._members = 0
        self._picked: dict[str, Candidate] = {}
        self._chosen: dict[str, str] = {}
        self._callflows = Callflows(())
        self._typed, self._which = "", "all"

    @property
    def callflows(self) -> Callflows:
        """What can be chosen from."""
        return self._callflows

    @property
    def members(self) -> int:
        """How many are in."""
        return self._members

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    def show(self, roster: tuple[Candidate, ...], callflows: Callflows) -> None:
        """Show these; nobody is picked."""
        self.beginResetModel()
        self._all, self._callflows = roster, callflows
        self._picked, self._chosen = {}, {}
        self._members = sum(each.member for each in roster)
        self._rows = self._found()
        self.endResetModel()
        self.picked_changed.emit()

    def filter(self, typed: str, which: Which) -> None:
        """Show whom the words find, in or not."""
        self.beginResetModel()
        self._typed, self._which = typed, which
        self._rows = self._found()
        self.endResetModel()

    def candidate_at(self, row: int) -> Candidate | None:
        """Return who stands in `row`."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def toggle(self, row: int) -> None:
        """Pick somebody, or no longer."""
        candidate = self.candidate_at(row)
        if candidate is None:
            return
        if self._picked.pop(candidate.user_id, None) is None:
            self._picked[candidate.user_id] = candidate
        self._changed(row)
        self.picked_changed.emit()

    def pick_shown(self, *, picked: bool) -> None:
        """Pick everybody shown, or nobody at all."""
        self._picked = {**self._picked, **{each.user_id: each for each in self._rows}} if picked else {}
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.picked_changed.emit()

    def choose(self, candidate: Candidate, callflow_id: str) -> None:
        """Lead callers to `candidate` by this callflow."""
        self._chosen[candidate.user_id] = callflow_id
        place = next((row for row, each in enumerate(self._rows) if each.user_id == candidate.user_id), None)
        if place is not None:
            self._changed(place)
        self.picked_changed.emit()

    def leads_to(self, candidate: Candidate) -> str:
        """Return the callflow id by which callers are led to `candidate`, or would be."""
        return leads_to(candidate, self._chosen.get(candidate.user_id))

    @property
    def picked(self) -> int:
        """How many are picked."""
        return len(self._picked)

    @property
    def counts(self) -> tuple[int, int]:
        """How many of the picked would be added and how many removed; the rest has no callflow to be reached by."""
        removing = sum(each.mapped is not None for each in self._picked.values())
        adding = sum(each.mapped is None and bool(self.leads_to(each)) for each in self._picked.values())
        return adding, removing

    @property
    def to_add(self) -> list[Wanted]:
        """Who is picked, not in, and has a callflow."""
        out = (each for each in self._picked.values() if not each.member)
        return [Wanted(each.user_id, flow, each.name) for each in out if (flow := self.leads_to(each))]

    @property
    def to_remove(self) -> list[Wanted]:
        """Who is picked and in."""
        return [Wanted(each.user_id, None, each.name) for each in self._picked.values() if each.member]

    @property
    def to_lead(self) -> list[Wanted]:
        """Members for whom another callflow was chosen."""
        moved = (each for each in self._all if self._chosen and each.member and each.user_id in self._chosen)
        return [
            Wanted(each.user_id, self._chosen[each.user_id], each.name)
            for each in moved
            if self._chosen[each.user_id] != each.mapped
        ]

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Qt: only the top has rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a row from memory."""
        candidate = self.candidate_at(index.row()) if index.isValid() else None
        if candidate is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return candidate.name
            case _ if role == CandidateRole:
                return candidate
            case _ if role == PickedRole:
                return candidate.user_id in self._picked if self.pickable else None
            case _ if role == WordsRole:
                return self._words(candidate)
            case Qt.ItemDataRole.AccessibleTextRole:
                picked = "picked, " if candidate.user_id in self._picked else ""
                state = "in the directory" if candidate.member else "not in the directory"
                return f"{candidate.name}, {picked}{state}, {self._words(candidate)}"
        return None

    def _words(self, candidate: Candidate) -> str:
        flow = self.leads_to(candidate)
        words = f"Reached by {self._callflows.words(flow)}" if flow else self._callflows.words(flow)
        if candidate.user_id in self._chosen:
            return f"{words} – chosen here"
        if candidate.member:
            return words
        return f"{words} – {candidate.suggestion.reason}" if flow else candidate.suggestion.reason

    def _found(self) -> list[Candidate]:
        rows = (each for each in self._all if self._which == "all" or each.member is (self._which == "in"))
        return found(rows, self._typed)

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))
