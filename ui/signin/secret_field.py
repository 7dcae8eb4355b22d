"""A line for a secret, hidden until its eye is pressed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import icon

__all__ = ["SecretField"]


class SecretField(QWidget):
    """`line` holds the text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.setFocusProxy(self.line)
        self._eye = QAction(f"Show {name.lower() if name[1].islower() else name}", self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self._show(shown=False)

    def changeEvent(self, event: QEvent) -> None:
        """Take the new theme's icon."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._show(shown=self._eye.isChecked())

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if shown else "eye"))
