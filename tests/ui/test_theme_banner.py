import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.problem import Problem
from ui.theme import Banner, Look, Theme, Tone

SILENT = Problem("KAZOO does not answer.", "Check the network.", "The list is still here.")


@pytest.fixture
def banner(qapp, qtbot):
    banner = Banner(Look(qapp, Theme.LIGHT))
    qtbot.addWidget(banner)
    return banner


def button(banner, name):
    return next(found for found in banner.findChildren(QPushButton) if found.accessibleName() == name)


def words(banner):
    return [label.text() for label in banner.findChildren(QLabel) if not label.isHidden()]


def test_nothing_is_shown_at_first(banner):
    assert banner.isHidden()


def test_a_problem_says_what_happened_what_was_kept_and_what_to_do(banner):
    banner.show_problem(SILENT)
    assert banner.isVisible()
    assert words(banner) == ["KAZOO does not answer.", "The list is still here. Check the network."]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in banner.findChildren(QLabel))
    assert "KAZOO does not answer." in banner.accessibleName()


@pytest.mark.parametrize("tone", Tone)
def test_an_action_is_offered_only_where_there_is_one(qtbot, banner, tone):
    banner.show_problem(SILENT, tone=tone)
    assert not [b for b in banner.findChildren(QPushButton) if b.isVisible() and b.text()]
    banner.show_problem(SILENT, "Try again", tone)
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(button(banner, "Try again"), Qt.MouseButton.LeftButton)
    assert banner.isVisible()


def test_a_banner_can_be_closed(qtbot, banner):
    banner.show_problem(SILENT)
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(button(banner, "Dismiss"), Qt.MouseButton.LeftButton)
    assert banner.isHidden()


def test_a_problem_that_is_over_goes_without_a_word(qtbot, banner):
    banner.show_problem(SILENT)
    with qtbot.assertNotEmitted(banner.dismissed):
        banner.clear()
    assert banner.isHidden()
