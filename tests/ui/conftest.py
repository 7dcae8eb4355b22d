"""A window on a KAZOO of its own, driven by its visible controls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from app.store import Profile, ProfileStore, Secrets
from ui.bridge import Bridge
from ui.core import Core, Credentials
from ui.theme import Look, Theme
from ui.window import Window


class Driver:
    """What a person can do with a window, and see in it."""

    def __init__(self, window: Window, qtbot) -> None:
        self.window = window
        self.desk = window.desk
        self._qtbot = qtbot

    def named(self, kind, name: str, within: QWidget | None = None):
        """The visible control of that accessible name."""
        controls = (within or self.window).findChildren(kind)
        fitting = [one for one in controls if one.isVisible() and one.accessibleName() == name]
        assert fitting, f"no visible {kind.__name__} called {name}"
        return fitting[0]

    def press(self, name: str, within: QWidget | None = None) -> None:
        QTest.mouseClick(self.named(QAbstractButton, name, within), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        line = self.named(QLineEdit, name)
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, text)

    def key(self, keys: str) -> None:
        for key in keys:
            QTest.mouseClick(self.desk.keypad.key(key), Qt.MouseButton.LeftButton)

    def until(self, seen: Callable[[], object], seconds: float = 15.0) -> None:
        self._qtbot.waitUntil(lambda: bool(seen()), timeout=int(seconds * 1000))

    def sign_in(self, server: str, username: str = "alice", password: str = "sandbox") -> None:
        self.type("Server", server)
        self.type("Account name or realm", "Sample Company")
        self.type("User name", username)
        self.type("Password", password)
        self.press("Sign in")

    def names(self) -> list[str]:
        model = self.desk.people.model
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    @property
    def problem(self) -> str:
        """What the banner of the page in front says."""
        banner = self.desk.banner if self.desk.isVisible() else self.window.sign_in_page.banner
        return banner.accessibleName() if banner.isVisible() else ""

    @property
    def card(self) -> str:
        """Who is selected, as a screen reader would hear it."""
        entry = self.desk.people.current()
        return entry.user_id if entry else ""


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp, Theme.LIGHT)


@pytest.fixture
def no_phone(monkeypatch) -> None:
    """These tests are not about calls: no engine is started."""
    monkeypatch.setattr("app.desk.telephone.phone_available", lambda: "No phone in this test.")


@contextmanager
def opened_window(app: QApplication, folder: Path, credentials: Credentials) -> Iterator[Window]:
    """A window for as long as the block lasts, for tests that share one."""
    bridge = Bridge()
    core = Core(bridge, ProfileStore(folder), Secrets(None))
    window = Window(bridge, Look(app, Theme.LIGHT), credentials, core)
    window.show()
    window.start()
    yield window
    window.end()
    over = QEventLoop()
    bridge.stopped.connect(over.quit)
    if bridge.running:
        QTimer.singleShot(10_000, over.quit)
        over.exec()
    window.deleteLater()


@pytest.fixture
def open_window(qtbot, look, tmp_path) -> Iterator[Callable[..., Driver]]:
    """Open windows that remember into a folder of the test; each is closed in order at the end."""
    opened: list[tuple[Window, Bridge]] = []
    secrets = Secrets(None)

    def make(credentials: Credentials | None = None) -> Driver:
        bridge = Bridge()
        core = Core(bridge, ProfileStore(tmp_path), secrets)
        window = Window(bridge, look, credentials, core)
        window.show()
        window.start()
        opened.append((window, bridge))
        return Driver(window, qtbot)

    yield make
    for window, bridge in opened:
        window.end()
        qtbot.waitUntil(lambda bridge=bridge: not bridge.running, timeout=10_000)
        window.deleteLater()


@pytest.fixture
def desk(open_window, no_phone, sandbox) -> Driver:
    """A window signed in to a sandbox, without a phone."""
    profile = Profile(sandbox.base_url, "password", "Sample Company", "alice")
    driver = open_window(Credentials(profile, "sandbox"))
    driver.until(lambda: driver.names() and not driver.desk.age.text().startswith("Fetching"))
    return driver
