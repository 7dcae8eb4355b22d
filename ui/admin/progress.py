"""Many being changed one by one: how far it is, and a way to stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.theme import SPACE, Button, Look, tag, text_label

__all__ = ["ProgressView"]


class ProgressView(QWidget):
    """`stopped` asks to begin with nobody more."""

    stopped = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = ""
        self.words = text_label("heading")
        self.bar = tag(QProgressBar(), "progress")
        self.bar.setAccessibleName("Progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(320, 6)
        self.stop = Button(look, "Stop")
        self.stop.clicked.connect(self._stop)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE.l)
        column.addStretch(1)
        for part in (self.words, self.bar, self.stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def begin(self, word: str) -> None:
        """Nothing is done yet; `word` says what is being done: Adding, Removing..."""
        self._word = word
        self.words.setText(f"{word}…")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.stop.set_face("Stop", "")
        self.stop.setFocus()

    def show_done(self, done: int, of: int) -> None:
        """So many of so many are done."""
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.words.setText(f"{self._word}: {done:,} of {of:,}")

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop.set_face("Stopping…", "")
        self.stopped.emit()
