import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.calls import CallBar, CallView, Tone, duration
from ui.theme import Look, Theme

RINGING = CallView("Anna Schmidt", "2001", "Ringing", Tone.RINGING)
CONNECTED = evolve(RINGING, state="Connected", tone=Tone.CONNECTED, connected_at=100.0)
HELD = evolve(CONNECTED, state="On hold", tone=Tone.HELD)
FAILED = evolve(RINGING, state="Busy", tone=Tone.FAILED, problem="2001 is busy. Try again in a moment.")
ENDED = evolve(CONNECTED, state="Ended", tone=Tone.ENDED, ended_at=163.0)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def look(qapp):
    return Look(qapp, Theme.LIGHT)


@pytest.fixture
def bar(look, qtbot, clock):
    bar = CallBar(look, clock)
    qtbot.addWidget(bar)
    bar.resize(900, 70)
    return bar


def buttons(bar):
    return {found.accessibleName(): found for found in bar.findChildren(QPushButton) if found.isVisible()}


def said(bar):
    return {
        text.strip("\u2068\u2069")
        for widget in bar.findChildren(QWidget)
        if widget.isVisible()
        and (text := widget.text() if isinstance(widget, QLabel) else widget.accessibleName())
        and not isinstance(widget, QPushButton)
    }


def click(qtbot, bar, name):
    qtbot.mouseClick(buttons(bar)[name], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00"),
        (59.9, "00:59"),
        (60, "01:00"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (36061, "10:01:01"),
        (-3, "00:00"),
    ],
)
def test_a_duration_reads_like_a_clock(seconds, text):
    assert duration(seconds) == text


def test_without_a_call_there_is_no_bar(bar):
    assert bar.isHidden()


@pytest.mark.parametrize(
    ("view", "names"),
    [
        pytest.param(RINGING, ["Keypad", "Hang up"], id="ringing"),
        pytest.param(CONNECTED, ["Mute", "Hold", "Keypad", "Hang up"], id="connected"),
        pytest.param(evolve(HELD, muted=True), ["Unmute", "Resume", "Keypad", "Hang up"], id="held and muted"),
        pytest.param(FAILED, ["Redial", "Dismiss"], id="failed"),
        pytest.param(ENDED, ["Redial", "Dismiss"], id="ended"),
    ],
)
def test_each_state_offers_what_can_be_done(bar, view, names):
    bar.show_call(view)
    assert bar.isVisible()
    assert list(buttons(bar)) == names
    assert "Anna Schmidt" in said(bar)
    assert view.state in bar.accessibleName()


@pytest.mark.parametrize(
    ("name", "signal"),
    [("Mute", "muteClicked"), ("Hold", "holdClicked"), ("Hang up", "hangUpClicked")],
)
def test_a_button_only_asks(qtbot, bar, name, signal):
    bar.show_call(CONNECTED)
    with qtbot.waitSignal(getattr(bar, signal)):
        click(qtbot, bar, name)
    assert not buttons(bar)[name].isChecked()


def test_the_keypad_is_switched(qtbot, bar):
    bar.show_call(CONNECTED)
    with qtbot.waitSignal(bar.keypadToggled) as toggled:
        click(qtbot, bar, "Keypad")
    assert toggled.args == [True]
    with qtbot.waitSignal(bar.keypadToggled) as toggled:
        bar.show_call(ENDED)
    assert toggled.args == [False]


def test_the_keypad_can_be_switched_from_outside(bar):
    bar.show_call(CONNECTED)
    bar.set_keypad(True)
    assert buttons(bar)["Keypad"].isChecked()
    bar.show_call(None)
    assert bar.isHidden()
    bar.show_call(CONNECTED)
    assert not buttons(bar)["Keypad"].isChecked()


def test_the_duration_runs_with_the_clock(qtbot, bar, clock):
    bar.show_call(CONNECTED)
    assert "00:00" in said(bar)
    clock.now = 171.0
    qtbot.waitUntil(lambda: "01:11" in said(bar))


def test_the_duration_stands_when_the_call_has_ended(bar, clock):
    clock.now = 900.0
    bar.show_call(ENDED)
    assert "01:03" in said(bar)


def test_a_ringing_call_has_no_duration(bar):
    bar.show_call(CONNECTED)
    bar.show_call(RINGING)
    assert "00:00" not in said(bar)


def test_keys_sent_are_shown_the_last_ones_first_of_all(bar):
    bar.show_call(evolve(CONNECTED, keys_sent="528"))
    assert "Keys sent 5 2 8" in said(bar)
    bar.show_call(evolve(CONNECTED, keys_sent="1234567890" * 3 + "*#"))
    assert any(text.endswith("9 0 * #") and text.startswith("Keys sent …") for text in said(bar))
    bar.show_call(CONNECTED)
    assert not any(text.startswith("Keys") for text in said(bar))


def test_a_failure_is_told_in_words_and_can_be_tried_again(qtbot, bar):
    bar.show_call(FAILED)
    assert "2001 is busy. Try again in a moment." in said(bar)
    with qtbot.waitSignal(bar.redialClicked):
        click(qtbot, bar, "Redial")
    with qtbot.waitSignal(bar.dismissed):
        click(qtbot, bar, "Dismiss")
    assert bar.isHidden()


def test_a_note_is_shown(bar):
    bar.show_call(evolve(RINGING, note="No sound devices"))
    assert "No sound devices" in said(bar)


def test_an_unknown_number_stands_for_the_name(bar):
    bar.show_call(evolve(RINGING, who=""))
    assert "2001" in said(bar)


def test_a_name_is_never_markup(bar):
    bar.show_call(evolve(RINGING, who="<b>Bo</b>"))
    assert "<b>Bo</b>" in said(bar)


def test_every_button_has_a_name_for_screen_readers(bar):
    bar.show_call(CONNECTED)
    for button in bar.findChildren(QPushButton):
        assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)


@pytest.mark.parametrize("theme", Theme, ids=lambda theme: theme.value)
@pytest.mark.parametrize("view", [RINGING, CONNECTED, HELD, FAILED, ENDED], ids=lambda view: view.tone.value)
def test_every_state_is_drawn_in_every_theme(bar, look, theme, view):
    look.choose(theme)
    bar.show_call(evolve(view, who="Maximiliane-Alexandra " * 12))
    bar.resize(620, bar.sizeHint().height())
    assert not bar.grab().isNull()
    assert bar.minimumSizeHint().width() <= 620
