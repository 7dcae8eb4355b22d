"""Going to another account below one's own, and back."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.directory import plain
from app.problem import Problem
from ui.bridge import Request
from ui.chooser import Choice, Chooser
from ui.core import Core
from ui.theme import Button, ButtonKind, Look, plain_tip

if TYPE_CHECKING:
    from app.desk import SignedIn
    from app.kazoo import Account

__all__ = ["AccountButton", "AccountSwitch", "away_words"]

_LONGEST: Final = 40
_NONE_BELOW = Problem("There is no account below this one.", "Who supports others can switch to their accounts here.")


class AccountButton(Button):
    """Which account this is, and whether what is sent can be read on the way; pressed to switch."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "Account", icon="chevron-down", kind=ButtonKind.QUIET, icon_size=16, parent=parent)

    def show_account(self, facts: "SignedIn") -> None:
        """Show where somebody is signed in."""
        name = plain(facts.account_name) or plain(facts.realm)
        whole = f"{name} – not encrypted" if facts.exposed else name
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        self.set_face(f"{short} – not encrypted" if facts.exposed else short, "chevron-down", f"Account: {whole}")
        self.setToolTip(plain_tip(f"{whole}. Switch to an account below"))


class AccountSwitch(QObject):
    """Asks which account, and goes there. `switched` brings `SignedIn` of it."""

    switched = Signal(object)
    problem = Signal(Problem)
    told = Signal(Problem)
    """Nothing went wrong, but there is something to know."""

    def __init__(self, look: Look, core: Core, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._core = core
        self._window = parent
        self._own = ""
        self._asking: Request | None = None

    def ask(self) -> None:
        """Fetch the accounts there are, and ask which."""
        self._wait_for(self._core.accounts(self))
        if self._asking is not None:
            self._asking.succeeded.connect(self._choose)

    def go_back(self) -> None:
        """Go back to one's own account."""
        if self._own:
            self._go(self._own)

    def forget(self) -> None:
        """Nobody is signed in any more."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking, self._own = None, ""

    def _wait_for(self, request: Request) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking = request
        request.failed.connect(self.problem)

    def _choose(self, accounts: "list[Account]") -> None:
        own, *below = accounts
        self._own = own.id
        if not below:
            self.told.emit(_NONE_BELOW)
            return
        rest = sorted(below, key=lambda account: plain(account.name).casefold())
        choices = [Choice(own.id, _name(own), "Your own account")]
        choices += [Choice(account.id, _name(account), plain(account.realm)) for account in rest]
        chooser = Chooser(self._look, "Switch to which account?", choices, self._window)
        chooser.chosen.connect(self._go)
        chooser.open()

    def _go(self, account_id: str) -> None:
        self._wait_for(self._core.switch_account(account_id, self))
        if self._asking is not None:
            self._asking.succeeded.connect(self.switched)


def away_words(facts: "SignedIn") -> Problem:
    """Return what says that this is another account than one's own."""
    here = plain(facts.account_name) or plain(facts.realm)
    return Problem(
        f"You are in “{here}”, an account below your own.",
        "",
        f"You signed in to “{plain(facts.own_account)}”; the phone stays yours.",
    )


def _name(account: "Account") -> str:
    return plain(account.name) or plain(account.realm) or account.id
