"""What a signed-in person sees: the rail, the page in front, and below both the call."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.problem import Problem
from ui.accounts import away_words
from ui.core import Core
from ui.desk_page import DeskPage
from ui.pages import DESK, HISTORY, PAGES, HearsSignIn, HearsSnapshot, HoldsChanges, PageSpec
from ui.rail import Rail
from ui.theme import SPACE, Banner, Look, Tone, tag

if TYPE_CHECKING:
    from app.desk import SignedIn
    from app.directory import Snapshot

__all__ = ["Shell"]


class Shell(QWidget):
    """Makes a page when it is first wanted, and tells it who is signed in and what is open on the desk."""

    page_changed = Signal(str)
    account_wanted = Signal()
    """Another account is to be chosen."""
    back_wanted = Signal()
    """One's own account is wanted again."""

    def __init__(
        self, look: Look, core: Core, pages: tuple[PageSpec, ...] = PAGES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        tag(self, "window")
        self._look = look
        self._core = core
        self._facts: SignedIn | None = None
        self._snapshot: Snapshot | None = None
        self._specs = {page.id: page for page in pages}
        self.desk = DeskPage(look, core)
        self._made: dict[str, QWidget] = {DESK.id: self.desk}
        self.rail = Rail(look, (DESK, *pages))
        self.rail.setVisible(bool(pages))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.desk)
        self.away = Banner(look)
        self.away.can_be_dismissed(False)
        self.told = Banner(look)
        self._place()
        self.away.acted.connect(self.back_wanted)
        self.desk.account_wanted.connect(self.account_wanted)
        self.rail.wanted.connect(self.show_page)
        self.rail.show_page(DESK.id)
        self.desk.shown.connect(self._take)
        core.history_changed.connect(self._show_missed)
        core.trouble.connect(self.desk.banner.show_problem)

    def show_page(self, page_id: str) -> None:
        """Bring a page to the front."""
        self.stack.setCurrentWidget(self.page(page_id))
        self.rail.show_page(page_id)
        self.page_changed.emit(page_id)

    def page(self, page_id: str) -> QWidget:
        """Return a page, made now if it is wanted for the first time."""
        if page_id not in self._made:
            make = self._specs[page_id].make
            assert make is not None, f"{page_id} is there from the beginning"
            page = make(self._look, self._core)
            self._made[page_id] = page
            self.stack.addWidget(page)
            if hasattr(page, "personWanted"):
                page.personWanted.connect(self.show_person)
            if hasattr(page, "accountWanted"):
                page.accountWanted.connect(self.account_wanted)
            if hasattr(page, "directoriesChanged"):
                page.directoriesChanged.connect(self.desk.show_directories)
            if isinstance(page, HearsSignIn) and self._facts is not None:
                page.show_signed_in(self._facts)
            if isinstance(page, HearsSnapshot):
                page.show_snapshot(self._snapshot)
        return self._made[page_id]

    def show_person(self, user_id: str) -> None:
        """Bring the desk to the front with that person selected."""
        self.show_page(DESK.id)
        self.desk.show_somebody(user_id)

    def show_signed_in(self, facts: "SignedIn", directory_id: str | None) -> None:
        """Somebody is signed in: begin on the desk."""
        self.away.clear()
        self.told.clear()
        self._facts = facts
        self.show_page(DESK.id)
        self.desk.show_signed_in(facts, directory_id)
        for page in self._others():
            if isinstance(page, HearsSignIn):
                page.show_signed_in(facts)

    def show_switched(self, facts: "SignedIn") -> None:
        """Somebody went to another account, and stays on the page that is in front."""
        page_id = next(each for each, page in self._made.items() if page is self.stack.currentWidget())
        self.show_signed_in(facts, None)
        if facts.own_account:
            self.away.show_problem(away_words(facts), "Back to my account", Tone.INFO)
        self.show_page(page_id)

    def show_problem(self, problem: Problem, action: str = "", tone: Tone = Tone.WARN) -> None:
        """Say what concerns no page in particular; `action` is answered by `told.acted`."""
        self.told.show_problem(problem, action, tone)

    def show_signed_out(self) -> None:
        """Nobody is signed in any more."""
        self._facts = None
        self.desk.show_signed_out()
        for page in self._others():
            if isinstance(page, HearsSignIn):
                page.show_signed_out()

    @property
    def unsaved(self) -> tuple[str, str]:
        """What would be lost if all of it were left, as a sentence, and the page that holds it; empty for nothing."""
        for page_id, page in self._made.items():
            if isinstance(page, HoldsChanges) and page.unsaved:
                return page.unsaved, page_id
        return "", ""

    def _others(self) -> list[QWidget]:
        return [page for page_id, page in self._made.items() if page_id != DESK.id]

    def _show_missed(self, missed: int) -> None:
        if HISTORY in self._specs:
            self.rail.set_badge(HISTORY, missed)

    def _take(self, snapshot: "Snapshot | None") -> None:
        self._snapshot = snapshot
        for page in self._others():
            if isinstance(page, HearsSnapshot):
                page.show_snapshot(snapshot)

    def _place(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, 0)
        above.setSpacing(SPACE.s)
        above.addWidget(self.away)
        above.addWidget(self.told)
        right.addLayout(above)
        right.addWidget(self.stack, 1)
        below = QVBoxLayout()
        below.setContentsMargins(SPACE.l, 0, SPACE.l, 0)
        below.addWidget(self.desk.calls)
        right.addLayout(below)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
