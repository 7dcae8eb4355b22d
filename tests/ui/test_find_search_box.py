import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from ui.find import SearchBox
from ui.theme import Look, Theme


@pytest.fixture
def box(qapp, qtbot):
    box = SearchBox(Look(qapp, Theme.LIGHT))
    qtbot.addWidget(box)
    box.show()
    box.activateWindow()
    box.setFocus()
    return box


def line(box) -> QLineEdit:
    return box.findChild(QLineEdit)


def button(box, name) -> QPushButton:
    return next(found for found in box.findChildren(QPushButton) if found.accessibleName() == name)


def test_typed_letters_are_searched_as_typed(qtbot, box):
    queries = []
    box.queryChanged.connect(queries.append)
    qtbot.keyClicks(line(box), "mo")
    assert queries == ["m", "mo"]
    assert box.text() == "mo"


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier])
def test_digits_of_both_blocks_are_keys_and_told(qtbot, box, modifier):
    with qtbot.waitSignal(box.keyTyped) as told:
        qtbot.keyClick(line(box), "5", modifier)
    assert told.args == ["5"]
    assert box.text() == "5"


def test_letters_are_not_told_as_keys(qtbot, box):
    with qtbot.assertNotEmitted(box.keyTyped):
        qtbot.keyClicks(line(box), "anna")


def test_keys_from_the_screen_go_in_where_the_cursor_is(box):
    for key in "52*":
        box.press(key)
    assert box.text() == "52*"
    line(box).setCursorPosition(1)
    box.press("#")
    assert box.text() == "5#2*"


def test_keys_are_shown_larger_and_apart(box):
    box.set_text("anna")
    letters = line(box).font()
    box.set_text("528")
    keys = line(box).font()
    assert keys.pixelSize() > letters.pixelSize()
    assert keys.letterSpacing() > letters.letterSpacing()


@pytest.mark.parametrize(
    ("key", "rows"),
    [(Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1), (Qt.Key.Key_PageDown, 8), (Qt.Key.Key_PageUp, -8)],
)
def test_arrows_move_the_selection_in_the_list(qtbot, box, key, rows):
    with qtbot.waitSignal(box.moveSelection) as moved:
        qtbot.keyClick(line(box), key)
    assert moved.args == [rows]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_accepts(qtbot, box, key):
    with qtbot.waitSignal(box.accepted):
        qtbot.keyClick(line(box), key)


def test_escape_clears(qtbot, box):
    box.set_text("52")
    with qtbot.waitSignal(box.queryChanged) as changed:
        qtbot.keyClick(line(box), Qt.Key.Key_Escape)
    assert changed.args == [""]


def test_buttons_appear_with_text_and_take_it_back(qtbot, box):
    back, clear = button(box, "Delete the last key"), button(box, "Clear the search")
    assert back.isHidden()
    assert clear.isHidden()
    box.set_text("52")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert box.text() == "5"
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert box.text() == ""
    assert line(box).hasFocus()
    assert clear.isHidden()


def test_what_is_typed_next_replaces_what_is_marked(qtbot, box):
    box.set_text("52")
    box.select_all()
    qtbot.keyClicks(line(box), "7")
    assert box.text() == "7"


def test_the_frame_shows_the_focus(qtbot, box):
    assert box.property("focused") is True
    line(box).clearFocus()
    assert box.property("focused") is False


def test_everything_has_a_name(box):
    assert line(box).accessibleName() == "Search"
    assert line(box).placeholderText() == "Key or type a name"
    assert all(found.accessibleName() for found in box.findChildren(QPushButton))
