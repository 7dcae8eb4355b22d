"""The window, driven by its own visible controls against the sandbox, with a picture of each step.

Every step says what was expected and what was seen; a step that fails does not stop the ones that can still be done.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from app.directory import Entry, display_name, name_keys, plain
from app.directory.dialpad import UnreadableName
from app.sandbox import Boxed
from app.store import ProfileStore, Secrets
from ui.bridge import Bridge
from ui.core import Core
from ui.main import make_application
from ui.menu import MenuPage
from ui.theme import Look, Theme
from ui.window import Window

__all__ = ["Step", "run_tour"]

W = TypeVar("W", bound=QWidget)

_PATIENCE_S: Final = 15.0
_POLL_MS: Final = 20
_NEVER_CALLED: Final = ("2090", "2091", "2092", "2093")
_BUSY: Final = "2090"
_OPENED: Final = "Company"
_UNBROKEN: Final = "Sales"
_KEYS_IN_CALL: Final = "528#"


class Step(msgspec.Struct, frozen=True):
    """One step of the tour."""

    name: str
    expected: str
    seen: str
    ok: bool
    seconds: float


class NotSeenError(Exception):
    """What a step expected did not come."""


def run_tour(account: Boxed, out: Path, size: tuple[int, int]) -> list[Step]:
    """Run all steps and leave `NN-name-light.png`, `NN-name-dark.png`, `directory.pdf` and `tour.json` in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        look = Look(app, Theme.LIGHT)
        bridge = Bridge()
        core = Core(bridge, ProfileStore(Path(folder)), Secrets(None))
        window = Window(bridge, look, core=core)
        tour = _Tour(app, look, window, account, out)
        window.resize(*size)
        window.show()
        window.start()
        steps = tour.run()
        window.close()
        _spin_until(lambda: not bridge.running, _PATIENCE_S)
    (out / "tour.json").write_bytes(msgspec.json.format(msgspec.json.encode(steps)))
    return steps


