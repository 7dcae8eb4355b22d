"""Deleting a directory: what is lost is named first; and those deleted, to be brought back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.admin import Loss
from app.directory import plain
from app.problem import Problem
from ui.admin.progress import ProgressView
from ui.admin.wording import copy_words, loss_lines
from ui.bridge import Request
from ui.choices import Choice, ChoiceDelegate, ChoiceModel
from ui.core import Core
from ui.theme import SEMIBOLD, SPACE, TEXT, Button, ButtonKind, Look, RowsView, WrappedLabel, text_font, text_label

if TYPE_CHECKING:
    from app.desk import StillThere
    from app.store import DirectoryCopy

__all__ = ["DeletedView", "DeletionFlow"]


class DeletionFlow(QStackedWidget):
    """`deleted` brings the copy that is kept."""

    deleted = Signal(object)
    cancelled = Signal()
    problem = Signal(Problem)
    not_deleted = Signal(Problem, object)
    """It is still there; with the copy that brings back who was taken out, or None."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._loss: Loss | None = None
        self._asking: Request | None = None
        self.running = False
        self.waiting = text_label("sub", "Looking what would be lost…")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = WrappedLabel(look, text_font(TEXT.heading, SEMIBOLD), "text", 3)
        self.lost = text_label("body", wrap=True)
        self.go_on = Button(look, "Delete directory", icon="trash", kind=ButtonKind.DANGER)
        self.stay = Button(look, "Keep it")
        self.progress = ProgressView(look)
        self.question = QWidget()
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addStretch(1)
        below.addWidget(self.stay)
        below.addWidget(self.go_on)
        column = QVBoxLayout(self.question)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.s)
        column.setSpacing(SPACE.l)
        column.addWidget(self.title)
        column.addWidget(self.lost)
        column.addStretch(1)
        column.addLayout(below)
        for view in (self.waiting, self.question, self.progress):
            self.addWidget(view)
        self.go_on.clicked.connect(self._delete)
        self.stay.clicked.connect(self.cancelled)
        self.progress.stopped.connect(self._stop)

    def ask(self, directory_id: str) -> None:
        """Look what would be lost, then ask."""
        self.setCurrentWidget(self.waiting)
        self.give_up()
        self._asking = self._core.admin_loss(directory_id, self)
        self._asking.succeeded.connect(self._show)
        self._asking.failed.connect(self.problem)

    def give_up(self) -> None:
        """The question is not wanted any more."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _show(self, loss: Loss) -> None:
        self._asking, self._loss = None, loss
        self.title.show_text(f"Delete “{plain(loss.name) or plain(loss.directory.id)}”?")
        self.lost.setText("\n\n".join(loss_lines(loss)))
        self.setCurrentWidget(self.question)
        self.stay.setFocus()

    def _delete(self) -> None:
        if self._loss is None:
            return
        self.running = True
        self.progress.begin("Taking members out")
        self.setCurrentWidget(self.progress)
        request = self._core.admin_delete(self._loss, self.progress.show_done, self)
        request.succeeded.connect(self._ended)
        request.failed.connect(self._failed)

    def _stop(self) -> None:
        self._core.admin_stop(self)

    def _ended(self, outcome: "DirectoryCopy | StillThere") -> None:
        from app.desk import StillThere  # noqa: PLC0415 - the desk is loaded by now

        self.running = False
        if isinstance(outcome, StillThere):
            self.not_deleted.emit(outcome.problem, outcome.copy)
        else:
            self.deleted.emit(outcome)

    def _failed(self, problem: Problem) -> None:
        self.running = False
        self.not_deleted.emit(problem, None)


class DeletedView(QWidget):
    """Copies of deleted directories; `wanted` brings the one to bring back, `forgotten` the one to drop."""

    wanted = Signal(object)
    forgotten = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._copies: dict[str, DirectoryCopy] = {}
        self.model = ChoiceModel(self)
        self.list = RowsView("Deleted directories")
        self.list.setModel(self.model)
        self.list.setItemDelegate(ChoiceDelegate(look, self.list))
        self.back = Button(look, "Bring back", icon="refresh", kind=ButtonKind.ACCENT)
        self.forget = Button(look, "Forget…", icon="trash")
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addStretch(1)
        below.addWidget(self.forget)
        below.addWidget(self.back)
        words = "Copies are kept on this computer. One that is brought back has its members again, and a new id."
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.s)
        column.setSpacing(SPACE.m)
        column.addWidget(text_label("heading", "Deleted directories"))
        column.addWidget(text_label("sub", words, wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(below)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.back.clicked.connect(self._bring_back)
        self.forget.clicked.connect(self._forget)

    def show_copies(self, copies: "tuple[DirectoryCopy, ...]", *, read_only: bool) -> None:
        """Show these, the newest first."""
        self._copies = {copy.directory_id: copy for copy in copies}
        self.model.show(
            [Choice(copy.directory_id, plain(copy.name) or copy.directory_id, copy_words(copy)) for copy in copies]
        )
        self.back.setVisible(not read_only)
        self.forget.setVisible(not read_only)
        if copies:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._show_chosen()

    def _chosen(self) -> "DirectoryCopy | None":
        choice = self.model.choice_at(self.list.currentIndex().row())
        return self._copies.get(choice.id) if choice else None

    def _show_chosen(self) -> None:
        for button in (self.back, self.forget):
            button.setEnabled(self._chosen() is not None)

    def _bring_back(self) -> None:
        copy = self._chosen()
        if copy is not None:
            self.wanted.emit(copy)

    def _forget(self) -> None:
        copy = self._chosen()
        if copy is not None:
            self.forgotten.emit(copy)
