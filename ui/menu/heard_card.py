"""What the caller hears, with times, and what can be done with the call as a whole."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.menu.heard import heard_rows
from ui.menu.rows import ROW, RowsDelegate, RowsModel
from ui.menu.run import Run
from ui.theme import SPACE, Button, Combo, Look, RowsView, tag, text_label

__all__ = ["HeardCard"]

_LEAD: Final = 52


class HeardCard(QFrame):
    """The newest line is below and in view; what is heard at this moment is marked."""

    def __init__(self, look: Look, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "card")
        self._run = run
        self.model = RowsModel(self)
        self.view = RowsView("What the caller hears")
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowsDelegate(look, _LEAD, self.view))
        self.view.verticalHeader().setDefaultSectionSize(ROW)
        self.view.verticalScrollBar().setSingleStep(ROW)
        self.hint = text_label("sub", "Call, and every prompt and key is written down here.", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        small = SPACE.small_control
        self.keys = tag(_KeysLine(), "input")
        self.keys.setAccessibleName("Keys to play")
        self.keys.setPlaceholderText("528# 1   a blank waits, (2.5s) too")
        self.keys.setMaxLength(200)
        self.keys.setFixedHeight(SPACE.control)
        self.play = Button(look, icon="play", name="Play these keys")
        self.callers = Combo(look, "Callers of the scenario")
        self.callers.hide()
        self.replay = Button(look, "Replay", icon="refresh", height=small, icon_size=18)
        self.save = Button(look, "Save…", icon="download", name="Save as a scenario…", height=small, icon_size=18)
        self.load = Button(look, "Load…", icon="directory", name="Load a scenario…", height=small, icon_size=18)
        self._place()
        run.changed.connect(self._show)
        look.changed.connect(self.view.viewport().update)
        self._show()

    def _place(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(SPACE.s)
        keys.addWidget(self.keys, 1)
        keys.addWidget(self.play)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE.s)
        for button in (self.replay, self.save, self.load):
            tools.addWidget(button)
        tools.addStretch(1)
        below = QVBoxLayout()
        below.setContentsMargins(SPACE.l, 0, SPACE.l, 0)
        below.setSpacing(SPACE.s)
        below.addWidget(self.callers)
        below.addLayout(keys)
        below.addLayout(tools)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.l, 0, SPACE.l, 0)
        head.addWidget(text_label("strong", "What the caller hears"))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, SPACE.m, 1, SPACE.m)
        box.setSpacing(SPACE.s)
        box.addLayout(head)
        box.addWidget(self.hint, 1)
        box.addWidget(self.view, 1)
        box.addLayout(below)

    def _show(self) -> None:
        handset = self._run.handset
        self.model.show(heard_rows(handset))
        self.view.setVisible(handset is not None)
        self.hint.setVisible(handset is None)
        self.view.scrollToBottom()
        over = handset is not None and handset.is_over
        self.replay.setEnabled(handset is not None and bool(handset.done))
        self.save.setEnabled(over)
        self.play.setEnabled(self._run.menu is not None)


class _KeysLine(QLineEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter plays what stands here, and does not go on to the page, where it calls."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
