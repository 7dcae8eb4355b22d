"""A failure told where it matters: what happened, what was not lost, what to do next."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.problem import Problem
from ui.theme.button import Button
from ui.theme.kinds import ButtonKind, restyle, tag
from ui.theme.labels import IconLabel, text_label
from ui.theme.look import Look
from ui.theme.scale import SPACE

__all__ = ["Banner", "Tone"]


class Tone(Enum):
    """How bad it is; the value names the ground."""

    INFO = "info"
    WARN = "warn"
    DANGER = "danger"


_ICONS = {Tone.INFO: ("info", "accent"), Tone.WARN: ("warning", "warn"), Tone.DANGER: ("warning", "danger")}


class Banner(QFrame):
    """Hidden until there is something to say."""

    acted = Signal()
    """The person pressed the action offered."""
    dismissed = Signal()
    """The person closed the banner; it has hidden itself."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "banner-warn")
        self._icon = IconLabel(look, "warning", "warn")
        self._happened = text_label("strong", wrap=True)
        self._more = text_label("sub", wrap=True)
        self._action = Button(look, "Try again", kind=ButtonKind.PLAIN, height=SPACE.small_control)
        self._dismiss = Button(
            look, icon="clear", name="Dismiss", kind=ButtonKind.QUIET, height=SPACE.small_control, icon_size=18
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._happened)
        words.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        row.setSpacing(SPACE.m)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignVCenter)
        self._action.clicked.connect(self.acted)
        self._dismiss.clicked.connect(self._close)
        self.hide()

    def show_problem(self, problem: Problem, action: str = "", tone: Tone = Tone.WARN) -> None:
        """Say `problem`; `action` labels the button that answers it, empty for none."""
        self._happened.setText(problem.happened)
        self._more.setText(" ".join(filter(None, (problem.kept, problem.next_step))))
        self._more.setVisible(bool(self._more.text()))
        self._action.setText(action)
        self._action.setAccessibleName(action or "Action")
        self._action.setVisible(bool(action))
        self._action.updateGeometry()
        self._icon.set_icon(*_ICONS[tone])
        self.setAccessibleName(f"{problem.happened} {self._more.text()}")
        tag(self, f"banner-{tone.value}")
        restyle(self)
        self.show()

    def can_be_dismissed(self, wanted: bool) -> None:
        """Whether a person may close it; else it stays as long as what it says is so."""
        self._dismiss.setVisible(wanted)

    def clear(self) -> None:
        """Nothing to say any more."""
        self.hide()

    def _close(self) -> None:
        self.hide()
        self.dismissed.emit()
