"""What the audit can be taken away as."""

from datetime import date
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.directory import Profile, Snapshot, plain
from app.directory.audit import Audit
from app.problem import Problem
from ui.core import Core
from ui.theme import Look, Tone

__all__ = ["ExportMenu"]

Form = Literal["csv", "json"]

_FORMS: Final[tuple[tuple[Form, str], ...]] = (("csv", "Spreadsheet (CSV)…"), ("json", "Data (JSON)…"))


class ExportMenu(QMenu):
    """Saves the audit as a table or as data, or puts it behind the directory on paper."""

    told = Signal(Problem, str, Tone)
    """What came of it, for a banner."""

    def __init__(self, look: Look, core: Core, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._core = core
        self._audit: Audit | None = None
        self._snapshot: Snapshot | None = None
        self._profile: Profile | None = None
        for form, text in _FORMS:
            self.addAction(text).triggered.connect(partial(self._choose_file, form))
        self.addAction("PDF with the audit…").triggered.connect(self._show_paper)

    def offer(self, audit: Audit, snapshot: Snapshot, profile: Profile, below: QWidget) -> None:
        """Open the menu below its button."""
        self._audit, self._snapshot, self._profile = audit, snapshot, profile
        self.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _choose_file(self, form: Form) -> None:
        audit = self._audit
        if audit is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = "".join(char for char in plain(audit.directory.name) if char.isalnum() or char in " -_()").strip()
        start = f"{folder}/{name or 'directory'} audit {date.today():%Y-%m-%d}.{form}"
        dialog = QFileDialog(self.parentWidget(), "Save the audit", start, f"{form.upper()} (*.{form})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._write, audit, form))
        dialog.open()

    def _write(self, audit: Audit, form: Form, path: str) -> None:
        request = self._core.write_audit(path, audit, form, self)
        request.succeeded.connect(self._written)
        request.failed.connect(self._not_written)

    def _written(self, path: str) -> None:
        self.told.emit(Problem("The audit was saved.", f"It is in {path}"), "", Tone.INFO)

    def _not_written(self, problem: Problem) -> None:
        self.told.emit(problem, "", Tone.WARN)

    def _show_paper(self) -> None:
        from ui.export import show_paper  # noqa: PLC0415 - QtPdf and QtPrintSupport are wanted late

        if self._snapshot is not None:
            show_paper(self._look, self._core, self._snapshot, self._window(), audited_as=self._profile)

    def _window(self) -> QWidget:
        parent = self.parentWidget()
        return parent.window() if parent else self