class _Tour:
    def __init__(self, app: QApplication, look: Look, window: Window, account: Boxed, out: Path) -> None:
        self._app = app
        self._look = look
        self._window = window
        self._account = account
        self._out = out
        self._person: Entry | None = None
        self._steps: list[Step] = []

    def run(self) -> list[Step]:
        self._step("sign-in", "the sign-in form, filled", self._fill_sign_in)
        self._step("people", "the people of Company, with their numbers", self._sign_in)
        self._step("keypad", "each key narrows the list", self._key_a_name)
        self._step("nobody", "an explanation why nobody matches", self._key_nonsense)
        self._step("typing", "the person found by letters", self._type_a_name)
        self._step("selected", "the card of the person, with the number to call", self._select)
        if self._account.sip:
            self._step("ringing", "the call bar says Ringing", self._call)
            self._step("connected", "Connected, with a running time", self._wait_for_answer)
            self._step("keys", f"{_KEYS_IN_CALL} heard by the other side", self._key_into_call)
            self._step("held", "On hold, and back", self._hold)
            self._step("hung-up", "You hung up", self._hang_up)
            self._step("busy", "the reason in words: busy", self._call_busy)
        self._step("audit", "whom callers reach, and the people behind a bar", self._audit)
        self._step("menu", "each key leaves fewer people in the caller's menu", self._key_into_menu)
        self._step("reached", "a caller reaches the person", self._reach_by_menu)
        self._step("paper", "a preview of the pages", self._preview)
        self._step("export", "directory.pdf is written", self._export, picture=False)
        return self._steps

    def _step(self, name: str, expected: str, act: Callable[[], str], *, picture: bool = True) -> None:
        began = time.monotonic()
        try:
            seen, ok = act(), True
        except NotSeenError as missing:
            seen, ok = str(missing), False
        self._steps.append(Step(name, expected, seen, ok, round(time.monotonic() - began, 3)))
        if picture:
            self._take_pictures(f"{len(self._steps):02}-{name}")

    def _fill_sign_in(self) -> str:
        for label, text in (
            ("Server", self._account.base_url),
            ("Account name or realm", self._account.account),
            ("User name", self._account.username),
            ("Password", self._account.password),
        ):
            line = self._named(QLineEdit, label)
            line.setFocus()
            QTest.keyClicks(line, text)
        QTest.keyClick(self._window.sign_in_page.remember, Qt.Key.Key_Space)
        _press(self._button("More settings"))
        QTest.keyClicks(self._named(QLineEdit, "SIP server"), self._account.sip)
        _spin(100)
        return f"filled for {self._account.username} at {self._account.base_url}"

    def _sign_in(self) -> str:
        _press(self._button("Sign in"))
        self._until(lambda: self._window.desk.isVisible() and self._rows() > 1, "a list of people")
        self._until(lambda: "registered" in self._window.desk.phone.text(), "a registered phone")
        _spin(600)
        return f"{self._words(self._window.desk.count)} in {self._window.windowTitle()}"

    def _key_a_name(self) -> str:
        person = self._somebody()
        keys = name_keys(person.first_name, person.last_name).last_first[:3]
        counts = [self._rows()]
        for key in keys:
            _press(self._window.desk.keypad.key(key))
            _spin(60)
            counts.append(self._rows())
        if counts != sorted(counts, reverse=True) or not 0 < counts[-1] < counts[0]:
            raise NotSeenError(f"rows after each key: {counts}")
        return f"{'-'.join(keys)}: {' → '.join(map(str, counts))} people. {self._words(self._window.desk.count)}"

    def _key_nonsense(self) -> str:
        for key in "9999":
            _press(self._window.desk.keypad.key(key))
        self._until(self._window.desk.empty.isVisible, "an explanation")
        return self._window.desk.empty.accessibleName()

    def _type_a_name(self) -> str:
        _press(self._button("Clear the search"))
        person = self._somebody()
        QTest.keyClicks(self._named(QLineEdit, "Search"), person.last_name[:4].lower())
        self._until(lambda: 0 < self._rows() < len(self._entries()), "a shorter list")
        return f"{person.last_name[:4].lower()}: {self._words(self._window.desk.count)}"

    def _select(self) -> str:
        person, people = self._somebody(), self._window.desk.people
        row = people.model.row_of(person.user_id)
        if row is None:
            raise NotSeenError(f"{display_name(person)} is not in the list")
        view = self._named(QTableView, "People")
        place = view.visualRect(people.model.index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        self._until(lambda: people.current() == people.model.entry_at(row), "the person selected")
        return f"{display_name(person)}, button {self._button(f'Call {person.number}').text()}"

    def _call(self) -> str:
        _press(self._button(f"Call {self._somebody().number}"))
        return self._until_bar("Ringing")

    def _wait_for_answer(self) -> str:
        said = self._until_bar("Connected")
        _spin(1_200)
        return said

    def _key_into_call(self) -> str:
        for key in _KEYS_IN_CALL:
            _press(self._window.desk.keypad.key(key))
            _spin(120)
        heard = f"{self._somebody().number} heard {_KEYS_IN_CALL}"
        self._until(lambda: any(_KEYS_IN_CALL.startswith(key) for key in self._sent()), "keys sent")
        self._until(lambda: self._sent() == _KEYS_IN_CALL, f"{_KEYS_IN_CALL} sent")
        self._until(lambda: heard in self._account.log, f"the other side telling: {heard}")
        return heard

    def _hold(self) -> str:
        _press(self._button("Hold"))
        said = self._until_bar("On hold")
        self._take_pictures(f"{len(self._steps) + 1:02}-on-hold")
        _press(self._button("Resume"))
        self._until_bar("Connected")
        return f"{said}, then resumed"

    def _hang_up(self) -> str:
        _press(self._button("Hang up"))
        return self._until_bar("You hung up")

    def _call_busy(self) -> str:
        _press(self._button("Clear the search"))
        QTest.keyClicks(self._named(QLineEdit, "Search"), _BUSY)
        self._until(lambda: self._rows() == 1, f"the person with {_BUSY}")
        QTest.keyClick(self._named(QLineEdit, "Search"), Qt.Key.Key_Return)
        return self._until_bar("busy")

    def _audit(self) -> str:
        self._window.actions_by_id["page_audit"].trigger()
        page = self._window.shell.page("audit")
        self._until(self._named(QAbstractButton, "Export", page).isEnabled, "the audit")
        bars = [button for button in page.findChildren(QAbstractButton) if " people" in button.accessibleName()]
        self._until(lambda: bool(bars), "bars")
        _press(bars[0])
        people = self._named(QTableView, "People of the audit", page)
        self._until(lambda: people.model().rowCount() > 0, "people")
        people.selectRow(0)
        _spin(200)
        return next(
            label.text() for label in page.findChildren(QLabel) if " of " in label.text() and "people" in label.text()
        )

    def _key_into_menu(self) -> str:
        self._open_directory(_UNBROKEN)  # a member of Company has no name: its menu breaks off for every caller
        _press(self._button("Caller's menu"))
        page = self._menu()
        self._until(lambda: page.run.menu is not None, "the menu of the directory")
        speed = self._named(QComboBox, "Speed")
        speed.setCurrentIndex(speed.count() - 1)
        _press(self._button("Call"))
        keys, counts = self._keys_in_menu(), [page.people.count.text()]
        for key in keys:
            _press(page.handset.keypad.key(key))
            counts.append(page.people.count.text())
        said = page.handset.title.text_shown()
        if said != f"Collecting keys: {'-'.join(keys)}" or len(set(counts)) < 2:
            raise NotSeenError(f"{said}, {' → '.join(counts)}")
        return f"{'-'.join(keys)}: {' → '.join(counts)}"

    def _reach_by_menu(self) -> str:
        page = self._menu()
        _press(page.handset.keypad.key("#"))
        if page.run.is_live:
            _press(page.handset.keypad.key("1"))
        said = plain(page.handset.title.text_shown())
        if not said.startswith("Connected to"):
            raise NotSeenError(said)
        return said

    def _menu(self) -> MenuPage:
        return self._named(MenuPage, "Caller's menu")

    def _keys_in_menu(self) -> str:
        """Keys that lead to one person alone: of those who need most."""
        snapshot = self._window.desk.snapshot
        ways = (snapshot.index.fewest_keys(row) for row in range(len(snapshot.entries))) if snapshot else ()
        return max(ways, key=len, default="")

    def _open_directory(self, name: str) -> None:
        chosen = self._window.desk.directories
        chosen.setCurrentIndex(chosen.findText(name))
        self._until(lambda: (now := self._window.desk.snapshot) is not None and now.directory.name == name, name)

    def _preview(self) -> str:
        self._window.actions_by_id["page_desk"].trigger()
        self._open_directory(_OPENED)
        _press(self._button("Clear the search"))
        self._window.actions_by_id["export"].trigger()
        dialog = self._dialog(QDialog, "Company")
        save = self._named(QAbstractButton, "Save as PDF…", dialog)
        self._until(save.isEnabled, "the pages")
        _spin(600)
        return " ".join(label.text() for label in dialog.findChildren(QLabel) if "page" in label.text())

    def _export(self) -> str:
        file = self._out / "directory.pdf"
        file.unlink(missing_ok=True)
        dialog = self._dialog(QDialog, "Company")
        _press(self._named(QAbstractButton, "Save as PDF…", dialog))
        chooser = self._dialog(QFileDialog, "Save as PDF")
        chooser.findChildren(QLineEdit)[0].setText(str(file.resolve()))
        QTest.keyClick(chooser.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
        self._until(file.exists, "the file")
        self._until(lambda: file.read_bytes().rstrip().endswith(b"%%EOF"), "a whole file")
        self._take_pictures(f"{len(self._steps) + 1:02}-export")
        dialog.close()
        return f"directory.pdf, {file.stat().st_size:,} bytes"

    def _somebody(self) -> Entry:
        """The person of the tour: can be called, has keys, answers."""
        if self._person is None:
            fitting = (entry for entry in self._entries() if entry.number not in _NEVER_CALLED and _is_easy(entry))
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

    def _sent(self) -> str:
        call = self._window.desk.talk.call
        return call.keys if call else ""

    def _words(self, label: QLabel) -> str:
        return label.accessibleName() or label.text()

    def _until_bar(self, words: str) -> str:
        bar = self._window.desk.calls.bar
        self._until(lambda: bar.isVisible() and words in bar.accessibleName(), f"the call bar saying {words}")
        _spin(60)
        return bar.accessibleName()

    def _until(self, seen: Callable[[], bool], what: str) -> None:
        if not _spin_until(seen, _PATIENCE_S):
            raise NotSeenError(f"{what} did not come within {_PATIENCE_S:.0f} s")

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
            _spin(120)
            top.grab().save(str(self._out / f"{name}-{theme.value}.png"))
        self._look.choose(Theme.LIGHT)


def _is_easy(entry: Entry) -> bool:
    try:
        keys = name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return False
    ascii_name = entry.first_name.isalpha() and entry.last_name.isalpha() and entry.last_name.isascii()
    return bool(entry.number) and len(keys.last_first) >= 5 and ascii_name and entry.trouble is None


def _press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()  # not QTest.qWait: that keeps other Python threads waiting
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _spin_until(seen: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if seen():
            return True
        _spin(_POLL_MS)
    return seen()
