"""The page of the audit, driven by its visible controls."""

import csv
import json
from datetime import UTC, datetime

import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QFileDialog, QLineEdit, QMenu

from app.directory import ALL_DIRECTORIES, AS_DOCUMENTED, KAZOO_4, Directory, Entry, Snapshot
from app.directory.audit import Finding, Outcome, audit_of, title_of
from ui.audit import AuditPage
from ui.audit.chart import BarButton
from ui.audit.model import AuditModel
from ui.audit.rows import Column, rows_of
from ui.bridge import Bridge
from ui.core import Core
from ui.theme import Theme

NAMES = [("Ann", "Lee"), ("Ann", "Lee"), ("Zoe", "Müller"), ("王", "伟"), ("Bo", "Wu"), ("Carl", "Stone")]


def company(names=NAMES, directory_id="d", **settings):
    entries = [
        Entry(f"u{n}", first, last, callflow_id=f"c{n}", number=str(2000 + n)) for n, (first, last) in enumerate(names)
    ]
    return Snapshot.of(Directory(directory_id, "Company", **settings), entries, datetime.now(UTC))


@pytest.fixture
def page(qtbot, look):
    bridge = Bridge()
    bridge.start()
    core = Core(bridge)
    page = AuditPage(look, core)
    qtbot.addWidget(page)
    page.resize(1190, 760)
    page.show()
    yield page
    bridge.stop(core.close)
    qtbot.waitUntil(lambda: not bridge.running, timeout=10_000)


@pytest.fixture
def shown(qtbot, page):
    """Show a directory and wait for its audit."""

    def show(snapshot):
        page.show_snapshot(snapshot)
        qtbot.waitUntil(lambda: page.export.isEnabled(), timeout=20_000)
        return page

    return show


def bar(page, label):
    bars = [one for one in page.findChildren(BarButton) if one.isVisible() and one.bar.label == label]
    assert len(bars) == 1, f"no bar {label}"
    return bars[0]


def press(page, name):
    button = next(one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.accessibleName() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def column(page, which=Column.NAME):
    model = page.people.people
    return [model.data(model.index(row, which)) for row in range(model.rowCount())]


def click_heading(page, which):
    header = page.people.horizontalHeader()
    place = header.rect().center()
    place.setX(header.sectionViewportPosition(which) + 12)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_verdict_and_the_worst_come_first(shown):
    page = shown(company())
    assert page.verdict.accessibleName() == "6 people: 3 reached alone, 2 only from a list, 1 never heard."
    assert column(page)[:3] == ["伟, 王", "Lee, Ann", "Lee, Ann"]
    assert column(page, Column.TROUBLE)[0] == title_of(Finding.NO_LETTERS)
    assert page.count.text() == "6 people"


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("2 keys", ["Müller, Zoe", "Stone, Carl", "Wu, Bo"]),
        ("From a list", ["Lee, Ann", "Lee, Ann"]),
        ("Never heard", ["伟, 王"]),
        (title_of(Finding.SAME_KEYS), ["Lee, Ann", "Lee, Ann"]),
        (title_of(Finding.DROPPED_LETTERS), ["Müller, Zoe"]),
    ],
)
def test_a_bar_and_a_finding_lead_to_their_people_and_back(shown, label, names):
    page = shown(company())
    one = bar(page, label)
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)
    assert sorted(column(page)) == sorted(names)
    assert page.count.text().startswith(f"{len(names)} of 6 people")
    assert one.accessibleName() == f"{label}: {len(names)} {'person' if len(names) == 1 else 'people'}"
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)
    assert len(column(page)) == 6


def test_one_filter_at_a_time_by_the_keyboard_too(shown):
    page = shown(company())
    first, second = bar(page, "2 keys"), bar(page, "Never heard")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert (first.isChecked(), second.isChecked()) == (False, True)
    assert column(page) == ["伟, 王"]


def test_enter_presses_the_bar_that_has_the_keyboard(shown):
    page = shown(company())
    one = bar(page, "Never heard")
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Return)
    assert column(page) == ["伟, 王"]
    QTest.keyClick(one, Qt.Key.Key_Enter)
    assert len(column(page)) == 6


