import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.directory import KEYS
from ui.find import Keypad, KeypadMode
from ui.theme import Look, Theme


@pytest.fixture
def keypad(qapp, qtbot):
    keypad = Keypad(Look(qapp, Theme.LIGHT))
    qtbot.addWidget(keypad)
    keypad.show()
    keypad.activateWindow()
    return keypad


def said(keypad):
    return keypad.accessibleName()


@pytest.mark.parametrize("key", KEYS)
def test_a_click_presses_the_key_and_lights_it(qtbot, keypad, key):
    with qtbot.waitSignal(keypad.pressed) as pressed:
        qtbot.mouseClick(keypad.key(key), Qt.MouseButton.LeftButton)
    assert pressed.args == [key]
    assert keypad.key(key).lit


def test_a_flash_lights_the_key_for_a_moment_without_pressing_it(qtbot, keypad):
    with qtbot.assertNotEmitted(keypad.pressed):
        keypad.flash("5")
    assert keypad.key("5").lit
    assert not keypad.key("4").lit
    qtbot.waitUntil(lambda: not keypad.key("5").lit)


def test_a_flash_of_no_key_is_passed_over(keypad):
    keypad.flash("a")
    assert not any(keypad.key(key).lit for key in KEYS)


def test_a_click_leaves_the_keyboard_where_it_was(qtbot, keypad):
    qtbot.mouseClick(keypad.key("5"), Qt.MouseButton.LeftButton)
    assert not keypad.key("5").hasFocus()


def test_every_key_says_its_digit_and_letters(keypad):
    names = [keypad.key(key).accessibleName() for key in KEYS]
    assert names[:3] == ["1", "2, A B C", "3, D E F"]
    assert names[-3:] == ["star", "0", "hash"]


def test_keys_are_never_too_small_to_hit(keypad):
    assert all(keypad.key(key).minimumWidth() >= 60 and keypad.key(key).minimumHeight() >= 30 for key in KEYS)


@pytest.mark.parametrize("height", [30, 44, 60])
def test_a_key_of_any_height_shows_digit_and_letters(keypad, height):
    key = keypad.key("5")
    key.setFixedHeight(height)
    with_letters = key.grab().toImage()
    key._letters = ""
    assert key.grab().toImage() != with_letters


def test_with_a_call_where_keys_go_is_a_choice(qtbot, keypad):
    keypad.set_switchable(True, "F9")
    switches = {one.text(): one for one in keypad.findChildren(QPushButton) if one.isVisible()}
    assert list(switches) == ["Find people", "To the call"]
    assert "F9" in switches["To the call"].toolTip()
    with qtbot.waitSignal(keypad.modeWanted) as wanted:
        qtbot.mouseClick(switches["To the call"], Qt.MouseButton.LeftButton)
    assert wanted.args == [KeypadMode.CALL]
    assert switches["Find people"].isChecked()  # until somebody says what came of it
    keypad.set_mode(KeypadMode.CALL)
    assert switches["To the call"].isChecked()
    keypad.set_switchable(False)
    assert not any(one.isVisible() for one in switches.values())


def test_keys_are_as_tall_as_drawn_where_there_is_room(keypad):
    assert all(keypad.key(key).height() == 60 for key in KEYS)


def test_the_pad_says_and_shows_where_keys_go(keypad):
    as_search = keypad.grab().toImage()
    assert said(keypad) == "Keypad. Keys find people"
    keypad.set_mode(KeypadMode.CALL)
    assert keypad.mode is KeypadMode.CALL
    assert said(keypad) == "Keypad. Keys go to the call"
    assert keypad.grab().toImage() != as_search
    keypad.set_mode(KeypadMode.SEARCH)
    assert keypad.grab().toImage() == as_search


@pytest.mark.parametrize("mode", KeypadMode)
def test_a_key_looks_different_when_pressed_lit_or_focused(keypad, mode):
    keypad.set_mode(mode)
    key = keypad.key("5")
    as_is = key.grab().toImage()
    key.setDown(True)
    down = key.grab().toImage()
    key.setDown(False)
    key.flash()
    lit = key.grab().toImage()
    keypad.key("6").setFocus()
    focused = keypad.key("6").grab().toImage()
    assert as_is not in (down, lit)
    assert focused != as_is


def test_arrows_move_between_keys_and_space_presses(qtbot, keypad):
    keypad.key("1").setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(keypad.focusWidget(), key)
    assert keypad.key("3").hasFocus()
    with qtbot.waitSignal(keypad.pressed) as pressed:
        qtbot.keyClick(keypad.focusWidget(), Qt.Key.Key_Space)
    assert pressed.args == ["3"]
    qtbot.keyClick(keypad.focusWidget(), Qt.Key.Key_Up)
    assert keypad.key("3").hasFocus()


def test_the_pad_is_one_tab_stop(qtbot, keypad):
    stops = [key for key in KEYS if keypad.key(key).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["1"]
    keypad.key("1").setFocus()
    qtbot.keyClick(keypad.key("1"), Qt.Key.Key_Down)
    assert [key for key in KEYS if keypad.key(key).focusPolicy() & Qt.FocusPolicy.TabFocus] == ["4"]
