"""What the window asks of the history of calls."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.asking import Asking
from ui.bridge import Request

if TYPE_CHECKING:
    from app.store import Record, WhichCalls

__all__ = ["HistoryRequests"]


class HistoryRequests(Asking):
    """The history's part of `Core`; `history_changed` tells when to ask again."""

    def history_page(
        self, typed: str, which: "WhichCalls", after: "Record | None", limit: int, owner: QObject
    ) -> Request:
        """Ask for the calls a search finds, newest first, those that follow `after`: a list of `Record`."""
        return self._ask_desk(lambda desk: desk.journal.page(typed, which, after, limit), owner)

    def history_count(self, typed: str, which: "WhichCalls", owner: QObject) -> Request:
        """Ask how many calls a search finds."""
        return self._ask_desk(lambda desk: desk.journal.count(typed, which), owner)

    def look_at_missed(self, owner: QObject) -> Request:
        """The missed calls have been seen."""
        return self._ask_desk(lambda desk: desk.journal.look(), owner)

    def forget_calls(self, rows: Collection[int], owner: QObject) -> Request:
        """Delete calls from the history."""
        wanted = tuple(rows)
        return self._ask_desk(lambda desk: desk.journal.delete(wanted), owner)

    def forget_all_calls(self, owner: QObject) -> Request:
        """Delete the whole history."""
        return self._ask_desk(lambda desk: desk.journal.delete_all(), owner)
