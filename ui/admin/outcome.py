"""What became of many: who failed and why, to be tried again or taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.admin import Outcome
from app.directory import plain
from ui.admin.wording import outcome_words
from ui.choices import Choice, ChoiceDelegate, ChoiceModel
from ui.theme import SPACE, Button, ButtonKind, Look, RowsView, text_label

__all__ = ["OutcomeView"]


class OutcomeView(QWidget):
    """`again` and `undone` bring lists of `app.admin.Wanted`."""

    again = Signal(list)
    undone = Signal(list)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcome = Outcome()
        self.title = text_label("heading", wrap=True)
        self.model = ChoiceModel(self)
        self.list = RowsView("Who could not be changed")
        self.list.setModel(self.model)
        self.list.setItemDelegate(ChoiceDelegate(look, self.list))
        self.reason = text_label("sub", wrap=True)
        self.retry = Button(look, "Try again", icon="refresh", kind=ButtonKind.ACCENT)
        self.undo = Button(look, "Undo what was changed")
        self.close_button = Button(look, "Back to the people")
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addStretch(1)
        for button in (self.close_button, self.undo, self.retry):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.s)
        column.setSpacing(SPACE.m)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addWidget(self.reason)
        column.addLayout(below)
        self.list.selectionModel().currentChanged.connect(self._show_reason)
        self.retry.clicked.connect(lambda: self.again.emit(list(self._outcome.again)))
        self.undo.clicked.connect(lambda: self.undone.emit(list(self._outcome.undone)))
        self.close_button.clicked.connect(self.closed)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show who failed and who was not tried."""
        self._outcome = outcome
        self.title.setText(outcome_words(outcome))
        failed = [
            Choice(each.wanted.user_id, _name(each.wanted.name, each.wanted.user_id), plain(each.problem.happened))
            for each in outcome.failed
        ]
        rest = [Choice(each.user_id, _name(each.name, each.user_id), "Not tried.") for each in outcome.not_tried]
        self.model.show([*failed, *rest])
        self.reason.setText("Select somebody to read all of it." if failed else "")
        again = len(outcome.again)
        self.retry.set_face(f"Try again ({again:,})", "refresh")
        self.undo.setVisible(bool(outcome.undone))
        self.retry.setFocus()

    def _show_reason(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._outcome.failed):
            problem = self._outcome.failed[row].problem
            self.reason.setText(plain(" ".join(filter(None, (problem.happened, problem.kept, problem.next_step)))))
        else:
            self.reason.setText("")


def _name(name: str, user_id: str) -> str:
    return plain(name) or plain(user_id)
