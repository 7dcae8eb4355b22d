"""Every page of the signed-in window once: its word, icon, key, and how it is made when first wanted."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from attrs import frozen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.desk import SignedIn
    from app.directory import Snapshot
    from ui.core import Core
    from ui.theme import Look

__all__ = ["DESK", "HISTORY", "PAGES", "HearsSignIn", "HearsSnapshot", "HoldsChanges", "PageSpec"]


@runtime_checkable
class HearsSignIn(Protocol):
    """A page that wants to know who is signed in; told at once when it is made."""

    def show_signed_in(self, facts: "SignedIn") -> None:
        """Somebody is signed in from now on."""

    def show_signed_out(self) -> None:
        """Nobody is any more; nothing of the account may stay on the screen."""


@runtime_checkable
class HearsSnapshot(Protocol):
    """A page about the directory that is open on the desk; told at once when it is made."""

    def show_snapshot(self, snapshot: "Snapshot | None") -> None:
        """This is open on the desk from now on."""


@runtime_checkable
class HoldsChanges(Protocol):
    """A page where something is entered that is sent later; it stays there while other pages are in front."""

    @property
    def unsaved(self) -> str:
        """What would be lost by signing out, as a sentence; empty for nothing."""


@frozen
class PageSpec:
    """A page as data. A page may have a signal `personWanted(str)`: show that user on the desk."""

    id: str
    title: str
    icon: str
    keys: str
    make: "Callable[[Look, Core], QWidget] | None" = None
    """None: it is there from the beginning."""


DESK: Final = PageSpec("desk", "Desk", "users", "Ctrl+1")
"""The first page: made with the window, because it is what people wait for."""


def _history(look: "Look", core: "Core") -> QWidget:
    from ui.history import HistoryPage  # noqa: PLC0415 - made when first wanted

    return HistoryPage(look, core)


def _administer(look: "Look", core: "Core") -> QWidget:
    from ui.admin import AdminPage  # noqa: PLC0415 - made when first wanted

    return AdminPage(look, core)


def _log(look: "Look", core: "Core") -> QWidget:
    from ui.log import LogPage  # noqa: PLC0415 - made when first wanted

    return LogPage(look, core)


def _menu(look: "Look", core: "Core") -> QWidget:
    from ui.menu import MenuPage  # noqa: PLC0415 - made when first wanted

    return MenuPage(look, core)


def _audit(look: "Look", core: "Core") -> QWidget:
    from ui.audit import AuditPage  # noqa: PLC0415 - made when first wanted

    return AuditPage(look, core)


HISTORY: Final = "history"
"""The page that may have missed calls to show."""
PAGES: Final[tuple[PageSpec, ...]] = (
    PageSpec("menu", "Caller's menu", "keypad", "Ctrl+2", _menu),
    PageSpec("audit", "Audit", "chart", "Ctrl+3", _audit),
    PageSpec(HISTORY, "History", "clock", "Ctrl+4", _history),
    PageSpec("administer", "Administer", "pencil", "Ctrl+5", _administer),
    PageSpec("log", "Log", "list", "Ctrl+6", _log),
)
"""The others, in the order of the rail."""
