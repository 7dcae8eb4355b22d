import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.calls import CallBar, CallView, Offer, Tone, duration
from ui.theme import Look, Theme

RINGING = CallView("Anna Schmidt", "2001", "Ringing", Tone.RINGING, offers=(Offer.KEYPAD, Offer.HANG_UP))
INCOMING = CallView(
    "Anna Schmidt",
    "2001",
    "Is calling",
    Tone.INCOMING,
    waits_since=100.0,
    offers=(Offer.ANSWER, Offer.BUSY, Offer.DECLINE),
)
IN_TALK = (Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.TRANSFER, Offer.CONSULT, Offer.HANG_UP)
CONNECTED = evolve(RINGING, state="Connected", tone=Tone.CONNECTED, connected_at=100.0, offers=IN_TALK)
HELD = evolve(CONNECTED, state="On hold", tone=Tone.HELD)
OVER = (Offer.REDIAL, Offer.DISMISS)
FAILED = evolve(RINGING, state="Busy", tone=Tone.FAILED, problem="2001 is busy. Try again in a moment.", offers=OVER)
ENDED = evolve(CONNECTED, state="Ended", tone=Tone.ENDED, ended_at=163.0, offers=OVER)
LEAVING = evolve(HELD, state="Being transferred to 2002", tone=Tone.LEAVING, offers=(Offer.HANG_UP,))


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
    """What is shown, whether there is room for all of it or not."""
    shown = [one for one in bar.findChildren(QWidget) if one.isVisible() and not isinstance(one, QPushButton)]
    words = (
        one.text() if isinstance(one, QLabel) and not one.accessibleName() else one.accessibleName() for one in shown
    )
    return {text.replace("\u2068", "").replace("\u2069", "") for text in words if text}


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
        pytest.param(INCOMING, ["Answer", "Busy", "Decline"], id="incoming"),
        pytest.param(RINGING, ["Keypad", "Hang up"], id="ringing"),
        pytest.param(CONNECTED, ["Mute", "Hold", "Keypad", "Transfer", "Consult", "Hang up"], id="connected"),
        pytest.param(
            evolve(HELD, muted=True),
            ["Unmute", "Resume", "Keypad", "Transfer", "Consult", "Hang up"],
            id="held and muted",
        ),
        pytest.param(LEAVING, ["Hang up"], id="leaving"),
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
    ("name", "offer"),
    [
        ("Mute", Offer.MUTE),
        ("Hold", Offer.HOLD),
        ("Keypad", Offer.KEYPAD),
        ("Transfer", Offer.TRANSFER),
        ("Consult", Offer.CONSULT),
        ("Hang up", Offer.HANG_UP),
    ],
)
def test_a_button_only_asks(qtbot, bar, name, offer):
    bar.show_call(CONNECTED)
    with qtbot.waitSignal(bar.wanted) as wanted:
        click(qtbot, bar, name)
    assert wanted.args == [offer]
    assert not buttons(bar)[name].isChecked()


def test_where_keys_go_is_shown(bar):
    bar.show_call(CONNECTED)
    bar.set_keypad(to_call=True)
    assert buttons(bar)["Keypad"].isChecked()
    bar.set_keypad(to_call=False)
    assert not buttons(bar)["Keypad"].isChecked()


def test_a_tip_tells_the_key(look, qtbot):
    bar = CallBar(look, keys={"transfer": "F4"})
    qtbot.addWidget(bar)
    bar.show_call(CONNECTED)
    assert buttons(bar)["Transfer"].toolTip().endswith("(F4)")


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


def test_how_long_a_caller_waits_is_shown(bar, clock):
    clock.now = 112.0
    bar.show_call(INCOMING)
    assert "00:12" in said(bar)
    bar.show_call(evolve(HELD, waits_since=105.0))
    assert "00:07" in said(bar)


def test_keys_sent_and_heard_are_shown_the_last_ones_first_of_all(bar):
    bar.show_call(evolve(CONNECTED, keys_sent="528", keys_heard="1"))
    assert any("keys sent 5 2 8 · heard 1" in text for text in said(bar))
    bar.show_call(evolve(CONNECTED, keys_sent="1234567890" * 3 + "*#"))
    assert any(text.endswith("9 0 * #") and "keys sent …" in text for text in said(bar))
    bar.show_call(CONNECTED)
    assert not any("keys" in text for text in said(bar))


def test_encryption_is_shown_where_it_is_proven(bar):
    bar.show_call(evolve(CONNECTED, encrypted=True))
    assert "Encrypted" in said(bar)
    bar.show_call(CONNECTED)
    assert "Encrypted" not in said(bar)


def test_a_failure_is_told_in_words_and_can_be_tried_again(qtbot, bar):
    bar.show_call(FAILED)
    assert "2001 is busy. Try again in a moment." in said(bar)
    for name, offer in (("Redial", Offer.REDIAL), ("Dismiss", Offer.DISMISS)):
        with qtbot.waitSignal(bar.wanted) as wanted:
            click(qtbot, bar, name)
        assert wanted.args == [offer]


def test_a_note_is_shown(bar):
    bar.show_call(evolve(RINGING, note="No sound devices"))
    assert "No sound devices" in said(bar)


def test_an_unknown_number_stands_for_the_name(bar):
    bar.show_call(evolve(RINGING, who=""))
    assert "2001" in said(bar)


def test_a_name_is_never_markup(bar):
    bar.show_call(evolve(RINGING, who="<b>Bo</b>"))
    assert "<b>Bo</b>" in said(bar)


@pytest.mark.parametrize(("width", "words"), [(1160, 6), (880, 2), (700, 1)])
def test_who_it_is_has_room_before_the_words_of_the_buttons(qtbot, bar, width, words):
    bar.show_call(CONNECTED)
    bar.resize(width, bar.sizeHint().height())
    shown = buttons(bar).values()
    qtbot.waitUntil(lambda: [button.sizeHint().width() <= button.width() for button in shown].count(True) == words)
    assert min(button.x() for button in shown) >= 44 + 160


def test_every_button_has_a_name_for_screen_readers(bar):
    bar.show_call(CONNECTED)
    for button in bar.findChildren(QPushButton):
        assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)


@pytest.mark.parametrize("theme", Theme, ids=lambda theme: theme.value)
@pytest.mark.parametrize(
    "view", [INCOMING, RINGING, CONNECTED, HELD, LEAVING, FAILED, ENDED], ids=lambda view: view.tone.value
)
def test_every_state_is_drawn_in_every_theme(bar, look, theme, view):
    look.choose(theme)
    bar.show_call(evolve(view, who="Maximiliane-Alexandra " * 12))
    bar.resize(700, bar.sizeHint().height())
    assert not bar.grab().isNull()
    assert bar.minimumSizeHint().width() <= 700
