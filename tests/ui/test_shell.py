"""The rail and its pages: made when wanted, told what they need, and gone back from to a person."""

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.directory import Directory, Entry, Snapshot
from ui.bridge import Bridge
from ui.core import Core
from ui.desk_page import DeskPage
from ui.pages import DESK, PageSpec
from ui.shell import Shell
from ui.theme import Theme


class Listener(QWidget):
    """A page that keeps what it was told."""

    personWanted = Signal(str)  # noqa: N815 - as the pages name it

    def __init__(self):
        super().__init__()
        self.told = []

    def show_signed_in(self, facts):
        self.told.append(facts)

    def show_signed_out(self):
        self.told.append("signed out")

    def show_snapshot(self, snapshot):
        self.told.append(snapshot)


@pytest.fixture
def made():
    return []


@pytest.fixture
def shell(qtbot, look, made):
    def make(_look, _core):
        made.append(Listener())
        return made[-1]

    pages = (PageSpec("one", "Listens", "info", "Ctrl+2", make), PageSpec("two", "Quiet", "mail", "Ctrl+3", _label))
    shell = Shell(look, Core(Bridge()), pages)
    qtbot.addWidget(shell)
    shell.resize(1000, 700)
    shell.show()
    return shell


def _label(_look, _core):
    return QLabel("quiet")


def press(shell, name):
    button = next(one for one in shell.rail.findChildren(QAbstractButton) if one.accessibleName().startswith(name))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return button


def snapshot_of(*entries):
    import datetime

    return Snapshot.of(Directory("d", "Sales"), entries, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))


def test_a_page_is_made_when_first_wanted_and_once(shell, made):
    assert made == []
    press(shell, "Listens")
    assert shell.stack.currentWidget() is made[0]
    press(shell, "Desk")
    assert isinstance(shell.stack.currentWidget(), DeskPage)
    press(shell, "Listens")
    assert len(made) == 1


def test_a_page_hears_what_is_open_now_and_later(shell, made):
    now, later = snapshot_of(), snapshot_of()
    shell.desk.shown.emit(now)
    press(shell, "Listens")
    shell.desk.shown.emit(later)
    assert [told is snapshot for told, snapshot in zip(made[0].told, (now, later), strict=True)] == [True, True]


def test_a_page_without_ears_is_left_alone(shell):
    press(shell, "Quiet")
    shell.desk.shown.emit(snapshot_of())
    shell.show_signed_out()
    assert shell.stack.currentWidget().text() == "quiet"


def test_signing_out_is_told(shell, made):
    press(shell, "Listens")
    shell.show_signed_out()
    assert "signed out" in made[0].told


def test_a_person_wanted_is_selected_on_the_desk(shell, made):
    entries = tuple(Entry(f"u{n}", first_name=name, last_name="Test") for n, name in enumerate(("Ann", "Bob")))
    press(shell, "Listens")
    snapshot = snapshot_of(*entries)
    shell.desk.people.show_found(snapshot, snapshot.find(""))
    made[0].personWanted.emit("u1")
    assert shell.stack.currentWidget() is shell.desk
    assert shell.desk.people.current() == entries[1]
    assert press(shell, "Desk").isChecked()


def test_a_badge_is_seen_and_read_out(shell):
    button = press(shell, "Desk")
    before = button.grab().toImage()
    shell.rail.set_badge(DESK.id, 3)
    assert button.accessibleName() == "Desk, 3 new"
    assert button.grab().toImage() != before
    shell.rail.set_badge(DESK.id, 0)
    assert button.accessibleName() == "Desk"


@pytest.mark.parametrize("theme", list(Theme))
def test_the_rail_is_drawn_in_every_theme(shell, look, theme):
    look.choose(theme)
    assert not shell.rail.grab().isNull()
