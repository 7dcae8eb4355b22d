"""One directory: its settings, its people, and the way to delete it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.admin import Editing
from app.directory import plain
from app.problem import Problem
from ui.admin.deletion import DeletionFlow
from ui.admin.members_flow import MembersFlow
from ui.admin.settings_flow import SettingsFlow
from ui.core import Core
from ui.theme import SPACE, Button, ButtonKind, ElidedLabel, Look

if TYPE_CHECKING:
    from app.kazoo import StoredDirectory

__all__ = ["DirectoryView"]


class DirectoryView(QWidget):
    """Told what to show by the page, which hears what became of it."""

    problem = Signal(Problem)

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.directory_id = ""
        self._read_only = False
        self.title = ElidedLabel("heading")
        self.settings = SettingsFlow(look, core)
        self.members = MembersFlow(look, core)
        self.deletion = DeletionFlow(look, core)
        self.to_settings = Button(look, "Settings", height=SPACE.small_control)
        self.to_members = Button(look, "People", height=SPACE.small_control)
        self.to_deletion = Button(look, "Delete…", icon="trash", kind=ButtonKind.QUIET, height=SPACE.small_control)
        group = QButtonGroup(self)
        for button in (self.to_settings, self.to_members):
            button.setCheckable(True)
            group.addButton(button)
        self.stack = QStackedWidget()
        for flow in (self.settings, self.members, self.deletion):
            self.stack.addWidget(flow)
        self._place()
        self.to_settings.clicked.connect(self.show_settings)
        self.to_members.clicked.connect(self.show_members)
        self.to_deletion.clicked.connect(self._ask_deletion)
        self.members.counted.connect(self._show_count)
        self.deletion.cancelled.connect(self.show_settings)
        self.deletion.problem.connect(self._not_asked)
        for flow in (self.settings, self.members):
            flow.problem.connect(self.problem)

    def show_editing(self, editing: Editing, *, read_only: bool) -> None:
        """Show a directory as it was read; its people are read now."""
        other = self.directory_id != editing.directory.id
        self.directory_id, self._read_only = editing.directory.id, read_only
        self._show_title(editing.directory)
        self.settings.show_editing(editing, read_only=read_only)
        self.members.show_directory(self.directory_id, read_only=read_only)
        self._show_count(len(editing.directory.members))
        self.to_members.show()
        self.to_deletion.setVisible(not read_only)
        if other:
            self.show_settings()

    def show_new(self) -> None:
        """Begin a directory that is not there yet."""
        self.directory_id = ""
        self.title.show_text("New directory")
        self.settings.show_editing(None)
        self.members.show_directory("", read_only=True)
        self.to_members.hide()
        self.to_deletion.hide()
        self.show_settings()
        self.settings.form.begin()

    def take_saved(self, directory: "StoredDirectory") -> None:
        """It was saved: maybe it is called otherwise now."""
        self._show_title(directory)

    def show_settings(self) -> None:
        """Bring the settings to the front."""
        self._bring(self.settings, self.to_settings)

    def show_members(self) -> None:
        """Bring the people to the front."""
        self._bring(self.members, self.to_members)

    @property
    def dirty(self) -> bool:
        """Whether something entered would be lost."""
        return self.settings.dirty or self.members.dirty

    @property
    def running(self) -> bool:
        """Whether many are being changed right now."""
        return self.members.running or self.deletion.running

    def _bring(self, flow: QWidget, button: Button) -> None:
        if not self.running:
            self.deletion.give_up()
            self.stack.setCurrentWidget(flow)
        (self.to_settings if self.stack.currentWidget() is self.settings else self.to_members).setChecked(True)

    def _ask_deletion(self) -> None:
        if not self.running:
            self.stack.setCurrentWidget(self.deletion)
            self.deletion.ask(self.directory_id)

    def _not_asked(self, problem: Problem) -> None:
        self.show_settings()
        self.problem.emit(problem)

    def _show_title(self, directory: "StoredDirectory") -> None:
        self.title.show_text(plain(str(directory.fields.get("name") or "")) or directory.id)

    def _show_count(self, members: int) -> None:
        self.to_members.set_face(f"People ({members:,})", "", f"People, {members:,} in the directory")

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, 0)
        head.setSpacing(SPACE.s)
        head.addWidget(self.title, 1)
        for button in (self.to_settings, self.to_members, self.to_deletion):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
