"""The tour's hand and eye: what a person does with the visible controls, and the pictures taken of it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.directory import Entry, name_keys
from app.directory.dialpad import UnreadableName
from app.sandbox import Boxed
from ui.theme import Look, Theme
from ui.window import Window

__all__ = ["NEVER_CALLED", "PATIENCE_S", "Hand", "NotSeenError", "Step", "is_easy", "press", "spin", "spin_until"]

W = TypeVar("W", bound=QWidget)

PATIENCE_S: Final = 15.0
_POLL_MS: Final = 20
NEVER_CALLED: Final = ("2090", "2091", "2092", "2093")


class Step(msgspec.Struct, frozen=True):
    """One step of the tour."""

    name: str
    expected: str
    seen: str
    ok: bool
    seconds: float


class NotSeenError(Exception):
    """What a step expected did not come."""


class Hand:
    """One window, the steps done in it so far, and the person most of them are about."""

    def __init__(self, app: QApplication, look: Look, window: Window, account: Boxed, out: Path) -> None:
        self._app = app
        self._look = look
        self._window = window
        self._account = account
        self._out = out
        self._person: Entry | None = None
        self._steps: list[Step] = []

    def _step(self, name: str, expected: str, act: Callable[[], str], *, picture: bool = True) -> None:
        began = time.monotonic()
        try:
            seen, ok = act(), True
        except NotSeenError as missing:
            seen, ok = str(missing), False
        self._steps.append(Step(name, expected, seen, ok, round(time.monotonic() - began, 3)))
        if picture:
            self._take_pictures(f"{len(self._steps):02}-{name}")

    def _somebody(self) -> Entry:
        """The person of the tour: can be called, has keys, answers."""
        if self._person is None:
            fitting = (entry for entry in self._entries() if entry.number not in NEVER_CALLED and is_easy(entry))
            others = [entry for entry in fitting if self._account.username not in entry.email]
            if not others:
                raise NotSeenError("nobody who can be called")
            self._person = max(others, key=self._alike)
        return self._person

    def _alike(self, entry: Entry) -> int:
        """How many people are left after three keys: the more, the better the picture."""
        keys = name_keys(entry.first_name, entry.last_name).last_first[:3]
        snapshot = self._window.desk.snapshot
        return len(snapshot.find(keys).rows) if snapshot else 0

    def _entries(self) -> Sequence[Entry]:
        snapshot = self._window.desk.snapshot
        return snapshot.entries if snapshot else ()

    def _rows(self) -> int:
        return self._window.desk.people.model.rowCount()

    def _words(self, label: QLabel) -> str:
        return label.accessibleName() or label.text()

    def _until(self, seen: Callable[[], bool], what: str) -> None:
        if not spin_until(seen, PATIENCE_S):
            raise NotSeenError(f"{what} did not come within {PATIENCE_S:.0f} s")

    def _button(self, name: str) -> QAbstractButton:
        return self._named(QAbstractButton, name)

    def _named(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        """Find a visible control by what a screen reader calls it."""
        found = (child for child in (within or self._window).findChildren(kind) if child.isVisible())
        for child in found:
            if name in (child.accessibleName(), child.property("text")):
                return child
        raise NotSeenError(f"no visible {kind.__name__} called {name}")

    def _dialog(self, kind: type[W], title: str) -> W:
        def open_now() -> list[W]:
            tops = self._app.topLevelWidgets()
            return [top for top in tops if isinstance(top, kind) and top.isVisible() and title in top.windowTitle()]

        self._until(lambda: bool(open_now()), f"the dialog {title}")
        return open_now()[-1]

    def _take_pictures(self, name: str) -> None:
        top = self._app.activeModalWidget() or self._window
        for theme in (Theme.LIGHT, Theme.DARK):
            self._look.choose(theme)
            spin(120)
            self._keep(top, f"{name}-{theme.value}")
        self._look.choose(Theme.LIGHT)

    def _keep(self, shown: QWidget, name: str) -> None:
        path = self._out / f"{name}.png"
        if not shown.grab().save(str(path)):
            raise OSError(f"{path} could not be written")


def is_easy(entry: Entry) -> bool:
    """Whether a person has a plain name, enough keys, and can be called."""
    try:
        keys = name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return False
    ascii_name = entry.first_name.isalpha() and entry.last_name.isalpha() and entry.last_name.isascii()
    return bool(entry.number) and len(keys.last_first) >= 5 and ascii_name and entry.trouble is None


def press(button: QAbstractButton) -> None:
    """Click a button."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def spin(milliseconds: int) -> None:
    """Let the window go on for a while."""
    loop = QEventLoop()  # not QTest.qWait: that keeps other Python threads waiting
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def spin_until(seen: Callable[[], bool], seconds: float) -> bool:
    """Let the window go on until something is seen, or the time is over; return whether it was."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if seen():
            return True
        spin(_POLL_MS)
    return seen()
