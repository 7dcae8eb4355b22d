"""The page of shortcuts has every key, and fits where the window does."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from ui.actions import ACTIONS
from ui.keyboard_help import KeyboardHelp
from ui.theme import Look, Theme


@pytest.mark.parametrize("height", [600, 1200])
def test_every_key_is_listed_and_the_page_is_no_taller_than_the_window(qapp, qtbot, height):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, height)
    page = KeyboardHelp(Look(qapp, Theme.LIGHT), window)
    page.show()
    assert page.height() <= height
    listed = {label.text() for label in page.findChildren(QLabel)}
    keys = [QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for spec in ACTIONS for one in spec.keys]
    assert all(any(one in text.split(" or ") for text in listed) for one in keys)
    page.close()
