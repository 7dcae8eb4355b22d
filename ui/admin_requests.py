"""What the window asks when directories are administered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.asking import Asking, Progress
from ui.bridge import Request

if TYPE_CHECKING:
    from app.admin import Draft, Loss, Wanted
    from app.kazoo import StoredDirectory
    from app.store import DirectoryCopy

__all__ = ["AdminRequests"]


class AdminRequests(Asking):
    """The administrator's part of `Core`; answers are those of `app.desk.Administration`."""

    def admin_overview(self, owner: QObject) -> Request:
        """Ask for `Overview`."""
        return self._ask_desk(lambda desk: desk.administration.overview(), owner)

    def admin_open(self, directory_id: str, owner: QObject) -> Request:
        """Ask for `Editing`."""
        return self._ask_desk(lambda desk: desk.administration.open(directory_id), owner)

    def admin_people(self, directory_id: str, owner: QObject) -> Request:
        """Ask for `People`."""
        return self._ask_desk(lambda desk: desk.administration.people(directory_id), owner)

    def admin_save(self, directory: "StoredDirectory | None", draft: "Draft", owner: QObject) -> Request:
        """Save a directory, or with None create it; answers `Saved`, `Refused` or `Met`."""
        if directory is None:
            return self._ask_desk(lambda desk: desk.administration.create(draft), owner)
        return self._ask_desk(lambda desk: desk.administration.save(directory, draft), owner)

    def admin_members(
        self, directory_id: str, wanted: "Sequence[Wanted]", progress: Progress, owner: QObject
    ) -> Request:
        """Change memberships; answers `Outcome`, also after `admin_stop`."""
        told = self._on_gui(progress, owner)
        return self._ask_desk(lambda desk: desk.administration.change_members(directory_id, wanted, told), owner)

    def admin_stop(self, owner: QObject) -> Request:
        """Let what was asked before and runs over many members end early."""
        return self._ask_desk(lambda desk: desk.administration.stop(), owner)

    def admin_loss(self, directory_id: str, owner: QObject) -> Request:
        """Ask for `Loss`."""
        return self._ask_desk(lambda desk: desk.administration.what_is_lost(directory_id), owner)

    def admin_delete(self, loss: "Loss", progress: Progress, owner: QObject) -> Request:
        """Delete a directory; answers the `DirectoryCopy` that is kept, or `StillThere`."""
        told = self._on_gui(progress, owner)
        return self._ask_desk(lambda desk: desk.administration.delete(loss, told), owner)

    def admin_restore(self, copy: "DirectoryCopy", progress: Progress, owner: QObject) -> Request:
        """Bring a directory back; answers `Restored`."""
        told = self._on_gui(progress, owner)
        return self._ask_desk(lambda desk: desk.administration.restore(copy, told), owner)

    def admin_forget(self, copy: "DirectoryCopy", owner: QObject) -> Request:
        """Drop the copy of a deleted directory."""
        return self._ask_desk(lambda desk: desk.administration.forget(copy), owner)
