from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QTableView

from app.directory import Directory, Entry, Snapshot, Trouble
from ui.people import PeopleList, Presence
from ui.theme import Look, Theme

AT = datetime(2026, 1, 1, tzinfo=UTC)
CROWD = [Entry(f"u{n:03}", "Anna", f"Crowd{n:03}", number=str(2000 + n)) for n in range(200)]
JANA = Entry("jana", "Jana", "Berg", number="9001")
ODD = [
    Entry("o1", "محمد", "العلي", number="1", title="Reception"),
    Entry("o2", "小龙", "王", number="+4930123456789012345", title="采购部"),
    Entry("o3", "<b>Bo</b>", "<img>", number="3", do_not_disturb=True),
    Entry("o4", "Maximiliane" * 14, "Hohenlohe" * 17, number="4", title="Deputy " * 40),
    Entry("o5", "अनिल", "शर्मा", trouble=Trouble.NO_NUMBER),
    Entry("o6", "", "", number="6"),
    Entry("o7", "😀", "", number="7"),
]


def snapshot(*entries: Entry) -> Snapshot:
    return Snapshot.of(Directory("d", "Company"), entries, AT)


@pytest.fixture
def look(qapp):
    return Look(qapp, Theme.LIGHT)


@pytest.fixture
def people(qtbot, look):
    people = PeopleList(look)
    qtbot.addWidget(people)
    people.resize(420, 600)
    people.show()
    people.activateWindow()
    return people


def view(people) -> QTableView:
    return people.findChild(QTableView)


def show(people, at, typed=""):
    people.show_found(at, at.find(typed))


