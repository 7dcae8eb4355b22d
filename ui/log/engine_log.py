"""The SIP engine's own log: how much it says from now on, and its last lines to copy."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.problem import Problem
from ui.core import Core
from ui.theme import SPACE, Button, Combo, Look, text_label

__all__ = ["EngineLog"]

_LEVELS: Final = ("nothing", "errors", "and warnings", "and what happens", "and details", "everything")
_USUAL: Final = 1
_EMPTY: Final = Problem(
    "The phone's engine has logged nothing yet.", "Let it log more, repeat what went wrong, then copy again."
)
_COPIED: Final = Problem("The phone engine's log was copied.", "Paste it where it is needed. Secrets are left out.")


class EngineLog(QWidget):
    """Lasts as long as the sign-in: a new one begins with errors only."""

    told = Signal(Problem)
    """What became of copying, or why nothing did."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self.levels = Combo(look, "The phone's engine logs")
        for level, words in enumerate(_LEVELS):
            self.levels.addItem(words.capitalize() if level < 2 else f"… {words}", level)
        self.levels.setCurrentIndex(_USUAL)
        self.copy = Button(look, "Copy it", name="Copy the phone engine's log", icon="copy")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(text_label("sub", "The phone's engine logs"))
        row.addWidget(self.levels)
        row.addWidget(self.copy)
        self.levels.activated.connect(self._choose)
        self.copy.clicked.connect(self._ask)
        self.end()

    def begin(self) -> None:
        """A new engine runs, with the usual level."""
        self.levels.setCurrentIndex(_USUAL)
        self.setEnabled(True)

    def end(self) -> None:
        """No engine runs."""
        self.setEnabled(False)

    def _choose(self, level: int) -> None:
        request = self._core.set_log_level(level, self)
        request.failed.connect(self.told)

    def _ask(self) -> None:
        request = self._core.log_tail(self)
        request.succeeded.connect(self._take)
        request.failed.connect(self.told)

    def _take(self, text: str) -> None:
        if text:
            QGuiApplication.clipboard().setText(text)
        self.told.emit(_COPIED if text else _EMPTY)