def test_what_is_typed_searches_by_any_word_without_accents(shown):
    page = shown(company())
    QTest.keyClicks(page.people, "zoe mul")
    line = page.findChild(QLineEdit)
    assert (line.text(), column(page)) == ("zoe mul", ["Müller, Zoe"])
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert len(column(page)) == 6
    QTest.keyClicks(line, "2004")
    assert column(page) == ["Wu, Bo"]
    QTest.keyClicks(line, "x")
    assert page.nobody.isVisible()


def test_a_heading_sorts_and_sorts_back(shown):
    page = shown(company())
    click_heading(page, Column.NAME)
    names = column(page)
    assert names == [line.name for line in sorted(page._rows.lines, key=lambda line: line.keys[Column.NAME])]
    click_heading(page, Column.NAME)
    assert column(page) == names[::-1]
    click_heading(page, Column.ALONE)
    assert [len(keys) for keys in column(page, Column.ALONE)[:3]] == [2, 2, 2]
    assert column(page, Column.ALONE)[3:] == ["–", "–", "–"]


def test_selecting_says_why_and_leads_to_the_desk(qtbot, shown):
    page = shown(company())
    QTest.keyClicks(page.search, "wei")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert "there is nothing to key" in page.details.words.text()
    assert "leave this person to the operator" in page.details.words.text()
    with qtbot.waitSignal(page.personWanted) as wanted:
        press(page, "Open on the desk")
    assert wanted.args == ["u3"]
    with qtbot.waitSignal(page.personWanted) as wanted:
        QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert wanted.args == ["u3"]


def test_the_selection_stays_when_the_directory_comes_again(qtbot, shown):
    page = shown(company())
    page.people.select(2)
    before = page.people.current().person.entry.user_id
    page.show_snapshot(company([*NAMES, ("Dina", "Dahl")]))
    qtbot.waitUntil(lambda: page.people.people.rowCount() == 7)
    assert page.people.current().person.entry.user_id == before


def test_another_menu_is_another_audit(qtbot, shown):
    page = shown(company([("Mo", "王"), ("Ann", "Lee"), ("Zoe", "Ray")], min_dtmf=4))
    assert "Everybody can be reached alone" in page.verdict.accessibleName()
    page.profiles.setFocus()
    QTest.keyClick(page.profiles, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "1 never heard" in page.verdict.accessibleName())
    assert page.profile is AS_DOCUMENTED
    press(page, "Other settings")
    labels = [label.accessibleName() for label in page.settings.widget().findChildren(type(page.count))]
    assert "min_dtmf: 2, Never heard: 0" in labels
    assert "As it is, Never heard: 1" in labels


def test_a_titles_snapshot_changes_nothing_and_a_new_one_does(qtbot, shown):
    snapshot = company()
    page = shown(snapshot)
    rows = page._rows
    page.show_snapshot(snapshot.retitled({"u0": ("Chef", "")}))
    assert page._request is None
    assert page._rows is rows
    page.show_snapshot(evolve(company(NAMES[:2]), fetched_at=datetime(2030, 1, 1, tzinfo=UTC)))
    qtbot.waitUntil(lambda: page.people.people.rowCount() == 2)


def big():
    return company([(f"Ann{chr(97 + n % 26)}", f"Lee{chr(97 + n // 26 % 26)}") for n in range(4_000)], "big")


def test_the_work_is_seen_and_can_be_stopped_and_begun_again(qtbot, page):
    page.show_snapshot(big())
    qtbot.waitUntil(lambda: page.progress.isVisible() and page.progress.maximum() == 4_000, timeout=20_000)
    press(page, "Cancel")
    assert page.state.text() == "The audit was stopped."
    assert not page.export.isEnabled()
    press(page, "Start again")
    qtbot.waitUntil(lambda: page.people.people.rowCount() == 4_000, timeout=30_000)


def test_an_outdated_answer_is_dropped(qtbot, page):
    page.show_snapshot(big())
    qtbot.waitUntil(lambda: page.progress.maximum() == 4_000, timeout=20_000)
    page.show_snapshot(company())
    qtbot.waitUntil(lambda: page.export.isEnabled())
    assert len(column(page)) == 6
    assert page.directory.text_shown() == "Company"


def test_all_directories_and_none_are_said_to_have_no_audit(shown, page):
    shown(company())
    page.show_snapshot(Snapshot.of(ALL_DIRECTORIES, company().entries, datetime.now(UTC)))
    assert "have no menu of their own" in page.state.text()
    assert not page.export.isEnabled()
    assert column(page) == []
    page.show_snapshot(None)
    assert page.state.text() == "No directory is open."


