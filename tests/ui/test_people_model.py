import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.directory import Directory, Entry, Snapshot, Trouble, display_name
from ui.people import DeskOnlyRole, EntryRole, MatchRole, NumberMatchRole, PeopleModel, Presence, PresenceRole, RowRole

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Entry("a", "Anna", "Schmidt", number="4021", title="Sales", do_not_disturb=True)
JANA = Entry("j", "Jana", "Berg", number="2001")
OLA = Entry("o", "Ola", "Vik", number="5262")
GONE = Entry("g", "Uwe", "Weg", trouble=Trouble.CALLFLOW_GONE)


def snapshot(*entries: Entry, sort_by="first_name") -> Snapshot:
    return Snapshot.of(Directory("d", "Company", sort_by=sort_by), entries, AT)


@pytest.fixture
def model(qtmodeltester):
    model = PeopleModel()
    qtmodeltester.check(model)
    return model


def row(model, entry):
    return model.index(model.row_of(entry.user_id), 0)


def test_an_empty_model_shows_nobody(model):
    assert model.rowCount() == 0
    assert model.entry_at(0) is None
    assert model.data(QModelIndex()) is None
    assert model.row_of("a") is None


def test_everybody_is_shown_in_the_directorys_order_and_spelling(model):
    at = snapshot(ANNA, JANA, OLA, sort_by="last_name")
    model.show(at, at.find(""))
    assert [model.index(r, 0).data() for r in range(3)] == ["Berg, Jana", "Schmidt, Anna", "Vik, Ola"]
    assert model.columnCount() == 1


def test_keys_mark_letters_of_callers_and_numbers_of_the_others(model):
    at = snapshot(ANNA, JANA, OLA)
    model.show(at, at.find("526"))
    assert [model.entry_at(r) for r in range(2)] == [JANA, OLA]
    assert row(model, JANA).data(MatchRole) == [(0, 3)]
    assert [row(model, e).data(DeskOnlyRole) for e in (JANA, OLA)] == [False, True]
    assert [row(model, e).data(NumberMatchRole) for e in (JANA, OLA)] == [0, 3]
    assert [row(model, e).data(RowRole).desk_only for e in (JANA, OLA)] == [False, True]
    assert row(model, JANA).data(Qt.ItemDataRole.ToolTipRole) is None
    assert "does not reach" in row(model, OLA).data(Qt.ItemDataRole.ToolTipRole)


def test_where_keys_find_no_caller_nobody_is_set_apart(model):
    at = snapshot(ANNA, OLA)
    model.show(at, at.find("526"))
    assert row(model, OLA).data(DeskOnlyRole) is False


def test_a_row_speaks(model):
    at = snapshot(ANNA, JANA, OLA, GONE)
    model.show(at, at.find(""))
    spoken = {e.user_id: row(model, e).data(Qt.ItemDataRole.AccessibleTextRole) for e in at.entries}
    assert spoken["a"] == "Anna Schmidt, Sales, extension 4021, Do not disturb"
    assert spoken["g"] == f"Uwe Weg, {Trouble.CALLFLOW_GONE.value}"
    model.show(at, at.find("526"))
    assert "not reached by a caller" in row(model, OLA).data(Qt.ItemDataRole.AccessibleTextRole)


def test_presence_comes_from_outside_and_do_not_disturb_is_stronger(qtbot, model):
    at = snapshot(ANNA, JANA)
    model.show(at, at.find(""))
    assert row(model, JANA).data(PresenceRole) is Presence.UNKNOWN
    with qtbot.waitSignal(model.dataChanged):
        model.set_presence("j", Presence.RINGING)
    model.set_presence("a", Presence.AVAILABLE)
    assert row(model, JANA).data(PresenceRole) is Presence.RINGING
    assert row(model, ANNA).data(PresenceRole) is Presence.DO_NOT_DISTURB
    later = snapshot(ANNA, JANA, OLA)
    model.show(later, later.find(""))
    assert row(model, JANA).data(PresenceRole) is Presence.RINGING


def test_a_title_learned_is_shown_in_the_same_row(model):
    at = snapshot(ANNA, JANA)
    model.show(at, at.find(""))
    place = model.row_of("j")
    later = at.retitled({"j": ("Boss", "")})
    model.show(later, later.find(""))
    assert model.row_of("j") == place
    assert row(model, JANA).data(EntryRole).title == "Boss"
    model.show(later, later.find("jana"))
    assert row(model, JANA).data(EntryRole).title == "Boss"
    model.show(at, at.find(""))
    assert row(model, JANA).data(EntryRole).title == ""


names = st.text(max_size=12)
people = st.builds(
    lambda user_id, first, last, number, title: Entry(user_id, first, last, number=number, title=title),
    st.uuids().map(str),
    names,
    names,
    st.from_regex(r"[0-9]{0,5}", fullmatch=True),
    names,
)
queries = st.one_of(st.just(""), st.from_regex(r"[0-9*#]{1,4}", fullmatch=True), names)


@given(st.lists(st.tuples(st.lists(people, max_size=8, unique_by=lambda e: e.user_id), queries), max_size=4))
def test_any_lists_and_queries_make_a_sound_model(lists):
    model = PeopleModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for entries, typed in lists:
        at = snapshot(*entries)
        found = at.find(typed)
        model.show(at, found)
        assert model.rowCount() == len(found.rows)
        for place, which in itertools.product(range(model.rowCount()), (DeskOnlyRole, MatchRole, NumberMatchRole)):
            index = model.index(place, 0)
            assert index.data(which) is not None
            entry = index.data(EntryRole)
            assert model.row_of(entry.user_id) == place
            assert index.data() == display_name(entry, "first_name")
    del tester
