"""One person of an audit, in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.directory.audit import Reachability, advice_on, in_words
from ui.audit.rows import Line
from ui.theme import SPACE, Button, ElidedLabel, Look, tag, text_label

__all__ = ["Details"]

_HIGH, _LOW = 104, 58
_NOBODY = "Select somebody to see how a caller gets at them."


class Details(QFrame):
    """How a caller gets at the person selected, what is the matter, and what to do about it."""

    wanted = Signal(str)
    """Show that user on the desk."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "card")
        self._user_id = ""
        self.name = ElidedLabel("heading")
        self.words = text_label("body", _NOBODY, wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = Button(look, "Open on the desk", icon="user", height=SPACE.small_control)
        self.open.clicked.connect(self._open)
        self._words_room = scroll = tag(QScrollArea(), "plain")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.words)
        scroll.viewport().setAutoFillBackground(False)
        self.words.setAutoFillBackground(False)
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        head.addWidget(self.name, 1)
        head.addWidget(self.open)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE.l, SPACE.m, SPACE.m, SPACE.m)
        box.setSpacing(SPACE.xs)
        box.addLayout(head)
        box.addWidget(scroll)
        self.set_low(low=False)
        self.show_line(None)

    def set_low(self, *, low: bool) -> None:
        """Leave more room to the list; the words can be scrolled."""
        self._words_room.setFixedHeight(_LOW if low else _HIGH)

    def show_line(self, line: Line | None) -> None:
        """Tell about this person, or nobody."""
        self._user_id = line.person.entry.user_id if line else ""
        self.name.show_text(line.name if line else "")
        self.words.setText("\n".join(_sentences(line.person)) if line else _NOBODY)
        self.words.setAccessibleName(self.words.text())
        self.open.setEnabled(line is not None)

    def _open(self) -> None:
        if self._user_id:
            self.wanted.emit(self._user_id)


def _sentences(person: Reachability) -> list[str]:
    told = []
    if person.alone:
        keys = "1 key" if len(person.alone) == 1 else f"{len(person.alone)} keys"
        told.append(f"Reached alone with {keys}: {person.alone}.")
    if person.heard:
        heard = person.heard
        only = "as the only one" if heard.of == 1 else f"at place {heard.place} of {heard.of}"
        told.append(f"Heard after {heard.keys}, {only}.")
    return [*told, *(f"{in_words(person, finding)} {advice_on(finding)}" for finding in person.findings)]
