"""One of many, found by typing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.choices import Choice, ChoiceDelegate, ChoiceModel
from ui.theme import SPACE, Button, ButtonKind, ElidedLabel, Look, RowsView, card_of, search_line, text_label

__all__ = ["Choice", "Chooser"]

_WIDTH: Final = 520
_HEIGHT: Final = 560


class Chooser(QDialog):
    """`chosen` brings the id; the list is narrowed by what is typed. Use `open`."""

    chosen = Signal(str)

    def __init__(self, look: Look, title: str, choices: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = search_line("Search", "Type to search")
        self.model = ChoiceModel(self)
        self.model.show(choices)
        self.list = RowsView(title)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ChoiceDelegate(look, self.list))
        self.count = text_label("sub")
        self.take = Button(look, "Choose", icon="check", kind=ButtonKind.ACCENT)
        self.close_button = Button(look, "Cancel")
        self._place(title)
        self.search.textChanged.connect(self._filter)
        self.list.doubleClicked.connect(self._take)
        self.list.taken.connect(self._take)
        self.take.clicked.connect(self._take)
        self.close_button.clicked.connect(self.reject)
        self._filter("")
        self.resize(_WIDTH, min(_HEIGHT, self.screen().availableSize().height() - 2 * SPACE.xxl))
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows move in the list while the cursor stays in the search."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._select(max(0, min(self.model.rowCount() - 1, self.list.currentIndex().row() + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _place(self, title: str) -> None:
        card = card_of(self.list)
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addWidget(self.count, 1)
        below.addWidget(self.close_button)
        below.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.l)
        layout.setSpacing(SPACE.m)
        layout.addWidget(ElidedLabel("heading", title))
        layout.addWidget(self.search)
        layout.addWidget(card, 1)
        layout.addLayout(below)

    def _filter(self, typed: str) -> None:
        self.model.filter(typed)
        rows = self.model.rowCount()
        self.count.setText("Nothing found" if not rows else f"{rows:,} to choose from")
        self.take.setEnabled(rows > 0)
        if rows:
            self._select(0)

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _take(self) -> None:
        choice = self.model.choice_at(self.list.currentIndex().row())
        if choice is not None:
            self.accept()
            self.chosen.emit(choice.id)
