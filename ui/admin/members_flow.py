"""Changing who is in a directory: picked, changed one by one with progress, what failed listed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.admin import Outcome, Wanted
from app.problem import Problem
from ui.admin.members import MembersPanel
from ui.admin.outcome import OutcomeView
from ui.admin.progress import ProgressView
from ui.admin.wording import outcome_words
from ui.bridge import Request
from ui.core import Core
from ui.theme import Look, text_label

if TYPE_CHECKING:
    from app.desk import People

__all__ = ["MembersFlow"]


class MembersFlow(QStackedWidget):
    """`counted` brings how many are in; `changed` that others are in now, with words and what takes it back."""

    counted = Signal(int)
    changed = Signal(str, list)
    problem = Signal(Problem)

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._directory_id = ""
        self._read_only = False
        self._reading: Request | None = None
        self.running = False
        self.waiting = text_label("sub", "Fetching the people…")
        self.waiting.setAlignment(self.waiting.alignment() | self.waiting.alignment().AlignCenter)
        self.panel = MembersPanel(look)
        self.progress = ProgressView(look)
        self.outcome = OutcomeView(look)
        for view in (self.waiting, self.panel, self.progress, self.outcome):
            self.addWidget(view)
        self.panel.wanted.connect(self.run)
        self.progress.stopped.connect(self._stop)
        self.outcome.again.connect(lambda wanted: self.run(wanted, "Trying again"))
        self.outcome.undone.connect(lambda wanted: self.run(wanted, "Taking back"))
        self.outcome.closed.connect(self.read)

    def show_directory(self, directory_id: str, *, read_only: bool) -> None:
        """Show this directory's people; empty: nobody."""
        self._directory_id, self._read_only = directory_id, read_only
        self._give_up()
        self.panel.clear()
        if directory_id:
            self.read()

    @property
    def dirty(self) -> bool:
        """Whether picks or choices would be lost."""
        return self.panel.dirty

    def read(self) -> None:
        """Read the people again."""
        self._give_up()
        self.setCurrentWidget(self.panel if self.panel.model.total else self.waiting)
        self._reading = self._core.admin_people(self._directory_id, self)
        self._reading.succeeded.connect(self._show)
        self._reading.failed.connect(self._not_read)

    def run(self, wanted: Sequence[Wanted], word: str) -> None:
        """Change these, one by one."""
        if not wanted or self.running:
            return
        self._give_up()
        self.running = True
        self.progress.begin(word)
        self.setCurrentWidget(self.progress)
        request = self._core.admin_members(self._directory_id, tuple(wanted), self.progress.show_done, self)
        request.succeeded.connect(self._ended)
        request.failed.connect(self._broken)

    def _stop(self) -> None:
        self._core.admin_stop(self)

    def _show(self, people: "People") -> None:
        self._reading = None
        self.panel.show_people(people, read_only=self._read_only)
        self.setCurrentWidget(self.panel)
        self.counted.emit(self.panel.model.members)

    def _not_read(self, problem: Problem) -> None:
        self._reading = None
        self.waiting.setText("The people could not be fetched.")
        self.problem.emit(problem)

    def _ended(self, outcome: Outcome) -> None:
        self.running = False
        if outcome.complete:
            self.read()
        else:
            self.outcome.show_outcome(outcome)
            self.setCurrentWidget(self.outcome)
        if outcome.complete or outcome.undone:
            self.changed.emit(outcome_words(outcome), list(outcome.undone) if outcome.complete else [])

    def _broken(self, problem: Problem) -> None:
        self.running = False
        self.read()
        self.problem.emit(problem)

    def _give_up(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
