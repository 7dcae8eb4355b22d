"""Editing one directory's settings: typed, looked at, sent; refused or met by somebody else's change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.admin import Draft, Editing, Merge
from app.problem import Problem
from ui.admin.form import SettingsForm
from ui.admin.review import ConflictView, PreviewView
from ui.core import Core
from ui.theme import Look

if TYPE_CHECKING:
    from app.desk import Met, Refused, Saved
    from app.kazoo import StoredDirectory

__all__ = ["SettingsFlow"]


class SettingsFlow(QStackedWidget):
    """`saved` brings the directory as it is stored now; until then nothing that was typed is lost."""

    saved = Signal(object)
    given_up = Signal()
    """A new directory is not wanted after all."""
    problem = Signal(Problem)
    unsure = Signal(Problem)
    """It could not be sent, or nobody knows whether it was."""
    forbidden = Signal(Problem)

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._directory: StoredDirectory | None = None
        self.form = SettingsForm(look)
        self.preview = PreviewView(look)
        self.conflict = ConflictView(look)
        for view in (self.form, self.preview, self.conflict):
            self.addWidget(view)
        self.form.reviewed.connect(self._show_preview)
        self.form.discarded.connect(self._discard)
        self.preview.confirmed.connect(self._send)
        self.preview.cancelled.connect(self._show_form)
        self.conflict.resolved.connect(self._go_on_with)
        self.conflict.cancelled.connect(self._take_theirs)

    def show_editing(self, editing: Editing | None, *, read_only: bool = False) -> None:
        """Edit a directory as it was read, or with None begin a new one."""
        self._directory = editing.directory if editing else None
        self.form.show_draft(editing.draft if editing else Draft.new(), read_only=read_only)
        self._show_form()

    @property
    def dirty(self) -> bool:
        """Whether something typed would be lost."""
        return self.form.dirty

    def _show_form(self) -> None:
        self.setCurrentWidget(self.form)

    def _show_preview(self) -> None:
        self.preview.show_draft(self.form.draft)
        self.setCurrentWidget(self.preview)

    def _discard(self) -> None:
        if self._directory is None:
            self.given_up.emit()
        else:
            self.form.show_draft(Draft.of(self._directory.fields))

    def _send(self) -> None:
        self.preview.show_busy(True)
        request = self._core.admin_save(self._directory, self.form.draft, self)
        request.succeeded.connect(self._answered)
        request.failed.connect(self._not_sent)

    def _answered(self, answer: "Saved | Refused | Met") -> None:
        from app.desk import Met, Saved  # noqa: PLC0415 - the desk is loaded by now

        self.preview.show_busy(False)
        if isinstance(answer, Saved):
            self._directory = answer.directory
            self.form.show_draft(Draft.of(answer.directory.fields))
            self._show_form()
            self.saved.emit(answer.directory)
        elif isinstance(answer, Met):
            self._show_conflict(answer.newest)
        else:
            self._refused(answer)

    def _refused(self, answer: "Refused") -> None:
        self._show_form()
        homeless = self.form.show_complaints(answer.complaints)
        if answer.read_only:
            self.forbidden.emit(answer.problem)
        elif homeless or not answer.complaints:
            self.problem.emit(answer.problem)

    def _not_sent(self, problem: Problem) -> None:
        self.preview.show_busy(False)
        self._show_form()
        self.unsure.emit(problem)

    def _show_conflict(self, newest: "StoredDirectory") -> None:
        base = self._directory.fields if self._directory else {}
        self._directory = newest
        self.conflict.show_merge(Merge(base, newest.fields, self.form.draft))
        self.setCurrentWidget(self.conflict)

    def _go_on_with(self, draft: Draft) -> None:
        self.form.show_draft(draft)
        if draft.changes:
            self._show_preview()
        else:
            self._show_form()
            if self._directory is not None:
                self.saved.emit(self._directory)

    def _take_theirs(self) -> None:
        if self._directory is not None:
            self._go_on_with(Draft.of(self._directory.fields))
