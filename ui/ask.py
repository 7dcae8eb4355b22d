"""A question before something is lost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import SPACE, Button, ButtonKind, ElidedLabel, Look, text_label

__all__ = ["Ask"]

_WIDTH = 440


class Ask(QDialog):
    """`agreed` comes when the person goes on; closing it any other way is a no. Use `open`."""

    agreed = Signal()

    def __init__(self, look: Look, title: str, words: str, parent: QWidget, *, go_on: str, stay: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        yes = Button(look, go_on, kind=ButtonKind.DANGER)
        no = Button(look, stay)
        no.setDefault(True)
        yes.setAutoDefault(False)
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addStretch(1)
        below.addWidget(no)
        below.addWidget(yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.l)
        layout.setSpacing(SPACE.m)
        layout.addWidget(ElidedLabel("heading", title))
        layout.addWidget(text_label("body", words, wrap=True))
        layout.addSpacing(SPACE.s)
        layout.addLayout(below)
        yes.clicked.connect(self._go_on)
        no.clicked.connect(self.reject)
        no.setFocus()

    def _go_on(self) -> None:
        self.accept()
        self.agreed.emit()
