"""Directories administered in the window, through its visible controls, against the sandbox."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit

from app.sandbox import VERSIONS, Sandbox, sample_id, sandbox_in_thread
from app.store import Profile, ProfileStore, Secrets
from tests.sandbox.talk import signed_in
from ui.admin import AdminPage
from ui.bridge import Bridge
from ui.core import Core, Credentials

SALES = sample_id("directory", "Sales")


class Admin:
    """The administrator's page of somebody signed in, alone or in a window."""

    def __init__(self, page, qtbot):
        self.page = page
        self._qtbot = qtbot
        self.view = page.view
        self.panel = self.view.members.panel
        self.until(lambda: page.model.rowCount() >= 3)

    @classmethod
    def of_window(cls, driver, qtbot):
        driver.window.shell.show_page("administer")
        return cls(driver.window.shell.page("administer"), qtbot)

    @property
    def directories(self):
        model = self.page.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    @property
    def said(self):
        banner = self.page.banner
        return banner.accessibleName() if banner.isVisible() else ""

    def until(self, seen):
        self._qtbot.waitUntil(lambda: bool(seen()), timeout=20_000)

    def named(self, kind, name, within=None):
        fitting = [
            one for one in (within or self.page).findChildren(kind) if one.isVisible() and one.accessibleName() == name
        ]
        assert fitting, f"no visible {kind.__name__} called {name}"
        return fitting[0]

    def press(self, name, within=None):
        QTest.mouseClick(self.named(QAbstractButton, name, within), Qt.MouseButton.LeftButton)

    def open(self, name):
        row = self.directories.index(name)
        place = self.page.list.visualRect(self.page.model.index(row, 0)).center()
        QTest.mouseClick(self.page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def opened(self, name):
        self.open(name)
        self.until(lambda: self.view.isVisible() and self.view.title.text_shown() == name)

    def type(self, name, text):
        line = self.named(QLineEdit, name)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)

    def people(self, name):
        self.opened(name)
        QTest.mouseClick(self.view.to_members, Qt.MouseButton.LeftButton)
        self.until(lambda: self.panel.isVisible() and self.panel.model.total)

    def pick(self, *names):
        for name in names:
            rows = [self.panel.model.index(row, 0).data() for row in range(self.panel.model.rowCount())]
            self.panel.select(rows.index(name))
            QTest.keyClick(self.panel.list, Qt.Key.Key_Space)

    def name_of(self, extension):
        model, wanted = self.panel.model, sample_id("user", extension)
        rows = (model.candidate_at(row) for row in range(model.rowCount()))
        return next(each.name for each in rows if each.user_id == wanted)

    def members(self):
        model = self.panel.model
        rows = (model.candidate_at(row) for row in range(model.rowCount()))
        return {each.name for each in rows if each.member}


@pytest.fixture
def core(no_phone, tmp_path, qtbot):
    bridge = Bridge()
    bridge.start()
    core = Core(bridge, ProfileStore(tmp_path), Secrets(None))
    yield core
    core.log.close()
    bridge.stop(core.close)
    qtbot.waitUntil(lambda: not bridge.running, timeout=10_000)


@pytest.fixture
def signed_in_to(core, look, qtbot):
    """The page of somebody who signed in; nothing else of the window."""

    def sign_in(sandbox, username="alice"):
        page = AdminPage(look, core)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        profile = Profile(sandbox.base_url, "password", "Sample Company", username)
        request = core.sign_in(Credentials(profile, "sandbox"), page, remember=True)
        request.succeeded.connect(lambda outcome: page.show_signed_in(outcome[0]))
        page.show()
        return Admin(page, qtbot)

    return sign_in


@pytest.fixture
def signed_in_as(signed_in_to, sandbox):
    return lambda username: signed_in_to(sandbox, username)


@pytest.fixture
def admin(signed_in_as):
    return signed_in_as("alice")


@pytest.fixture
def in_window(desk, qtbot):
    """The page in a whole window, beside the desk."""
    admin = Admin.of_window(desk, qtbot)
    admin.driver = desk
    return admin


@pytest.fixture
def other(sandbox):
    """Somebody else, at work in the same account."""
    with signed_in(sandbox) as client:
        yield client


def stored(sandbox, document_id):
    return sandbox.store.database(sandbox.account_id).stored(document_id)


def changes(sandbox):
    return [one for one in sandbox.seen if one.method != "GET" and not one.path.endswith("_auth")]