def test_nobody_and_the_nameless_are_said(shown):
    page = shown(company([]))
    assert "There is nobody in it" in page.verdict.accessibleName()
    page = shown(company([("", "Lee"), ("Ann", "Lee")], "e"))
    assert page.verdict.accessibleName().startswith("Broken for everybody")


def choose(page, text):
    press(page, "Export")
    menu = page.findChild(QMenu)
    action = next(one for one in menu.actions() if one.text() == text)
    assert isinstance(action, QAction)
    action.trigger()
    menu.close()


@pytest.mark.parametrize(("text", "form"), [("Spreadsheet (CSV)…", "csv"), ("Data (JSON)…", "json")])
def test_the_audit_is_saved_as_a_table_or_as_data(qtbot, shown, tmp_path, text, form):
    page = shown(company())
    choose(page, text)
    file = tmp_path / f"audit.{form}"
    line = page.findChild(QFileDialog).findChild(QLineEdit)
    line.setText(str(file))
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "saved" in page.banner.accessibleName())
    if form == "json":
        assert len(json.loads(file.read_text())["people"]) == 6
    else:
        with file.open(newline="", encoding="utf-8-sig") as rows:
            assert {row["last_name"] for row in csv.DictReader(rows)} == {last for _, last in NAMES}


def test_a_file_that_cannot_be_written_is_told(qtbot, shown, tmp_path):
    page = shown(company())
    page.menu.offer(page._rows.audit, page._snapshot, page.profile, page.export)
    page.menu._write(page._rows.audit, "csv", str(tmp_path / "no" / "folder.csv"))
    page.menu.close()
    qtbot.waitUntil(lambda: "could not be written" in page.banner.accessibleName())


def test_the_table_is_a_model(qtmodeltester):
    model = AuditModel()
    qtmodeltester.check(model)
    model.show(rows_of(audit_of(company(), KAZOO_4), company()).lines)
    qtmodeltester.check(model)


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", [(1190, 760), (812, 500)])
def test_it_is_painted_in_every_theme_and_size(qtbot, look, shown, theme, size):
    look.choose(theme)
    page = shown(company([*NAMES, ("محمد", "السيد"), ("Bartholomew" * 6, "Wellington" * 9)]))
    page.resize(*size)
    page.people.select(0)
    picture = page.grab().toImage()
    ground = picture.pixelColor(4, 4)
    assert (ground.lightness() < 128) == look.tokens.dark
    assert page.people.isColumnHidden(Column.HEARD) == (size[0] < 1_000)
    assert all(button.accessibleName() for button in page.findChildren(QAbstractButton) if button.isVisible())


def test_from_the_rail_to_the_audit_and_back_to_a_person(desk):
    desk.press("Audit")
    page = desk.window.shell.page("audit")
    desk.until(page.export.isEnabled)
    assert page.verdict.accessibleName().startswith("Broken for everybody: 1 person")
    QTest.keyClicks(page.search, "archer")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    desk.press("Open on the desk")
    desk.until(desk.desk.isVisible)
    assert desk.desk.people.current().last_name == "Archer"
    assert Outcome.ALONE in {line.person.outcome for line in page._rows.lines}


def test_the_paper_has_the_audit_when_it_is_wanted(desk, qapp):
    desk.window.actions_by_id["export"].trigger()
    paper = next(top for top in qapp.topLevelWidgets() if isinstance(top, QDialog) and top.windowTitle() == "Company")
    desk.until(paper.save.isEnabled)
    bare = paper.note.text()
    desk.named(QCheckBox, "With the audit", paper).click()
    desk.until(lambda: paper.save.isEnabled() and paper.note.text() not in ("", bare))
    assert paper.note.text() != bare
    paper.close()


def test_the_audit_page_offers_the_paper_with_the_audit(desk, qapp):
    desk.press("Audit")
    page = desk.window.shell.page("audit")
    desk.until(page.export.isEnabled)
    choose(page, "PDF with the audit…")
    paper = next(top for top in qapp.topLevelWidgets() if isinstance(top, QDialog) and top.windowTitle() == "Company")
    assert paper.audit.isChecked()
    desk.until(paper.save.isEnabled)
    paper.close()
