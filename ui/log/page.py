"""The page of the program's own log."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.directory import plain
from app.logbook import Line, written
from app.problem import Problem
from ui.core import Core
from ui.log.delegate import ROW, LogDelegate
from ui.log.engine_log import EngineLog
from ui.log.model import LogModel
from ui.log.wording import LEVELS
from ui.theme import SPACE, Banner, Button, Combo, Look, RowsView, Tone, card_of, search_line, tag, text_label

if TYPE_CHECKING:
    from app.desk import SignedIn

__all__ = ["LogPage"]

_GATHER_MS: Final = 100
_DETAIL: Final = 116
_COPIED: Final = Problem("Copied.", "Paste it where it is needed. Secrets are left out of the log.")


class LogPage(QWidget):
    """Newest lines below; it follows them until somebody scrolls up or pauses it."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "window")
        self._log = core.log
        self.engine = EngineLog(look, core)
        self._make_parts(look)
        self._place()
        self._connect()
        self._take()

    def show_signed_in(self, facts: "SignedIn") -> None:
        """Another engine runs now, and logs as engines usually do."""
        self.engine.begin()

    def show_signed_out(self) -> None:
        """No engine runs any more; the log stays."""
        self.engine.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the copy key copies the line, Esc clears the search."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_line()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def current(self) -> Line | None:
        """The line selected."""
        index = self.list.currentIndex()
        return self.model.line_at(index.row()) if index.isValid() else None

    def _make_parts(self, look: Look) -> None:
        self.search = search_line("Search the log", "Text, room or request id")
        self.levels = Combo(look, "Which lines")
        for text, lowest in LEVELS:
            self.levels.addItem(text, lowest)
        self.pause = Button(look, "Pause", icon="pause")
        self.pause.setCheckable(True)
        self.count = text_label("sub")
        self.banner = Banner(look)
        self.model = LogModel(self)
        self.list = RowsView("Lines of the log")
        self.list.setModel(self.model)
        self.list.setItemDelegate(LogDelegate(look, self.list))
        self.list.verticalHeader().setDefaultSectionSize(ROW)
        self.list.verticalScrollBar().setSingleStep(ROW)
        self.empty = text_label("sub", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.detail = text_label("body", wrap=True)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.detail.setAccessibleName("The whole line")
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        height = SPACE.small_control
        self.copy_line = Button(look, "Copy line", icon="copy", height=height)
        self.copy_id = Button(look, "Copy request id", height=height)
        self.copy_shown = Button(look, "Copy lines shown", height=height)
        self.copy_all = Button(look, "Copy diagnostics", icon="info", height=height)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        look.changed.connect(self.list.viewport().update)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text_label("title", "Log"))
        head.addStretch(1)
        head.addWidget(self.engine)
        find = QHBoxLayout()
        find.setSpacing(SPACE.m)
        find.addWidget(self.search, 1)
        find.addWidget(self.levels)
        find.addWidget(self.pause)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        whole = tag(QScrollArea(), "plain")
        whole.setFrameShape(QFrame.Shape.NoFrame)
        whole.setWidgetResizable(True)
        whole.setWidget(self.detail)
        whole.viewport().setAutoFillBackground(False)
        self.detail.setAutoFillBackground(False)
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        for button in (self.copy_line, self.copy_id, self.copy_shown, self.copy_all):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.count)
        page = QVBoxLayout(self)
        page.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        page.setSpacing(SPACE.m)
        page.addLayout(head)
        page.addWidget(self.banner)
        page.addLayout(find)
        page.addWidget(card_of(self.stack), 1)
        detail = card_of(whole, SPACE.m)
        detail.setFixedHeight(_DETAIL)
        page.addWidget(detail)
        page.addLayout(below)

    def _connect(self) -> None:
        self._log.grew.connect(self._gather_soon)
        self.engine.told.connect(self._tell)
        self._gather.timeout.connect(self._take)
        self.search.textChanged.connect(self._filter)
        self.levels.currentIndexChanged.connect(self._filter)
        self.pause.toggled.connect(self._pause_changed)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.model.modelReset.connect(self._show_chosen)
        self.copy_line.clicked.connect(self._copy_line)
        self.copy_id.clicked.connect(self._copy_id)
        self.copy_shown.clicked.connect(self._copy_shown)
        self.copy_all.clicked.connect(self._copy_diagnostics)

    def _tell(self, problem: Problem) -> None:
        self.banner.show_problem(problem, tone=Tone.INFO)

    def _gather_soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    def _take(self) -> None:
        if self.pause.isChecked():
            self._show_count()
            return
        bar = self.list.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - ROW
        self.model.take(self._log.lines(after=self.model.last))
        if follows:
            self.list.scrollToBottom()
        self._show_state()

    def _filter(self) -> None:
        self.model.filter(int(self.levels.currentData()), self.search.text())
        self.list.scrollToBottom()
        self._show_state()

    def _pause_changed(self) -> None:
        if self.pause.isChecked():
            self.pause.set_face("Go on", "play")
        else:
            self.pause.set_face("Pause", "pause")
        self._take()

    def _show_state(self) -> None:
        shown = self.model.rowCount()
        self.stack.setCurrentWidget(self.list if shown else self.empty)
        typed = plain(self.search.text().strip())
        self.empty.setText(
            "No line with these words and of this level." if typed or self.model.total else "Nothing yet."
        )
        self._show_count()
        self._show_chosen()

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        words = "1 line" if total == 1 else f"{total:,} lines"
        waiting = len(self._log.lines(after=self.model.last)) if self.pause.isChecked() else 0
        parts = [words if shown == total else f"{shown:,} of {words}"]
        if self.pause.isChecked():
            parts.append(f"paused, {waiting:,} more")
        self.count.setText(", ".join(parts))

    def _show_chosen(self) -> None:
        line = self.current()
        self.detail.setText(_spelled(line) if line else "Select a line to read all of it.")
        self.copy_line.setEnabled(line is not None)
        self.copy_id.setEnabled(line is not None and bool(line.request_id))
        self.copy_shown.setEnabled(self.model.rowCount() > 0)

    def select(self, row: int) -> None:
        """Select the line in `row`."""
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _copy_line(self) -> None:
        line = self.current()
        if line is not None:
            self._copy(written(line))

    def _copy_id(self) -> None:
        line = self.current()
        if line is not None:
            self._copy(line.request_id)

    def _copy_shown(self) -> None:
        self._copy("\n".join(written(line) for line in self.model.shown()))

    def _copy_diagnostics(self) -> None:
        self._copy(self._log.diagnostics())

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.banner.show_problem(_COPIED, tone=Tone.INFO)


def _spelled(line: Line) -> str:
    return "\n".join(plain(part) for part in written(line).splitlines())
