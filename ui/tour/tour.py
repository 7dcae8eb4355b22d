"""The window, driven by its own visible controls against the sandbox, with a picture of each step.

Every step says what was expected and what was seen; a step that fails does not stop the ones that can still be done.
"""

import tempfile
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTableView,
)

from app.directory import display_name, name_keys, plain
from app.sandbox import Boxed
from app.store import ProfileStore, Secrets
from ui.bridge import Bridge
from ui.core import Core
from ui.main import make_application
from ui.menu import MenuPage
from ui.theme import Look, Theme
from ui.tour.calls import CallSteps
from ui.tour.hand import PATIENCE_S, NotSeenError, Step, press, spin, spin_until
from ui.window import Window

__all__ = ["run_tour"]

_OPENED: Final = "Company"
_UNBROKEN: Final = "Sales"


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
        spin_until(lambda: not bridge.running, PATIENCE_S)
    (out / "tour.json").write_bytes(msgspec.json.format(msgspec.json.encode(steps)))
    return steps


class _Tour(CallSteps):
    def run(self) -> list[Step]:
        self._step("sign-in", "the sign-in form, filled", self._fill_sign_in)
        self._step("people", "the people of Company, with their numbers", self._sign_in)
        self._step("keypad", "each key narrows the list", self._key_a_name)
        self._step("nobody", "an explanation why nobody matches", self._key_nonsense)
        self._step("typing", "the person found by letters", self._type_a_name)
        self._step("selected", "the card of the person, with the number to call", self._select)
        if self._account.sip:
            self.run_calls()
        self._step("audit", "whom callers reach, and the people behind a bar", self._audit)
        self._step("menu", "each key leaves fewer people in the caller's menu", self._key_into_menu)
        self._step("reached", "a caller reaches the person", self._reach_by_menu)
        self._step("paper", "a preview of the pages", self._preview)
        self._step("export", "directory.pdf is written", self._export, picture=False)
        return self._steps

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
        press(self._button("More settings"))
        QTest.keyClicks(self._named(QLineEdit, "SIP server"), self._account.sip)
        spin(100)
        return f"filled for {self._account.username} at {self._account.base_url}"

    def _sign_in(self) -> str:
        press(self._button("Sign in"))
        self._until(lambda: self._window.desk.isVisible() and self._rows() > 1, "a list of people")
        self._until(lambda: "registered" in self._window.desk.phone.text(), "a registered phone")
        spin(600)
        return f"{self._words(self._window.desk.count)} in {self._window.windowTitle()}"

    def _key_a_name(self) -> str:
        person = self._somebody()
        keys = name_keys(person.first_name, person.last_name).last_first[:3]
        counts = [self._rows()]
        for key in keys:
            press(self._window.desk.keypad.key(key))
            spin(60)
            counts.append(self._rows())
        if counts != sorted(counts, reverse=True) or not 0 < counts[-1] < counts[0]:
            raise NotSeenError(f"rows after each key: {counts}")
        return f"{'-'.join(keys)}: {' → '.join(map(str, counts))} people. {self._words(self._window.desk.count)}"

    def _key_nonsense(self) -> str:
        for key in "9999":
            press(self._window.desk.keypad.key(key))
        self._until(self._window.desk.empty.isVisible, "an explanation")
        return self._window.desk.empty.accessibleName()

    def _type_a_name(self) -> str:
        press(self._button("Clear the search"))
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

    def _audit(self) -> str:
        self._window.actions_by_id["page_audit"].trigger()
        page = self._window.shell.page("audit")
        self._until(self._named(QAbstractButton, "Export", page).isEnabled, "the audit")
        bars = [button for button in page.findChildren(QAbstractButton) if " people" in button.accessibleName()]
        self._until(lambda: bool(bars), "bars")
        press(bars[0])
        people = self._named(QTableView, "People of the audit", page)
        self._until(lambda: people.model().rowCount() > 0, "people")
        people.selectRow(0)
        spin(200)
        return next(
            label.text() for label in page.findChildren(QLabel) if " of " in label.text() and "people" in label.text()
        )

    def _key_into_menu(self) -> str:
        self._open_directory(_UNBROKEN)  # a member of Company has no name: its menu breaks off for every caller
        press(self._button("Caller's menu"))
        page = self._menu()
        self._until(lambda: page.run.menu is not None, "the menu of the directory")
        speed = self._named(QComboBox, "Speed")
        speed.setCurrentIndex(speed.count() - 1)
        press(self._button("Call"))
        keys, counts = self._keys_in_menu(), [page.people.count.text()]
        for key in keys:
            press(page.handset.keypad.key(key))
            counts.append(page.people.count.text())
        said = page.handset.title.text_shown()
        if said != f"Collecting keys: {'-'.join(keys)}" or len(set(counts)) < 2:
            raise NotSeenError(f"{said}, {' → '.join(counts)}")
        return f"{'-'.join(keys)}: {' → '.join(counts)}"

    def _reach_by_menu(self) -> str:
        page = self._menu()
        press(page.handset.keypad.key("#"))
        if page.run.is_live:
            press(page.handset.keypad.key("1"))
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
        press(self._button("Clear the search"))
        self._window.actions_by_id["export"].trigger()
        dialog = self._dialog(QDialog, "Company")
        save = self._named(QAbstractButton, "Save as PDF…", dialog)
        self._until(save.isEnabled, "the pages")
        spin(600)
        return " ".join(label.text() for label in dialog.findChildren(QLabel) if "page" in label.text())

    def _export(self) -> str:
        file = self._out / "directory.pdf"
        file.unlink(missing_ok=True)
        dialog = self._dialog(QDialog, "Company")
        press(self._named(QAbstractButton, "Save as PDF…", dialog))
        chooser = self._dialog(QFileDialog, "Save as PDF")
        chooser.findChildren(QLineEdit)[0].setText(str(file.resolve()))
        QTest.keyClick(chooser.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
        self._until(file.exists, "the file")
        self._until(lambda: file.read_bytes().rstrip().endswith(b"%%EOF"), "a whole file")
        self._take_pictures(f"{len(self._steps) + 1:02}-export")
        dialog.close()
        return f"directory.pdf, {file.stat().st_size:,} bytes"
