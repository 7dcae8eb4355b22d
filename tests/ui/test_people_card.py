import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.directory import Entry, Trouble
from ui.people import PersonCard, Presence
from ui.people.initials import initials, tint_of
from ui.people.numbers import number_lines
from ui.theme import ElidedLabel, Look, Theme, WrappedLabel

ANNA = Entry(
    "a",
    "Anna",
    "Schmidt",
    number="2001",
    numbers=("+4930123456", "2001", "7001"),
    title="Sales",
    email="anna@example.com",
)
LOST = Entry("l", "Uwe", "Weg", trouble=Trouble.CALLFLOW_GONE)


@pytest.fixture
def card(qapp, qtbot):
    card = PersonCard(Look(qapp, Theme.LIGHT))
    qtbot.addWidget(card)
    card.resize(320, 640)
    card.show()
    return card


def said(card):
    texts = [w.accessibleName() for w in card.findChildren(QWidget) if isinstance(w, WrappedLabel | ElidedLabel)]
    return texts + [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def call(card) -> QPushButton:
    return card.findChild(QPushButton)


def visible(card):
    return {text for widget in card.findChildren(QWidget) if widget.isVisible() and (text := widget.accessibleName())}


def test_nobody_is_shown_at_first(card):
    assert "Nobody selected" in said(card)
    assert not call(card).isVisible()


def test_a_person_is_shown_with_everything_known(qtbot, card):
    card.show_person(ANNA, Presence.AVAILABLE, "Key 2-6-6 to be the only match", "last_name")
    known = {"Schmidt, Anna", "Sales", "Available", "2001", "anna@example.com", "Key 2-6-6 to be the only match"}
    qtbot.waitUntil(lambda: known <= visible(card))


def test_it_says_which_number_is_dialled_and_why_the_others_are_not():
    assert [(line.number, line.remark) for line in number_lines(ANNA)] == [
        ("2001", "Dialled"),
        ("+4930123456", "Not dialled: an outside line"),
        ("7001", "Not dialled: a further extension"),
    ]
    outside = Entry("o", "Ola", "Vik", number="+4930123456", numbers=("+4930123456", "+4930123457"))
    assert [line.remark for line in number_lines(outside)] == ["Dialled", "Not dialled: a further outside line"]
    undialled = Entry("u", "Uwe", "Weg", numbers=("main",))
    assert [line.remark for line in number_lines(undialled)] == ["Cannot be dialled"]


def test_the_button_calls(qtbot, card):
    card.show_person(ANNA)
    assert call(card).accessibleName() == "Call 2001"
    with qtbot.waitSignal(card.callRequested) as asked:
        qtbot.mouseClick(call(card), Qt.MouseButton.LeftButton)
    assert asked.args == [ANNA]


@pytest.mark.parametrize(
    ("entry", "obstacle", "reason"),
    [
        pytest.param(LOST, "", "This person cannot be called.", id="trouble"),
        pytest.param(Entry("n", "No", "Number"), "", "There is no number to dial.", id="no number"),
        pytest.param(ANNA, "The phone is not registered.", "The phone is not registered.", id="no phone"),
    ],
)
def test_who_cannot_be_called_is_told_why(qtbot, card, entry, obstacle, reason):
    card.set_obstacle(obstacle)
    card.show_person(entry)
    assert not call(card).isEnabled()
    assert reason in visible(card)
    with qtbot.assertNotEmitted(card.callRequested):
        card.call()


def test_a_phone_that_comes_back_can_call(card):
    card.set_obstacle("The phone is not registered.")
    card.show_person(ANNA)
    card.set_obstacle("")
    assert call(card).isEnabled()
    assert "The phone is not registered." not in visible(card)


def test_trouble_is_told_in_words(card):
    card.show_person(LOST)
    assert Trouble.CALLFLOW_GONE.value in visible(card)
    card.show_person(ANNA)
    assert Trouble.CALLFLOW_GONE.value not in visible(card)


def test_nobody_again(card):
    card.show_person(ANNA)
    card.show_person(None)
    assert not call(card).isVisible()
    card.call()


@pytest.mark.parametrize("theme", Theme, ids=lambda theme: theme.value)
def test_any_person_is_drawn_in_any_theme(qapp, qtbot, theme):
    card = PersonCard(Look(qapp, theme))
    qtbot.addWidget(card)
    card.show_person(Entry("m", "<b>" * 80, "محمد" * 60, number="1" * 90, email="@" * 200), Presence.RINGING)
    assert not card.grab().isNull()


@pytest.mark.parametrize(
    ("first", "last", "letters"),
    [
        ("Anna", "Schmidt", "AS"),
        ("anna", "", "A"),
        ("小龙", "王", "王"),
        ("Łukasz", "żółć", "ŁŻ"),
        ("<b>Bo", "'t Hart", "BT"),
        ("محمد", "العلي", "م\u200cا"),
        ("محمد", "", "م"),
        ("😀", "", ""),
        ("", "", ""),
        ("शिव", "कुमार", "शिकु"),
        ("ßeta", "ﬃx", "ßﬃ"),
    ],
)
def test_initials_stand_for_the_person(first, last, letters):
    assert initials(Entry("u", first, last)) == letters


def test_a_colour_stays_with_the_person():
    assert tint_of(ANNA, 8) == tint_of(Entry("a", "New", "Name"), 8)
    assert len({tint_of(Entry(str(n), "", ""), 8) for n in range(100)}) == 8