def test_a_directory_is_created_after_a_look_at_what_is_sent(admin, sandbox):
    admin.press("New directory")
    assert not changes(sandbox)
    admin.type("Name", "Support")
    admin.type("Fewest keys", "2")
    admin.press("Review and save…")
    assert admin.view.settings.preview.lines[:2] == ["Name: Support", "Fewest keys: 2"]
    admin.press("Create")
    admin.until(lambda: "Support" in admin.directories and "Created" in admin.said)


def test_only_what_changed_is_sent(admin, sandbox):
    admin.opened("Sales")
    admin.type("Name", "Selling")
    assert admin.view.settings.form.state.text() == "1 unsaved change"
    admin.press("Review and save…")
    assert admin.view.settings.preview.lines == ["Name: Sales  →  Selling"]
    admin.press("Save")
    admin.until(lambda: "Saved" in admin.said)
    (seen,) = changes(sandbox)
    assert seen.method == "PATCH"
    assert stored(sandbox, SALES)["name"] == "Selling"
    assert not admin.page.unsaved


def test_what_cannot_be_is_said_at_its_field_before_anything_is_sent(admin, sandbox):
    admin.opened("Sales")
    row = admin.view.settings.form.rows["min_dtmf"]
    for typed, said in (("many", "whole number"), ("0", "at least 1")):
        admin.type("Fewest keys", typed)
        assert said in row.problem.text()
    admin.press("Review and save…")
    assert admin.view.settings.currentWidget() is admin.view.settings.form
    assert not changes(sandbox)
    admin.type("Most keys", "1")
    admin.type("Fewest keys", "3")
    assert "less than the fewest" in admin.view.settings.form.rows["max_dtmf"].problem.text()


def test_kazoo_s_own_complaint_stands_at_its_field_and_nothing_typed_is_lost(admin, sandbox):
    admin.opened("Sales")
    admin.type("Name", "Selling")
    complaint = '{"name": {"unique": {"message": "name is taken"}}}'
    body = f'{{"status": "error", "error": "400", "message": "validation error", "data": {complaint}}}'
    sandbox.faults.answer_raw(body, status=400, on=f"/directories/{SALES}")
    admin.press("Review and save…")
    admin.press("Save")
    row = admin.view.settings.form.rows["name"]
    admin.until(lambda: row.problem.isVisible())
    assert row.problem.text() == "name is taken"
    assert row.control.text() == "Selling"
    assert "name is taken" in row.control.accessibleDescription()


def test_what_somebody_else_saved_meanwhile_is_shown_and_chosen_from(admin, sandbox, other):
    admin.opened("Sales")
    admin.type("Name", "Mine")
    other.patch(f"/directories/{SALES}", json={"data": {"name": "Theirs", "min_dtmf": 5}})
    admin.press("Review and save…")
    admin.press("Save")
    admin.until(lambda: admin.view.settings.conflict.isVisible())
    assert stored(sandbox, SALES)["name"] == "Theirs"
    admin.press("Name, Theirs: Theirs")
    admin.press("Name, Yours: Mine")
    admin.press("Go on with this")
    assert admin.view.settings.preview.lines == ["Name: Theirs  →  Mine"]
    admin.press("Save")
    admin.until(lambda: "Saved" in admin.said)
    assert (stored(sandbox, SALES)["name"], stored(sandbox, SALES)["min_dtmf"]) == ("Mine", 5)


def test_theirs_can_be_kept(admin, sandbox, other):
    admin.opened("Sales")
    admin.type("Name", "Mine")
    other.patch(f"/directories/{SALES}", json={"data": {"name": "Theirs"}})
    admin.press("Review and save…")
    admin.press("Save")
    admin.until(lambda: admin.view.settings.conflict.isVisible())
    admin.press("Discard mine")
    admin.until(lambda: admin.view.title.text_shown() == "Theirs")
    assert stored(sandbox, SALES)["name"] == "Theirs"
    assert not admin.page.unsaved


def test_leaving_asks_before_changes_are_lost(admin):
    admin.opened("Sales")
    admin.type("Name", "Half")
    admin.open("Company")
    dialog = admin.page.findChild(QDialog)
    admin.press("Keep editing", dialog)
    assert admin.view.title.text_shown() == "Sales"
    assert admin.page.model.choice_at(admin.page.list.currentIndex().row()).text == "Sales"
    assert admin.view.settings.form.rows["name"].control.text() == "Half"
    admin.until(lambda: admin.page.findChild(QDialog) is None)
    admin.open("Company")
    admin.press("Discard changes", admin.page.findChild(QDialog))
    admin.until(lambda: admin.view.title.text_shown() == "Company")


