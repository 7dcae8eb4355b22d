"""Signing in at real sites: second factors, hashes, several sign-ins, accounts below, a sign-in that ends."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from app.kazoo import exposed
from app.sandbox import KAZOO_5, Sandbox, sample_id, sandbox_in_thread
from app.store import Profile, ProfileStore
from tests.sandbox.talk import signed_in
from ui.accounts import AccountButton, away_words
from ui.core import Credentials
from ui.signin.known import sign_in_words


@pytest.fixture
def window(open_window, no_phone):
    return open_window()


def until_in(driver):
    driver.until(lambda: driver.desk.isVisible() and driver.names())


def test_a_second_factor_is_asked_for_and_given(window, sandbox):
    sandbox.guards.codes["alice"] = "246810"
    window.sign_in(sandbox.base_url)
    window.until(lambda: "second factor" in window.problem)
    assert window.window.sign_in_page.password.line.text() == "sandbox"
    window.type("Second factor", "999")
    window.press("Sign in")
    window.until(lambda: "not accepted" in window.problem)
    window.type("Second factor", "246810")
    window.press("Sign in")
    until_in(window)


def test_a_missing_second_factor_is_named(window, sandbox):
    sandbox.guards.codes["alice"] = "1"
    window.sign_in(sandbox.base_url)
    window.until(lambda: "second factor" in window.problem)
    window.press("Sign in")
    assert "Second factor is missing" in window.problem
    window.type("User name", "bob")
    window.press("Sign in")
    until_in(window)


def test_a_locked_account_is_said_in_words(open_window, no_phone):
    with sandbox_in_thread(Sandbox(version=KAZOO_5)) as sandbox:
        driver = open_window()
        sandbox.guards.wrong["alice"] = sandbox.guards.wrong["Sample Company"] = 99
        for _ in range(4):
            driver.sign_in(sandbox.base_url, password="wrong")
            driver.until(lambda: driver.problem)
            if "locked" in driver.problem:
                break
        assert "locked this account" in driver.problem
        assert "keeps it locked" in driver.problem


@pytest.mark.parametrize("method", ["sha", "md5"])
def test_both_hashes_and_every_way_to_name_an_account_sign_in(window, sandbox, method):
    page = window.window.sign_in_page
    window.press("More settings")
    page.method.setCurrentIndex(page.method.findData(method))
    page.known_by.setCurrentIndex(page.known_by.findData("realm"))
    window.type("Server", sandbox.base_url)
    window.type("Account realm", "SAMPLE.sandbox.example")
    window.type("User name", "alice")
    window.type("Password", "sandbox")
    window.press("Sign in")
    until_in(window)


def test_several_sign_ins_stand_side_by_side_and_need_no_typing(window, sandbox, tmp_path):
    for username in ("alice", "bob"):
        if username == "bob":
            window.window.sign_in_page.known.combo.setCurrentIndex(1)
        window.sign_in(sandbox.base_url, username)
        until_in(window)
        if username == "alice":
            window.window.actions_by_id["sign_out"].trigger()
            window.until(lambda: window.window.sign_in_page.known.isVisible())
    assert [profile.username for profile in ProfileStore(tmp_path).known()] == ["bob", "alice"]
    window.window.actions_by_id["sign_out"].trigger()
    known = window.window.sign_in_page.known
    window.until(lambda: known.combo.count() == 3)
    known.combo.setCurrentIndex(1)
    assert window.window.sign_in_page.username.text() == "alice"
    window.press("Forget this sign-in")
    window.until(lambda: known.combo.count() == 2)
    assert [profile.username for profile in ProfileStore(tmp_path).known()] == ["bob"]
    assert window.window.sign_in_page.username.text() == "bob"


def test_a_remembered_secret_is_used_when_none_is_typed(open_window, no_phone, sandbox):
    first = open_window()
    first.sign_in(sandbox.base_url)
    until_in(first)
    again = open_window()
    until_in(again)
    page = again.window.sign_in_page
    assert page.password.line.placeholderText() == "As remembered"
    assert page.password.line.text() == ""


def test_a_sign_in_that_has_ended_is_renewed_without_losing_what_was_typed(desk, sandbox):
    window = desk.window
    window.shell.show_page("administer")
    page = window.shell.page("administer")
    desk.until(lambda: page.model.rowCount() == 3)
    page._open(page.model.choice_at(0).id)
    desk.until(lambda: page.view.isVisible())
    name = page.view.settings.form.rows["name"].control
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Half typed")
    sandbox.guards.codes["alice"] = "13579"
    sandbox.faults.expire_tokens()
    desk.press("Review and save…", page)
    desk.press("Save", page)
    desk.until(lambda: window.findChild(QDialog) is not None)
    dialog = window.findChild(QDialog)
    QTest.keyClicks(dialog.factor, "13579")
    desk.press("Sign in", dialog)
    desk.until(lambda: window.findChild(QDialog) is None)
    assert name.text() == "Half typed"
    desk.press("Review and save…", page)
    desk.press("Save", page)
    desk.until(lambda: "Saved" in page.banner.accessibleName())


def test_a_changed_password_is_asked_for_again(desk, sandbox):
    with signed_in(sandbox) as other:
        user = sample_id("user", 2001)
        other.patch(f"/users/{user}", json={"data": {"username": "alice", "password": "new one"}})
    desk.window.actions_by_id["refresh"].trigger()
    desk.until(lambda: desk.window.findChild(QDialog) is not None)
    QTest.keyClick(desk.window.findChild(QDialog), Qt.Key.Key_Escape)
    desk.until(lambda: desk.window.findChild(QDialog) is None)
    desk.press("Sign in again")
    dialog = desk.window.findChild(QDialog)
    QTest.keyClicks(dialog.secret.line, "wrong")
    desk.press("Sign in", dialog)
    desk.until(lambda: "does not accept" in dialog.banner.accessibleName())
    dialog.secret.line.clear()
    QTest.keyClicks(dialog.secret.line, "new one")
    desk.press("Sign in", dialog)
    desk.until(lambda: not desk.window.findChildren(QDialog))
    desk.until(lambda: not desk.desk.age.text().startswith("Fetching"))


def test_who_supports_others_switches_to_their_accounts_and_back(desk, sandbox):
    window = desk.window
    desk.press("Account: Sample Company")
    desk.until(lambda: window.findChild(QDialog) is not None)
    dialog = window.findChild(QDialog)
    QTest.keyClicks(dialog.search, "branch")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: len(desk.names()) == 4)
    assert "Sample Branch" in window.shell.away.accessibleName()
    assert desk.desk.directories.itemText(0) == "Branch"
    window.shell.show_page("administer")
    page = window.shell.page("administer")
    desk.until(lambda: page.model.rowCount() == 1)
    desk.press("Back to my account")
    desk.until(lambda: len(desk.names()) > 50 and page.model.rowCount() == 3)
    assert page.isVisible()
    assert not window.shell.away.isVisible()


def test_an_account_with_none_below_says_so(open_window, no_phone, sandbox):
    of_branch = sandbox.sign_in.api_key[::-1]
    driver = open_window(Credentials(Profile(sandbox.base_url, "api_key"), of_branch))
    until_in(driver)
    driver.window.actions_by_id["switch_account"].trigger()
    driver.until(lambda: driver.window.shell.told.isVisible())


def test_what_can_be_read_on_the_way_is_seen(window, look):
    window.type("Server", "http://kazoo.example.com:8000")
    assert window.window.sign_in_page.exposed.isVisible()
    window.type("Server", "https://kazoo.example.com:8443")
    assert not window.window.sign_in_page.exposed.isVisible()
    assert not exposed("http://127.0.0.1:8000/v2")
    assert exposed("http://[")


def test_the_head_line_says_where_and_how(look, qtbot):
    from app.desk import SignedIn

    button = AccountButton(look)
    qtbot.addWidget(button)
    button.show_account(SignedIn("Sample" * 20, "realm", (), exposed=True))
    assert button.text().endswith("… – not encrypted")
    assert "Sample" * 20 in button.accessibleName()
    assert "“Below”" in away_words(SignedIn("Below", "", (), own_account="Above")).happened


def test_sign_ins_are_told_apart_in_words():
    assert sign_in_words(Profile("https://h:8443", "password", "Acc", "al\u202eice")) == "alice, Acc at h:8443"
    assert sign_in_words(Profile("h", "api_key")) == "API key at h"
