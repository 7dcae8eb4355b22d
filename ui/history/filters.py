"""Which calls to list: a row of buttons of which one is down."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.theme import SPACE, Button, Look

__all__ = ["Filters"]

_CHOICES: Final = (("all", "All"), ("missed", "Missed"), ("in", "Incoming"), ("out", "Outgoing"))


class Filters(QWidget):
    """`which` is one of the history's `WhichCalls`."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.which = "all"
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        for which, text in _CHOICES:
            button = Button(look, text, height=SPACE.control)
            button.setCheckable(True)
            button.setChecked(which == self.which)
            button.clicked.connect(lambda _=False, wanted=which: self._choose(wanted))
            group.addButton(button)
            row.addWidget(button)

    def _choose(self, which: str) -> None:
        if which != self.which:
            self.which = which
            self.chosen.emit(which)