def test_many_are_added_and_taken_out_again(admin, sandbox):
    admin.people("Night Desk")
    before = admin.members()
    admin.type("Search people", "le")
    admin.until(lambda: admin.panel.model.rowCount() < 20)
    admin.press("Pick all shown")
    adding = len(admin.panel.model.to_add)
    assert adding > 4
    admin.press(f"Add {adding} people")
    admin.until(lambda: "changed" in admin.said)
    admin.type("Search people", " ")
    admin.until(lambda: len(admin.members()) == len(before) + adding)
    admin.press("Undo")
    admin.until(lambda: admin.members() == before and not admin.view.running)


def test_who_fails_is_listed_and_tried_again(admin, sandbox):
    admin.people("Night Desk")
    alice, bob = (admin.name_of(extension) for extension in (2001, 2003))
    admin.pick(alice, bob)
    sandbox.faults.answer(500, on=f"/users/{sample_id('user', 2003)}")
    admin.press("Add 2 people")
    admin.until(lambda: admin.view.members.outcome.isVisible())
    assert "1 person changed, 1 failed" in admin.view.members.outcome.title.text()
    model = admin.view.members.outcome.model
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [bob]
    admin.press("Try again (1)")
    admin.until(lambda: {alice, bob} <= admin.members())


def test_stopping_leaves_the_rest_untouched(admin, sandbox):
    admin.people("Night Desk")
    admin.panel.which.setCurrentIndex(2)
    admin.press("Pick all shown")
    adding = len(admin.panel.model.to_add)
    sandbox.faults.delay(0.3, times=8, on="/users/")
    admin.press(f"Add {adding} people")
    admin.press("Stop")
    admin.until(lambda: admin.view.members.outcome.isVisible())
    outcome = admin.view.members.outcome._outcome
    assert outcome.not_tried
    assert len(outcome.done) + len(outcome.failed) + len(outcome.not_tried) == adding
    assert sum(one.method == "PATCH" for one in changes(sandbox)) <= len(outcome.done) + len(outcome.failed)


