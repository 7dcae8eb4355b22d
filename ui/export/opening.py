"""Which paper is shown: the directory rendered here, or KAZOO's own PDF of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.directory import ALL_DIRECTORIES, KAZOO_4, Profile, Snapshot, plain
from ui.bridge import Request
from ui.core import Core
from ui.export.paper_dialog import PaperDialog
from ui.theme import Look

if TYPE_CHECKING:
    from app.desk import PageSize

__all__ = ["show_paper", "show_servers_paper"]

Progress = Callable[[int, int], None]


def show_paper(
    look: Look, core: Core, snapshot: Snapshot, parent: QWidget, *, audited_as: Profile | None = None
) -> None:
    """Show the open directory as it is rendered here; with the audit by that menu at once, or when it is asked for."""

    def render(size: "PageSize", audit: bool, progress: Progress) -> Request:
        return core.export_pdf(size, (audited_as or KAZOO_4) if audit else None, progress, dialog)

    can_be_audited = snapshot.directory.id != ALL_DIRECTORIES.id
    audit = audited_as is not None if can_be_audited else None
    name = plain(snapshot.directory.name)
    dialog = PaperDialog(look, core, name, sizes=("A4", "Letter"), audit=audit, parent=parent)
    dialog.begin(render)
    dialog.open()


def show_servers_paper(look: Look, core: Core, snapshot: Snapshot, parent: QWidget) -> None:
    """Show the PDF that KAZOO renders of the open directory."""

    def fetch(_: "PageSize", __: bool, ___: Progress) -> Request:
        return core.server_pdf(snapshot.directory.id, dialog)

    title = f"{plain(snapshot.directory.name)} (KAZOO's PDF)"
    dialog = PaperDialog(look, core, title, sizes=(), parent=parent)
    dialog.begin(fetch)
    dialog.open()
