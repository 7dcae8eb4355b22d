"""The window: two pages, the menu, and the order in which things begin and end."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QActionGroup, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget

from app.directory import ALL_DIRECTORIES, Snapshot, plain
from app.problem import Problem
from ui.about import About
from ui.accounts import AccountSwitch
from ui.actions import ACTIONS, PAGE_ACTIONS, make_actions, tint
from ui.ask import Ask
from ui.bridge import Bridge, Request
from ui.call_actions import CallActions
from ui.caller_notice import CallerNotice
from ui.core import Core, Credentials, Ended, Kept, Remembered, SecondFactorAsked
from ui.keyboard_help import KeyboardHelp
from ui.pages import DESK
from ui.shell import Shell
from ui.signin import SignInAgain, SignInPage
from ui.theme import Look, Theme, Tone

if TYPE_CHECKING:
    from app.desk import SignedIn
    from app.store import Profile

__all__ = ["Window"]

_THEMES: Final = {
    "theme_system": None,
    "theme_light": Theme.LIGHT,
    "theme_dark": Theme.DARK,
    "theme_contrast": Theme.HIGH_CONTRAST,
}
_NEEDS_DESK: Final = (
    *(
        "switch_account",
        "sign_out",
        "call",
        "redial",
        "do_not_disturb",
        "auto_answer",
        "phone_settings",
        "find",
        "refresh",
    ),
    *PAGE_ACTIONS,
)
_BEGINS_A_GROUP: Final = (
    *("switch_account", "page_desk", "theme_system", "answer", "hang_up", "transfer", "keys_to_call", "do_not_disturb"),
)
_NEEDS_SNAPSHOT: Final = ("export", "print", "server_pdf")
_NOT_LASTING: Final = {
    Kept.THIS_RUN: Problem(
        "There is no system keyring here.",
        "You will be asked again next time.",
        "The sign-in is kept for this run only, in memory.",
    ),
    Kept.NOT: Problem(
        "The sign-in could not be remembered: its folder cannot be written.",
        "You will be asked again next time.",
        "You are signed in all the same.",
    ),
}


class Window(QMainWindow):
    """Show it, then `start` it: the core begins after the first paint. With `credentials` it signs in at once."""

    def __init__(
        self, bridge: Bridge, look: Look, credentials: Credentials | None = None, core: Core | None = None
    ) -> None:
        super().__init__()
        self.setWindowTitle("Namedial")
        self.resize(1280, 800)
        self.setMinimumSize(820, 600)
        self._bridge = bridge
        self._core = core or Core(bridge)
        self._look = look
        self._credentials = credentials
        self._remember = False
        self._signing_in: Request | None = None
        self._leaving = False
        self._away = False
        self._ended: Ended | None = None
        self.sign_in_page = SignInPage(look)
        self.shell = Shell(look, self._core)
        self.accounts = AccountSwitch(look, self._core, self)
        self.desk = self.shell.desk
        self._calls = CallActions(self.desk, self._core)
        self.caller = CallerNotice(look, self.desk.talk, self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.sign_in_page)
        self._pages.addWidget(self.shell)
        self.setCentralWidget(self._pages)
        self.actions_by_id = make_actions(self, self._handlers())
        self._calls.show_in(self.actions_by_id)
        self._make_menus()
        self._connect()
        self._show_page(signed_in=False)
        self._shown(None)
        self._tint()

    def start(self) -> None:
        """Begin the core; sign in with what was handed over or remembered."""
        self._bridge.start()
        if self._credentials is not None:
            self._sign_in(self._credentials, remember=False)
            return
        self._core.remembered(self).succeeded.connect(self._use_remembered)

    def end(self) -> None:
        """Quit without asking, whatever would be lost: the system wants it."""
        self._leave(self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once, end the core in order, then quit; before anything entered is lost, ask."""
        if not self._leaving and self.shell.unsaved[0]:
            event.ignore()
            self._ask_to_leave("Quit Namedial?", "Quit", self.close)
            return
        self.hide()
        self.caller.popup.hide()
        self._core.log.close()
        self._bridge.stopped.connect(QApplication.quit)
        self._bridge.stop(self._core.close)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """The list is made fresh when the window is looked at again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.desk.refresh_when_stale()

    def _handlers(self) -> dict[str, Callable[[], None]]:
        desk = self.desk
        return {
            "export": partial(self._show_paper, from_server=False),
            "print": partial(self._show_paper, from_server=False),
            "server_pdf": partial(self._show_paper, from_server=True),
            "switch_account": self._switch_account,
            "sign_out": self._sign_out,
            "quit": self._quit,
            **self._calls.handlers,
            "phone_settings": self._show_phone_settings,
            "find": self._find,
            "refresh": desk.refresh,
            "shortcuts": self._show_keyboard,
            "diagnostics": self._copy_diagnostics,
            "about": self._show_about,
            **{name: partial(self.shell.show_page, page.id) for name, page in PAGE_ACTIONS.items()},
            **{name: partial(self._choose_theme, name) for name in _THEMES},
        }

    def _make_menus(self) -> None:
        menus: dict[str, QMenu] = {}
        for spec in ACTIONS:
            menu = menus.get(spec.menu) or self.menuBar().addMenu(spec.menu)
            menus[spec.menu] = menu
            if spec.id in _BEGINS_A_GROUP:
                menu.addSeparator()
            menu.addAction(self.actions_by_id[spec.id])
        themes = QActionGroup(self)
        for name in _THEMES:
            themes.addAction(self.actions_by_id[name])
        self.actions_by_id["theme_system"].setChecked(True)

    def _connect(self) -> None:
        self.sign_in_page.wanted.connect(self._wanted)
        self.sign_in_page.cancelled.connect(self._cancel_sign_in)
        self.sign_in_page.profile_chosen.connect(self._use_profile)
        self.sign_in_page.profile_forgotten.connect(self._forget_profile)
        self._core.sign_in_ended.connect(self._sign_in_again)
        self.shell.account_wanted.connect(self._switch_account)
        self.shell.back_wanted.connect(partial(self._leave_account_then, self.accounts.go_back))
        self.shell.told.acted.connect(self._ask_again)
        self.accounts.switched.connect(self._switched)
        self.accounts.problem.connect(self.shell.show_problem)
        self.accounts.told.connect(partial(self.shell.show_problem, tone=Tone.INFO))
        self.desk.shown.connect(self._shown)
        self.desk.directory_chosen.connect(self._directory_chosen)
        self._look.changed.connect(self._tint)

    def _use_remembered(self, remembered: Remembered) -> None:
        self.sign_in_page.show_lasting(lasting=remembered.lasting)
        if remembered.theme in {theme.value for theme in Theme}:
            self._show_theme(Theme(remembered.theme))
        self.sign_in_page.show_profiles(remembered.profiles)
        if remembered.profile is not None:
            self.sign_in_page.show_profile(remembered.profile, lasting=remembered.lasting)
            self.sign_in_page.show_remembered(remembered.credentials)
        if remembered.credentials is not None:
            self._sign_in(remembered.credentials, remember=True)

    def _wanted(self, credentials: Credentials, remember: bool) -> None:
        self._sign_in(credentials, remember=remember)

    def _sign_in(self, credentials: Credentials, *, remember: bool) -> None:
        self._credentials = credentials
        self._remember = remember
        self.sign_in_page.show_busy(f"Signing in to {credentials.profile.server}…")
        self._signing_in = self._core.sign_in(credentials, self, remember=remember)
        self._signing_in.succeeded.connect(self._signed_in)
        self._signing_in.failed.connect(self._not_signed_in)

    def _cancel_sign_in(self) -> None:
        if self._signing_in is not None:
            self._signing_in.cancel()
        self.sign_in_page.show_idle()

    def _use_profile(self, profile: "Profile") -> None:
        self._core.credentials_of(profile, self).succeeded.connect(self.sign_in_page.show_remembered)

    def _forget_profile(self, profile: "Profile") -> None:
        self._core.forget_profile(profile, self).succeeded.connect(self._show_profiles)

    def _show_profiles(self, profiles: "tuple[Profile, ...]") -> None:
        self.sign_in_page.show_profiles(profiles)
        self.sign_in_page.begin_with(profiles[0] if profiles else None)

    def _signed_in(self, outcome: "tuple[SignedIn, Kept | None] | SecondFactorAsked") -> None:
        if isinstance(outcome, SecondFactorAsked):
            self._signing_in = None
            refused = self._credentials is not None and bool(self._credentials.second_factor)
            self._show_page(signed_in=False)
            self.sign_in_page.ask_second_factor(outcome.provider, refused=refused)
            return
        facts, kept = outcome
        self._away = False
        self._signing_in = None
        self.sign_in_page.show_idle()
        self._show_page(signed_in=True)
        self.shell.show_signed_in(facts, self._credentials.profile.directory_id if self._credentials else None)
        if kept in _NOT_LASTING:
            self.desk.banner.show_problem(_NOT_LASTING[kept], tone=Tone.INFO)

    def _not_signed_in(self, problem: Problem) -> None:
        self._signing_in = None
        self._show_page(signed_in=False)
        self.sign_in_page.show_problem(problem)

    def _sign_out(self) -> None:
        if self.shell.unsaved[0] and not self._leaving:
            self._ask_to_leave("Sign out?", "Sign out", self._sign_out)
            return
        self._leaving = False
        self.accounts.forget()
        self._core.sign_out(self)
        self.shell.show_signed_out()
        self._show_page(signed_in=False)
        self._core.remembered(self).succeeded.connect(self._offer_profiles)

    def _offer_profiles(self, remembered: Remembered) -> None:
        self.sign_in_page.show_profiles(remembered.profiles)
        if remembered.profile is not None:
            self.sign_in_page.begin_with(remembered.profile)

    def _sign_in_again(self, ended: Ended) -> None:
        """The sign-in has ended while somebody was at work: what is on the screen stays."""
        if self._credentials is None or self.findChild(SignInAgain) is not None:
            return
        dialog = SignInAgain(self._look, self._core, self._credentials.profile, ended, self)
        dialog.done_again.connect(self._signed_in_again)
        dialog.left.connect(self._sign_out)
        dialog.rejected.connect(partial(self._not_signed_in_again, ended))
        dialog.open()

    def _signed_in_again(self) -> None:
        self.shell.told.clear()
        self.desk.refresh()

    def _not_signed_in_again(self, ended: Ended) -> None:
        self._ended = ended
        self.shell.show_problem(
            Problem(ended.problem.happened, "Nothing can be fetched or saved now."), "Sign in again"
        )

    def _ask_again(self) -> None:
        if self._ended is not None:
            self._sign_in_again(self._ended)

    def _switch_account(self) -> None:
        self._leave_account_then(self.accounts.ask)

    def _leave_account_then(self, go_on: Callable[[], None]) -> None:
        if not self.shell.unsaved[0]:
            go_on()
            return
        words, page_id = self.shell.unsaved
        self.shell.show_page(page_id)
        ask = Ask(self._look, "Leave this account?", words, self, go_on="Discard changes", stay="Stay")
        ask.agreed.connect(go_on)
        ask.open()

    def _switched(self, facts: "SignedIn") -> None:
        self._away = True  # also on the way back: nobody chose the directory that opens
        self.shell.show_switched(facts)
        self._away = bool(facts.own_account)

    def _ask_to_leave(self, title: str, go_on: str, leave: Callable[[], object]) -> None:
        words, page_id = self.shell.unsaved
        self.shell.show_page(page_id)
        ask = Ask(self._look, title, words, self, go_on=go_on, stay="Stay")
        ask.agreed.connect(partial(self._leave, leave))
        ask.open()

    def _leave(self, leave: Callable[[], object]) -> None:
        self._leaving = True
        leave()

    def _show_page(self, *, signed_in: bool) -> None:
        self._pages.setCurrentWidget(self.shell if signed_in else self.sign_in_page)
        for name in _NEEDS_DESK:
            self.actions_by_id[name].setEnabled(signed_in)
        self._calls.show()

    def _find(self) -> None:
        self.shell.show_page(DESK.id)
        self.desk.start_finding()

    def _shown(self, snapshot: Snapshot | None) -> None:
        self.setWindowTitle("Namedial" if snapshot is None else f"{plain(snapshot.directory.name)} – Namedial")
        for name in _NEEDS_SNAPSHOT:
            self.actions_by_id[name].setEnabled(snapshot is not None)
        if snapshot is not None and snapshot.directory.id == ALL_DIRECTORIES.id:
            self.actions_by_id["server_pdf"].setEnabled(False)  # KAZOO has one of a single directory only

    def _directory_chosen(self, directory_id: str) -> None:
        if self._remember and self._credentials is not None and not self._away:
            self._core.remember_directory(directory_id, self)

    def _show_paper(self, *, from_server: bool) -> None:
        from ui.export import show_paper, show_servers_paper  # noqa: PLC0415 - QtPdf and QtPrintSupport are wanted late

        if self.desk.snapshot is not None:
            show = show_servers_paper if from_server else show_paper
            show(self._look, self._core, self.desk.snapshot, self)

    def _show_phone_settings(self) -> None:
        from ui.phone import PhoneDialog  # noqa: PLC0415 - wanted late

        PhoneDialog(self._look, self._core, self.desk.talk.phone, self).open()

    def _show_keyboard(self) -> None:
        KeyboardHelp(self._look, self).open()

    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(self._core.log.diagnostics())

    def _show_about(self) -> None:
        About(self._look, self).open()

    def _choose_theme(self, name: str) -> None:
        self._show_theme(_THEMES[name])
        theme = _THEMES[name]
        self._core.remember_theme(theme.value if theme else "", self)

    def _show_theme(self, theme: Theme | None) -> None:
        name = next(name for name, known in _THEMES.items() if known is theme)
        self.actions_by_id[name].setChecked(True)
        self._look.choose(theme)

    def _tint(self) -> None:
        tint(self.actions_by_id, self._look)

    def _quit(self) -> None:
        self.close()
