"""The toolkit itself: what the pinned version must not do, and what every control must have."""

import sys

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.directory import Entry
from app.problem import Problem
from ui.calls import CallBar, CallView, Tone
from ui.find import EmptyState, Keypad, SearchBox
from ui.people import PeopleList, PersonCard
from ui.theme import Banner, Combo, Look, Theme


def test_void_calls_lose_no_reference_of_none(qtbot):
    # PySide6 6.12.0 on Python 3.11 drops one per call and ends the process after some thousands
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setToolTip("x")
    assert sys.getrefcount(None) > before - 100


NAMED = (QAccessible.Role.Button, QAccessible.Role.EditableText, QAccessible.Role.ComboBox, QAccessible.Role.CheckBox)


def controls(interface, depth=8):
    if interface.role() in NAMED:
        yield interface
    if interface.role() is not QAccessible.Role.Table and depth:
        for place in range(interface.childCount()):
            yield from controls(interface.child(place), depth - 1)


def test_every_control_has_a_name_for_screen_readers(qtbot, qapp):
    look = Look(qapp, Theme.LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    card, bar, banner, empty = PersonCard(look), CallBar(look), Banner(look), EmptyState(look)
    for part in (SearchBox(look), Keypad(look), Combo(look, "Directory"), PeopleList(look), card, bar, banner, empty):
        box.addWidget(part)
    card.show_person(Entry("a", "Anna", "Schmidt", number="2001"))
    bar.show_call(CallView("Anna", "2001", "Connected", Tone.CONNECTED, connected_at=0.0))
    banner.show_problem(Problem("It failed.", "Try again."), "Try again")
    found = list(controls(QAccessible.queryAccessibleInterface(window)))
    assert len(found) >= 24
    assert [interface.object() for interface in found if not interface.text(QAccessible.Text.Name)] == []
