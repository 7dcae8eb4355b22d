from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.directory import Directory, Entry, Snapshot
from ui.find import EmptyState, MatchCount
from ui.theme import Look, Theme, WrappedLabel

SNAPSHOT = Snapshot.of(Directory("d", "Company"), [Entry("u1", "Jana", "Berg")], datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def state(qapp, qtbot):
    state = EmptyState(Look(qapp, Theme.LIGHT))
    qtbot.addWidget(state)
    state.show()
    return state


def said(state):
    return [label.accessibleName() for label in state.findChildren(WrappedLabel)]


def test_it_explains_and_takes_back(qtbot, state):
    state.explain(SNAPSHOT.find("528"), SNAPSHOT)
    assert said(state) == ["No name here starts with 5-2-8", "5-2 still matches 1."]
    button = state.findChild(QPushButton)
    assert button.accessibleName() == "Take back to 52"
    with qtbot.waitSignal(state.takeBack) as taken:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert taken.args == ["52"]


def test_without_a_way_back_there_is_no_button(state):
    state.explain(SNAPSHOT.find("xyz"), SNAPSHOT)
    assert state.findChild(QPushButton).isHidden()


def test_the_count_is_shown_and_spoken(qapp, qtbot):
    count = MatchCount()
    qtbot.addWidget(count)
    count.show_found(SNAPSHOT.find(""), 1)
    assert count.accessibleName() == "1 person"
