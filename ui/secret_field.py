"""A line for a secret, hidden until its eye is pressed."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import SPACE, Look, tag

__all__ = ["SecretField"]


class SecretField(QWidget):
    """`line` holds the text."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.line = tag(QLineEdit(), "input")
        self.line.setAccessibleName(name)
        self.line.setFixedHeight(SPACE.control)
        self.setFocusProxy(self.line)
        self._eye = QAction("Show what is typed", self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        look.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        shown = self._eye.isChecked()
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(self._look.icons.icon("eye-off" if shown else "eye", "text2"))