def test_another_callflow_can_be_chosen_for_a_person(admin, sandbox):
    admin.people("Night Desk")
    bob = admin.name_of(2002)
    admin.type("Search people", "alice")
    admin.until(lambda: admin.panel.model.rowCount() == 1)
    admin.pick("Alice Archer")
    assert "main callflow" in str(admin.panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    admin.press("Choose another callflow")
    dialog = admin.panel.findChild(QDialog)
    QTest.keyClicks(dialog.search, bob)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    admin.press("Add 1 person")
    admin.until(lambda: admin.members() == {"Alice Archer"})
    mapped = stored(sandbox, sample_id("user", 2001))["directories"]
    assert mapped[sample_id("directory", "Night Desk")] == sample_id("callflow", 2002)


def test_deleting_names_what_is_lost_and_can_be_undone(admin, sandbox):
    admin.people("Sales")
    before = admin.members()
    admin.press("Delete…")
    admin.until(lambda: admin.view.deletion.question.isVisible())
    lost = admin.view.deletion.lost.text()
    assert f"{len(before)} members will be taken out" in lost
    assert "Sales by name" in lost
    admin.press("Delete directory")
    admin.until(lambda: "was deleted" in admin.said and "Sales" not in admin.directories)
    assert SALES not in stored(sandbox, sample_id("user", 2001)).get("directories", {})
    admin.press("Undo")
    admin.until(lambda: "is back" in admin.said and "Sales" in admin.directories)
    assert "Sales by name" in admin.said
    admin.until(lambda: admin.view.isVisible())
    QTest.mouseClick(admin.view.to_members, Qt.MouseButton.LeftButton)
    admin.until(lambda: admin.members() == before)


def test_a_deletion_can_be_stopped_and_taken_back(admin, sandbox):
    admin.people("Sales")
    before = admin.members()
    admin.press("Delete…")
    admin.until(lambda: admin.view.deletion.question.isVisible())
    sandbox.faults.delay(0.3, times=6, on="/users/")
    admin.press("Delete directory")
    admin.press("Stop")
    admin.until(lambda: "was not deleted" in admin.said)
    assert "Sales" in admin.directories
    admin.press("Undo")
    admin.until(lambda: "is back" in admin.said and admin.view.isVisible() and admin.members() == before)


def test_a_deleted_directory_is_kept_in_a_list(admin):
    admin.opened("Night Desk")
    admin.press("Delete…")
    admin.until(lambda: admin.view.deletion.question.isVisible())
    admin.press("Delete directory")
    admin.until(lambda: admin.page.deleted.isVisible())
    admin.press("Deleted directories (1)")
    assert admin.page.copies.model.index(0, 0).data() == "Night Desk"
    admin.press("Bring back")
    admin.until(lambda: "Night Desk" in admin.directories)
    admin.until(lambda: not admin.page.deleted.isVisible())


def test_who_is_no_administrator_may_look_only(signed_in_as):
    admin = signed_in_as("bob")
    assert "change nothing" in admin.page.notice.accessibleName()
    admin.opened("Sales")
    assert admin.view.settings.form.rows["name"].control.isReadOnly()
    for button in (admin.view.to_deletion, admin.page.new, admin.view.settings.form.review):
        assert not button.isVisible()
    admin.people("Company")
    assert not admin.panel.add.isVisible()
    QTest.keyClick(admin.panel.list, Qt.Key.Key_Space)
    assert admin.panel.model.picked == 0


def test_a_right_lost_meanwhile_ends_editing_without_losing_what_was_typed(admin, sandbox):
    admin.opened("Sales")
    admin.type("Name", "Selling")
    sandbox.faults.answer(403, on=f"/directories/{SALES}")
    admin.press("Review and save…")
    admin.press("Save")
    admin.until(lambda: admin.page.notice.isVisible())
    assert admin.view.settings.form.rows["name"].control.text() == "Selling"


@pytest.mark.parametrize("version", VERSIONS.values(), ids=VERSIONS.keys())
def test_a_directory_s_life_is_the_same_on_every_kazoo(signed_in_to, version):
    with sandbox_in_thread(Sandbox(version=version)) as sandbox:
        admin = signed_in_to(sandbox)
        admin.press("New directory")
        admin.type("Name", "Support")
        admin.press("Review and save…")
        admin.press("Create")
        admin.until(lambda: admin.view.isVisible() and admin.view.directory_id and "Support" in admin.directories)
        admin.press("People, 0 in the directory")
        admin.until(lambda: admin.panel.isVisible() and admin.panel.model.total)
        admin.pick("Alice Archer")
        admin.press("Add 1 person")
        admin.until(lambda: admin.members() == {"Alice Archer"})
        admin.press("Delete…")
        admin.until(lambda: admin.view.deletion.question.isVisible())
        assert "1 member will be taken out: Alice Archer" in admin.view.deletion.lost.text()
        admin.press("Delete directory")
        admin.until(lambda: "was deleted" in admin.said and "Support" not in admin.directories)
        admin.press("Undo")
        admin.until(lambda: "is back" in admin.said and "Support" in admin.directories and admin.view.isVisible())
        admin.until(lambda: admin.members() == {"Alice Archer"})


def test_nothing_of_the_account_stays_after_signing_out(admin):
    admin.people("Sales")
    admin.page.show_signed_out()
    assert admin.directories == []
    assert admin.panel.model.total == 0


def test_the_desk_offers_the_directories_there_are_now(in_window):
    admin, choices = in_window, in_window.driver.desk.directories
    admin.opened("Sales")
    admin.type("Name", "Selling")
    admin.press("Review and save…")
    admin.press("Save")
    admin.until(lambda: choices.findText("Selling") >= 0 > choices.findText("Sales"))
    assert choices.currentText() == "Company"


def test_signing_out_and_quitting_ask_before_changes_are_lost(in_window):
    admin = in_window
    window = admin.driver.window
    admin.opened("Sales")
    admin.type("Name", "Half")
    window.shell.show_page("desk")
    window.actions_by_id["sign_out"].trigger()
    assert admin.page.isVisible()
    admin.press("Stay", window.findChild(QDialog))
    admin.until(lambda: window.findChild(QDialog) is None)
    window.close()
    assert window.isVisible()
    admin.press("Stay", window.findChild(QDialog))
    admin.until(lambda: window.findChild(QDialog) is None)
    window.actions_by_id["sign_out"].trigger()
    admin.press("Sign out", window.findChild(QDialog))
    admin.until(lambda: window.sign_in_page.isVisible())
