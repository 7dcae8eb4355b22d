"""The toolkit itself: what the pinned version must not do."""

import sys

from PySide6.QtWidgets import QLabel


def test_void_calls_lose_no_reference_of_none(qtbot):
    # PySide6 6.12.0 on Python 3.11 drops one per call and ends the process after some thousands
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setToolTip("x")
    assert sys.getrefcount(None) > before - 100
