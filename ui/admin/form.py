"""The settings of a directory as a form; it holds the draft."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.admin import FIELDS, Draft
from app.kazoo import Complaint
from ui.admin.field_row import FieldRow
from ui.theme import SPACE, Button, ButtonKind, Look, tag, text_label

__all__ = ["SettingsForm"]


class SettingsForm(QWidget):
    """What is typed is checked at once, each problem at its field; `reviewed` asks to look at what would be sent."""

    edited = Signal()
    reviewed = Signal()
    discarded = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = Draft.new()
        self._read_only = False
        self._touched = False
        self.rows = {field.key: FieldRow(look, field) for field in FIELDS}
        self.review = Button(look, "Review and save…", icon="check", kind=ButtonKind.ACCENT)
        self.discard = Button(look, "Discard changes")
        self.state = text_label("sub")
        self._place()
        for row in self.rows.values():
            row.changed.connect(self._take)
            if isinstance(row.control, QLineEdit):
                row.control.returnPressed.connect(self._review)
        self.review.clicked.connect(self._review)
        self.discard.clicked.connect(self.discarded)

    def show_draft(self, draft: Draft, *, read_only: bool = False) -> None:
        """Edit `draft` from now on, or only show it."""
        self.draft, self._read_only, self._touched = draft, read_only, False
        for key, row in self.rows.items():
            row.show_value(draft.values[key])
            row.set_read_only(read_only)
        self._show_state()
        self.show_complaints(())

    def show_complaints(self, complaints: Iterable[Complaint]) -> list[Complaint]:
        """Say each at its field; returns those of no field here."""
        by_field: dict[str, list[str]] = {}
        homeless = []
        for complaint in complaints:
            key = complaint.path.partition(".")[0]
            if key in self.rows:
                by_field.setdefault(key, []).append(complaint.message)
            else:
                homeless.append(complaint)
        warnings = {warning.path: warning.message for warning in self.draft.warnings}
        for key, row in self.rows.items():
            said = " ".join(by_field.get(key, ()))
            row.show_problem(said or warnings.get(key, ""), warning=not said)
        if by_field:
            self._go_to(next(key for key in self.rows if key in by_field))
        return homeless

    @property
    def dirty(self) -> bool:
        """Whether something would be lost."""
        begun = self._touched or bool(self.draft.stored)  # of a new one everything is a change
        return not self._read_only and begun and bool(self.draft.changes)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.rows["name"].control.setFocus()
        self._area.verticalScrollBar().setValue(0)

    def _place(self) -> None:
        inside = tag(QWidget(), "")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        column.setSpacing(SPACE.xl)
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch(1)
        inside.setMaximumWidth(720)
        self._area = tag(QScrollArea(), "plain")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        below = QHBoxLayout()
        below.setContentsMargins(SPACE.l, 0, SPACE.l, SPACE.s)
        below.setSpacing(SPACE.s)
        below.addWidget(self.state, 1)
        below.addWidget(self.discard)
        below.addWidget(self.review)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE.s)
        whole.addWidget(self._area, 1)
        whole.addLayout(below)

    def _take(self) -> None:
        self._touched = True
        self.draft = self.draft.with_values(**{key: row.value for key, row in self.rows.items()})
        complaints = {each.path: each.message for each in self.draft.complaints}
        warnings = {each.path: each.message for each in self.draft.warnings}
        for key, row in self.rows.items():
            row.show_problem(complaints.get(key, warnings.get(key, "")), warning=key not in complaints)
        self._show_state()
        self.edited.emit()

    def _review(self) -> None:
        if self._read_only or not self.review.isEnabled():
            return
        if self.draft.complaints:
            self.show_complaints(self.draft.complaints)
        else:
            self.reviewed.emit()

    def _show_state(self) -> None:
        changes = len(self.draft.changes)
        new = not self.draft.stored
        self.review.setVisible(not self._read_only)
        self.discard.setVisible(not self._read_only)
        self.review.setEnabled(bool(changes))
        self.discard.setEnabled(self.dirty or new)
        self.discard.set_face("Cancel" if new else "Discard changes", "")
        if self._read_only or new:
            self.state.setText("")
        else:
            self.state.setText("1 unsaved change" if changes == 1 else f"{changes} unsaved changes" if changes else "")

    def _go_to(self, key: str) -> None:
        row = self.rows[key]
        row.control.setFocus()
        self._area.ensureWidgetVisible(row)
