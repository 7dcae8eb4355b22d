"""What the window asks about whom callers reach."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject

from ui.asking import Asking, Progress, write_file
from ui.bridge import Request

if TYPE_CHECKING:
    from app.directory import Profile, Snapshot
    from app.directory.audit import Audit

__all__ = ["AuditRequests"]


class AuditRequests(Asking):
    """The audit's part of `Core`. Nothing here needs somebody signed in: a snapshot is all there is to it."""

    def audit(self, snapshot: "Snapshot", profile: "Profile", progress: Progress, owner: QObject) -> Request:
        """Audit a directory; answers `ui.audit.rows.Rows`. Cancelling ends the work."""
        return self._bridge.ask(_audit(snapshot, profile, self._on_gui(progress, owner)), owner)

    def write_audit(self, path: str, audit: "Audit", form: Literal["csv", "json"], owner: QObject) -> Request:
        """Write an audit to a file; answers the path."""
        return self._bridge.ask(asyncio.to_thread(_written, Path(path), audit, form), owner)


async def _audit(snapshot: "Snapshot", profile: "Profile", progress: Progress) -> object:
    from app.auditing import audited, uncollected  # noqa: PLC0415 - wanted when the page is
    from ui.audit.rows import rows_of  # noqa: PLC0415

    with uncollected(len(snapshot.entries)):
        return await asyncio.to_thread(rows_of, await audited(snapshot, profile, progress), snapshot)


def _written(path: Path, audit: "Audit", form: str) -> str:
    import msgspec  # noqa: PLC0415 - wanted late

    from app.directory.audit import audit_as_csv, audit_as_data  # noqa: PLC0415

    content = audit_as_csv(audit).encode("utf-8-sig") if form == "csv" else msgspec.json.encode(audit_as_data(audit))
    return write_file(path, content)
