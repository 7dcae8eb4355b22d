"""The administrator's page: the account's directories, and the one in hand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.admin import Editing, Restored, Wanted
from app.directory import ALL_DIRECTORIES, Directory, Snapshot, plain
from app.problem import Problem
from ui.accounts import AccountButton
from ui.admin.deletion import DeletedView
from ui.admin.directory_view import DirectoryView
from ui.admin.progress import ProgressView
from ui.admin.wording import counted
from ui.ask import Ask
from ui.bridge import Request
from ui.choices import Choice, ChoiceDelegate, ChoiceModel
from ui.core import Core
from ui.theme import SPACE, Banner, Button, ButtonKind, Look, RowsView, Tone, tag, text_label

if TYPE_CHECKING:
    from app.desk import Overview, SignedIn
    from app.kazoo import StoredDirectory
    from app.store import DirectoryCopy

__all__ = ["AdminPage"]

_LEFT: Final = 260
_LOOK_ONLY: Final = "You may look at everything here, and change nothing."


class AdminPage(QWidget):
    """Leaving a directory asks when something entered there would be lost."""

    directoriesChanged = Signal(tuple)  # noqa: N815 - Qt's way of naming signals
    """There are others now, or one is called otherwise: a tuple of `app.directory.Directory`."""

    accountWanted = Signal()  # noqa: N815 - as above
    """Another account is to be chosen."""

    def __init__(self, look: Look, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "window")
        self._look = look
        self._core = core
        self._overview: Overview | None = None
        self._asking: Request | None = None
        self._opening: Request | None = None
        self._answer: Callable[[], None] | None = None
        self._on_desk = ""
        self._read_only = False
        self._make_parts()
        self._place()
        self._connect()

    def show_signed_in(self, facts: "SignedIn") -> None:
        """Show this account's directories."""
        self.account.show_account(facts)
        self.banner.clear()
        self._show_nothing("Choose a directory.")
        self.view.directory_id = ""
        self.refresh()

    def show_signed_out(self) -> None:
        """Show nobody's."""
        self._give_up()
        self._overview = None
        self.model.show(())
        self.notice.hide()
        self.banner.clear()
        self.view.show_new()
        self._show_nothing("")

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Know which directory is open on the desk: what is changed here is fetched there."""
        self._on_desk = snapshot.directory.id if snapshot is not None else ""

    @property
    def unsaved(self) -> str:
        """What would be lost if this were left, as a sentence; empty for nothing."""
        if self.view.running:
            return "People are still being changed one by one."
        if self.right.currentWidget() is self.view and self.view.dirty:
            return f"“{self.view.title.text_shown()}” has changes that are not saved."
        return ""

    def refresh(self) -> None:
        """Read the list of directories again."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._core.admin_overview(self)
        self._asking.succeeded.connect(self._show_overview)
        self._asking.failed.connect(self._not_read)

    def _make_parts(self) -> None:
        look = self._look
        self.account = AccountButton(look)
        self.reload = Button(look, icon="refresh", name="Read again", kind=ButtonKind.QUIET)
        self.notice = Banner(look)
        self.notice.can_be_dismissed(False)
        self.banner = Banner(look)
        self.model = ChoiceModel(self)
        self.list = RowsView("Directories")
        self.list.setModel(self.model)
        self.list.setItemDelegate(ChoiceDelegate(look, self.list))
        self.new = Button(look, "New directory", icon="pencil", height=SPACE.small_control)
        self.deleted = Button(
            look, "Deleted directories", icon="trash", kind=ButtonKind.QUIET, height=SPACE.small_control
        )
        self.hint = text_label("sub", "", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view = DirectoryView(look, self._core)
        self.copies = DeletedView(look)
        self.progress = ProgressView(look)
        self.progress.stop.hide()
        self.right = QStackedWidget()
        for part in (self.hint, self.view, self.copies, self.progress):
            self.right.addWidget(part)
        look.changed.connect(self.list.viewport().update)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.s)
        head.addWidget(text_label("title", "Administer"))
        head.addWidget(self.reload)
        head.addStretch(1)
        head.addWidget(self.account)
        left = tag(QFrame(), "card")
        left.setFixedWidth(_LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(1, SPACE.s, 1, SPACE.m)
        column.setSpacing(SPACE.s)
        column.addWidget(self.list, 1)
        below = QVBoxLayout()
        below.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        below.setSpacing(SPACE.s)
        below.addWidget(self.new)
        below.addWidget(self.deleted)
        column.addLayout(below)
        right = tag(QFrame(), "card")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(1, SPACE.s, 1, SPACE.s)
        inside.addWidget(self.right)
        body = QHBoxLayout()
        body.setSpacing(SPACE.l)
        body.addWidget(left)
        body.addWidget(right, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        page.setSpacing(SPACE.m)
        page.addLayout(head)
        page.addWidget(self.notice)
        page.addWidget(self.banner)
        page.addLayout(body, 1)

    def _connect(self) -> None:
        self.reload.clicked.connect(self._reload)
        self.account.clicked.connect(self.accountWanted)
        self.list.clicked.connect(self._wanted)
        self.list.taken.connect(lambda: self._wanted(self.list.currentIndex()))
        self.new.clicked.connect(partial(self._leave_then, self._begin_new))
        self.deleted.clicked.connect(partial(self._leave_then, self._show_deleted))
        self.banner.acted.connect(self._act)
        self.view.problem.connect(self.banner.show_problem)
        self.view.settings.saved.connect(self._saved)
        self.view.settings.given_up.connect(self._new_given_up)
        self.view.settings.unsure.connect(self._unsure)
        self.view.settings.forbidden.connect(self._forbidden)
        self.view.members.changed.connect(self._members_changed)
        self.view.deletion.deleted.connect(self._deleted)
        self.view.deletion.not_deleted.connect(self._not_deleted)
        self.copies.wanted.connect(self._restore)
        self.copies.forgotten.connect(self._ask_forget)

    def _give_up(self) -> None:
        for request in (self._asking, self._opening):
            if request is not None:
                request.cancel()
        self._asking = self._opening = None

    def _reload(self) -> None:
        self._leave_then(self._read_all)

    def _read_all(self) -> None:
        self.refresh()
        if self.right.currentWidget() is self.view and self.view.directory_id:
            self._open(self.view.directory_id)

    def _show_overview(self, overview: "Overview") -> None:
        self._asking, self._overview = None, overview
        self._read_only = not overview.rights.may_edit
        self._show_rights(overview.rights.why)
        self.model.show([Choice(each.id, plain(each.name) or each.id) for each in overview.directories])
        self.copies.show_copies(overview.deleted, read_only=self._read_only)
        self.deleted.set_face(f"Deleted directories ({len(overview.deleted)})", "trash")
        self.deleted.setVisible(bool(overview.deleted))
        self._mark()
        self.directoriesChanged.emit(tuple(Directory(each.id, each.name) for each in overview.directories))
        if self.right.currentWidget() is self.hint:
            words = "Choose a directory." if overview.directories else "There is no directory yet."
            self._show_nothing(words)

    def _show_rights(self, why: str) -> None:
        self.new.setVisible(not self._read_only)
        if self._read_only:
            self.notice.show_problem(Problem(_LOOK_ONLY, "", why), tone=Tone.INFO)
        else:
            self.notice.clear()

    def _not_read(self, problem: Problem) -> None:
        self._asking = None
        self._say(problem, "Try again", self.refresh)

    def _mark(self) -> None:
        """Select the directory in hand in the list."""
        row = self.model.row_of(self.view.directory_id) if self.right.currentWidget() is self.view else -1
        if row < 0:
            self.list.clearSelection()
            return
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(self.model.index(row, 0), flag)

    def _wanted(self, *_: object) -> None:
        choice = self.model.choice_at(self.list.currentIndex().row())
        if choice is None or (self.right.currentWidget() is self.view and choice.id == self.view.directory_id):
            return
        self._leave_then(partial(self._open, choice.id))

    def _leave_then(self, go_on: Callable[[], None], *_: object) -> None:
        """Go on, after asking when something would be lost; nobody leaves while people are being changed."""
        unsaved = self.unsaved
        if not unsaved:
            self.banner.clear()
            go_on()
            return
        self._mark()
        if self.view.running:
            self._say(Problem(unsaved, "Wait for the end, or stop it."), tone=Tone.INFO)
            return
        ask = Ask(self._look, "Discard changes?", unsaved, self, go_on="Discard changes", stay="Keep editing")
        ask.agreed.connect(self.banner.clear)
        ask.agreed.connect(go_on)
        ask.open()

    def _open(self, directory_id: str) -> None:
        self._stop_opening()
        self._opening = self._core.admin_open(directory_id, self)
        self._opening.succeeded.connect(self._show_editing)
        self._opening.failed.connect(self._not_opened)

    def _stop_opening(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    def _show_editing(self, editing: Editing) -> None:
        self._opening = None
        self.view.show_editing(editing, read_only=self._read_only)
        self.right.setCurrentWidget(self.view)
        self._mark()

    def _not_opened(self, problem: Problem) -> None:
        self._opening = None
        self._say(problem)
        self.refresh()

    def _begin_new(self) -> None:
        self._stop_opening()
        self.view.show_new()
        self.right.setCurrentWidget(self.view)
        self._mark()

    def _new_given_up(self) -> None:
        self._show_nothing("Choose a directory.")
        self._mark()

    def _show_nothing(self, words: str) -> None:
        self.hint.setText(words)
        self.right.setCurrentWidget(self.hint)

    def _show_deleted(self) -> None:
        self._stop_opening()
        self.right.setCurrentWidget(self.copies)
        self._mark()

    def _saved(self, directory: "StoredDirectory") -> None:
        new = not self.view.directory_id
        self.view.take_saved(directory)
        self._say(Problem("Created." if new else "Saved.", "Add people to it now." if new else ""), tone=Tone.INFO)
        self.refresh()
        if new:
            self._open(directory.id)
        self._tell_desk(directory.id)

    def _unsure(self, problem: Problem) -> None:
        self._say(problem)
        if not self.view.directory_id:  # it may have been created all the same
            self.refresh()

    def _forbidden(self, problem: Problem) -> None:
        self._read_only = True
        self._show_rights(problem.happened)
        self._say(problem)

    def _members_changed(self, words: str, back: list[Wanted]) -> None:
        self._tell_desk(self.view.directory_id)
        problem = Problem(words, "")
        if back:
            self._say(problem, "Undo", partial(self.view.members.run, back, "Taking back"), tone=Tone.INFO)
        else:
            self._say(problem, tone=Tone.INFO)

    def _deleted(self, copy: "DirectoryCopy") -> None:
        self.view.show_new()
        self._show_nothing("Choose a directory.")
        self.refresh()
        lost = f", with {counted(len(copy.members), 'membership')}" if copy.members else ""
        words = f"“{plain(copy.name) or copy.directory_id}” was deleted{lost}."
        self._say(Problem(words, "", "A copy is kept."), "Undo", partial(self._restore, copy), tone=Tone.INFO)

    def _not_deleted(self, problem: Problem, copy: "DirectoryCopy | None") -> None:
        self.refresh()
        self._open(self.view.directory_id)
        self.view.show_members()
        self._tell_desk(self.view.directory_id)
        if copy is not None:
            self._say(problem, "Undo", partial(self._restore, copy))
        else:
            self._say(problem)

    def _restore(self, copy: "DirectoryCopy") -> None:
        self.banner.clear()
        self._stop_opening()
        self.progress.begin("Bringing back")
        self.right.setCurrentWidget(self.progress)
        request = self._core.admin_restore(copy, self.progress.show_done, self)
        request.succeeded.connect(self._restored)
        request.failed.connect(self._not_restored)

    def _restored(self, restored: Restored) -> None:
        self._open(restored.directory.id)
        self.refresh()
        self._tell_desk(restored.directory.id)
        name = plain(str(restored.directory.fields.get("name") or restored.directory.id))
        problem = Problem(f"“{name}” is back.", plain(" ".join(restored.differences)))
        self._say(problem, tone=Tone.INFO if restored.outcome.complete else Tone.WARN)

    def _not_restored(self, problem: Problem) -> None:
        self._show_deleted()
        self.refresh()
        self._say(problem)

    def _ask_forget(self, copy: "DirectoryCopy") -> None:
        words = f"“{plain(copy.name) or copy.directory_id}” cannot be brought back then."
        ask = Ask(self._look, "Forget this copy?", words, self, go_on="Forget it", stay="Keep it")
        ask.agreed.connect(partial(self._forget, copy))
        ask.open()

    def _forget(self, copy: "DirectoryCopy") -> None:
        request = self._core.admin_forget(copy, self)
        request.succeeded.connect(self.refresh)
        request.failed.connect(self.banner.show_problem)

    def _tell_desk(self, directory_id: str) -> None:
        if self._on_desk in (directory_id, ALL_DIRECTORIES.id):
            self._core.refresh(self)

    def _say(
        self, problem: Problem, action: str = "", answer: Callable[[], None] | None = None, tone: Tone = Tone.WARN
    ) -> None:
        self._answer = answer
        self.banner.show_problem(problem, action, tone)

    def _act(self) -> None:
        answer, self._answer = self._answer, None
        self.banner.clear()
        if answer is not None:
            self._leave_then(answer)