def click(qtbot, people, entry, how="mouseClick"):
    rect = view(people).visualRect(people.model.index(people.model.row_of(entry.user_id), 0))
    getattr(qtbot, how)(view(people).viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_nobody_is_selected_at_first(people):
    show(people, snapshot(*CROWD))
    assert people.current() is None


def test_a_search_selects_the_first_who_matches(qtbot, people):
    at = snapshot(*CROWD, JANA)
    show(people, at)
    with qtbot.waitSignal(people.selected) as selected:
        show(people, at, "jana")
    assert selected.args == [JANA]
    show(people, at, "anna")
    assert people.current() == CROWD[0]


def test_clearing_the_search_keeps_the_person(people):
    at = snapshot(*CROWD, JANA)
    show(people, at, "jana")
    show(people, at)
    assert people.current() == JANA


def test_a_search_that_finds_nobody_selects_nobody(qtbot, people):
    at = snapshot(*CROWD)
    show(people, at, "anna")
    with qtbot.waitSignal(people.selected) as selected:
        show(people, at, "xyz")
    assert selected.args == [None]


def test_a_click_selects_and_a_double_click_takes(qtbot, people):
    show(people, snapshot(*CROWD))
    with qtbot.waitSignal(people.selected) as selected, qtbot.assertNotEmitted(people.activated):
        click(qtbot, people, CROWD[3])
    assert selected.args == [CROWD[3]]
    with qtbot.waitSignal(people.activated) as taken:
        click(qtbot, people, CROWD[3], "mouseDClick")
    assert taken.args == [CROWD[3]]


def test_the_keyboard_moves_and_takes(qtbot, people):
    show(people, snapshot(*CROWD))
    people.setFocus()
    people.move_selection(0)
    qtbot.keyClick(view(people), Qt.Key.Key_Down)
    assert people.current() == CROWD[1]
    with qtbot.waitSignal(people.activated) as taken:
        qtbot.keyClick(view(people), Qt.Key.Key_Return)
    assert taken.args == [CROWD[1]]


def test_enter_with_nobody_selected_takes_nobody(qtbot, people):
    show(people, snapshot(*CROWD))
    with qtbot.assertNotEmitted(people.activated):
        people.activate_current()


def test_letters_typed_in_the_list_are_left_to_the_window(qtbot, people):
    show(people, snapshot(*CROWD))
    qtbot.keyClick(view(people), Qt.Key.Key_5)
    assert people.current() is None


def test_the_selection_stops_at_the_ends(people):
    show(people, snapshot(*CROWD[:3]))
    people.move_selection(1)
    assert people.current() == CROWD[0]
    people.move_selection(8)
    assert people.current() == CROWD[2]
    people.move_selection(-8)
    assert people.current() == CROWD[0]


def test_moving_in_an_empty_list_does_nothing(people):
    show(people, snapshot())
    people.move_selection(1)
    assert people.current() is None
    assert people.visible_entries() == []


def test_a_new_snapshot_keeps_the_selection_and_the_place(qtbot, people):
    show(people, snapshot(*CROWD))
    people.select("u150")
    view(people).verticalScrollBar().setValue(7000)
    with qtbot.assertNotEmitted(people.selected):
        show(people, snapshot(JANA, *CROWD[:190]))
    assert people.current() == CROWD[150]
    assert view(people).verticalScrollBar().value() == 7000


def test_somebody_who_left_is_not_replaced_by_their_neighbour(qtbot, people):
    at = snapshot(*CROWD)
    show(people, at, "anna")
    with qtbot.waitSignal(people.selected) as selected:
        show(people, snapshot(*CROWD[1:]), "anna")
    assert selected.args == [None]


def test_a_title_learned_keeps_the_selection_and_tells_again(qtbot, people):
    at = snapshot(*CROWD)
    show(people, at)
    people.select("u005")
    later = at.retitled({"u005": ("Boss", "")})
    with qtbot.waitSignal(people.selected) as selected:
        show(people, later)
    assert selected.args[0].title == "Boss"
    assert people.current().title == "Boss"
    with qtbot.assertNotEmitted(people.selected):
        show(people, later.retitled({"u006": ("Boss", "")}))
    with qtbot.waitSignal(people.selected):
        people.model.set_presence("u005", Presence.BUSY)


def test_selecting_somebody_not_found_changes_nothing(people):
    at = snapshot(*CROWD, JANA)
    show(people, at, "jana")
    people.select("u001")
    people.select("nobody")
    assert people.current() == JANA


def test_only_people_seen_are_asked_for(qtbot, people):
    with qtbot.waitSignal(people.visibleChanged):
        show(people, snapshot(*CROWD))
    assert people.visible_entries()[0] == CROWD[0]
    assert 10 <= len(people.visible_entries()) <= 12
    with qtbot.waitSignal(people.visibleChanged):
        view(people).verticalScrollBar().setValue(56 * 100)
    assert people.visible_entries()[0] == CROWD[100]


def test_a_short_list_is_seen_as_a_whole(people):
    show(people, snapshot(*CROWD[:3]))
    assert people.visible_entries() == CROWD[:3]


@pytest.mark.parametrize("theme", Theme, ids=lambda theme: theme.value)
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [120, 420])
def test_names_of_any_kind_are_drawn(people, look, theme, direction, width):
    look.choose(theme)
    at = snapshot(*ODD)
    show(people, at)
    for presence, entry in zip(Presence, ODD, strict=False):
        people.model.set_presence(entry.user_id, presence)
    people.setLayoutDirection(direction)
    people.resize(width, 600)
    people.move_selection(0)
    people.setFocus()
    drawn = people.grab().toImage()
    people.model.set_presence("o1", Presence.UNKNOWN)
    assert people.grab().toImage() != drawn


def test_matched_letters_stand_out(people):
    show(people, snapshot(JANA), "")
    people.select("jana")
    plain = people.grab().toImage()
    show(people, snapshot(JANA), "ja")
    assert people.grab().toImage() != plain


def test_a_person_only_the_desk_finds_is_marked(people):
    at = snapshot(JANA, Entry("x", "Ola", "Vik", number="5262"))
    show(people, at, "52")
    marked = view(people).visualRect(people.model.index(1, 0))
    before = view(people).viewport().grab(marked).toImage()
    show(people, at, "526")
    assert view(people).viewport().grab(marked).toImage() != before


def test_the_list_and_its_rows_speak(people):
    show(people, snapshot(JANA))
    interface = QAccessible.queryAccessibleInterface(view(people))
    assert interface.text(QAccessible.Text.Name) == "People"
    names = [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())]
    assert any(name.startswith("Berg, Jana, extension 9001") for name in names)
