"""The window from signing in to paper, over real HTTP, and what it says when things go wrong."""

import datetime
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import httpx
import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel, QLineEdit, QTableView
from shiboken6 import isValid

from app.directory import plain
from app.kazoo import hash_password
from app.phone import PhoneState, PhoneStatus
from app.sandbox import Sandbox, sample_account, sandbox_in_thread
from app.store import PhoneSettings, Profile, ProfileStore
from ui.core import Credentials

pytestmark = pytest.mark.usefixtures("no_phone")


class Speaker:
    """Speaks to a sandbox as an administrator would, beside the window."""

    def __init__(self, sandbox):
        self.http = httpx.Client(base_url=f"{sandbox.base_url}/v2")
        body = {"credentials": hash_password("alice", "sandbox"), "method": "sha", "account_name": "Sample Company"}
        answer = self.http.put("/user_auth", json={"data": body}).json()
        self.http.headers["X-Auth-Token"] = answer["auth_token"]
        self.account = f"/accounts/{answer['data']['account_id']}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def send(self, method, path, **data):
        response = self.http.request(method, f"{self.account}/{path}", json={"data": data})
        assert response.is_success, response.text
        return response.json()["data"]

    def directory(self, name):
        rows = self.http.get(f"{self.account}/directories", params={"paginate": "false"}).json()["data"]
        return next(row["id"] for row in rows if row["name"] == name)

    def add(self, directory_id, first, last, number):
        user = self.send("PUT", "users", first_name=first, last_name=last)
        flow = {"module": "user", "data": {"id": user["id"]}, "children": {}}
        callflow = self.send("PUT", "callflows", numbers=[number] if number else [], flow=flow)
        self.send("PATCH", f"users/{user['id']}", directories={directory_id: callflow["id"]})
        return user["id"]


@pytest.fixture
def speaker(sandbox):
    with Speaker(sandbox) as speaker:
        yield speaker


def choose(desk, name):
    combo = desk.desk.directories
    combo.setCurrentIndex(combo.findText(name))
    desk.until(lambda: desk.desk.snapshot and desk.desk.snapshot.directory.name == name)


def test_signing_in_by_the_form_shows_the_people(open_window, sandbox, tmp_path):
    window = open_window()
    window.sign_in(sandbox.base_url)
    window.until(lambda: len(window.names()) > 50)
    assert window.desk.count.accessibleName().endswith("people")
    assert window.window.windowTitle() == "Company – Namedial"
    assert "sandbox" not in ProfileStore(tmp_path).file.read_text()


def test_an_api_key_signs_in_too(open_window, sandbox):
    window = open_window()
    window.press("API key")
    window.type("Server", sandbox.base_url)
    window.type("API key", sandbox.sign_in.api_key)
    window.press("Sign in")
    window.until(lambda: len(window.names()) > 50)


def test_the_next_window_is_signed_in_by_what_was_remembered(open_window, sandbox):
    first = open_window()
    first.sign_in(sandbox.base_url)
    first.until(first.names)
    assert "no system keyring" in first.problem
    choose(first, "Sales")
    second = open_window()
    second.until(lambda: second.desk.snapshot is not None)
    assert second.desk.directories.currentText() == "Sales"


def test_signing_out_forgets_the_secret_but_not_the_account(open_window, sandbox):
    first = open_window()
    first.sign_in(sandbox.base_url)
    first.until(first.names)
    first.window.actions_by_id["sign_out"].trigger()
    first.until(lambda: first.window.sign_in_page.isVisible())
    first.until(lambda: sandbox.seen)
    second = open_window()
    second.until(lambda: second.window.sign_in_page.username.text() == "alice")
    assert second.window.sign_in_page.isVisible()


def test_a_wrong_password_is_told_and_what_was_typed_stays(open_window, sandbox):
    window = open_window()
    window.sign_in(sandbox.base_url, password="wrong")
    window.until(lambda: window.problem)
    assert "does not accept this sign-in" in window.problem
    assert window.window.sign_in_page.username.text() == "alice"
    window.type("Password", "sandbox")
    window.press("Sign in")
    window.until(window.names)


def test_a_problem_does_not_squeeze_the_form(open_window, sandbox, qtbot):
    window = open_window()
    window.window.resize(900, 600)
    window.press("More settings")
    window.sign_in(sandbox.base_url, password="wrong")
    window.until(lambda: window.problem)
    qtbot.wait(100)
    lines = [line for line in window.window.findChildren(QLineEdit) if line.isVisible()]
    assert len(lines) == 6
    tops = sorted({line.mapTo(window.window, line.rect().topLeft()).y() for line in lines})
    heights = {line.height() for line in lines}
    assert len(heights) == 1
    assert all(lower - upper >= max(heights) for upper, lower in pairwise(tops))


def test_what_is_missing_is_named_before_anything_is_sent(open_window, sandbox):
    window = open_window()
    window.type("Server", sandbox.base_url)
    window.press("Sign in")
    assert "Account name or realm is missing" in window.problem
    assert sandbox.seen == []


def test_a_server_that_is_down_is_told(open_window):
    window = open_window()
    window.sign_in("http://127.0.0.1:9")
    window.until(lambda: window.problem)
    assert "No connection to 127.0.0.1:9" in window.problem
    assert "network" in window.problem


class Page(BaseHTTPRequestHandler):
    """Some other web server."""

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "13")
        self.end_headers()
        self.wfile.write(b"<html></html>")

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def other_server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_server_that_is_not_kazoo_is_told(open_window, other_server):
    window = open_window()
    window.sign_in(f"http://127.0.0.1:{other_server.server_port}")
    window.until(lambda: window.problem)
    assert "but not as KAZOO" in window.problem


def test_a_bad_certificate_is_told_and_the_sites_own_authority_can_be_given(open_window, other_server, tmp_path):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    other_server.socket = context.wrap_socket(other_server.socket, server_side=True)
    authority.cert_pem.write_to_path(str(tmp_path / "site.pem"))
    window = open_window()
    window.sign_in(f"https://127.0.0.1:{other_server.server_port}")
    window.until(lambda: window.problem)
    assert "certificate" in window.problem
    assert "cannot be trusted" in window.problem
    window.press("More settings")
    window.type("Certificate authority file", str(tmp_path / "site.pem"))
    window.press("Sign in")
    window.until(lambda: "but not as KAZOO" in window.problem)


def test_an_authority_file_that_is_none_is_told(open_window, sandbox):
    window = open_window()
    window.press("More settings")
    window.type("Certificate authority file", "/nowhere/site.pem")
    window.sign_in(sandbox.base_url)
    window.until(lambda: window.problem)
    assert "/nowhere/site.pem" in window.problem


def test_a_sign_in_that_hangs_can_be_cancelled(open_window, sandbox, qtbot):
    sandbox.faults.delay(20)
    window = open_window()
    window.sign_in(sandbox.base_url)
    qtbot.wait(500)
    window.press("Cancel")
    window.press("Sign in")
    window.until(window.names)


def test_every_key_narrows_the_list_at_once_and_backspace_widens_it(desk):
    counts = [len(desk.names())]
    for key in "272":
        desk.key(key)
        counts.append(len(desk.names()))
    assert counts == sorted(counts, reverse=True)
    assert 0 < counts[-1] < counts[0]
    assert any("Archer" in name for name in desk.names())
    desk.press("Delete the last key")
    assert len(desk.names()) == counts[2]
    desk.press("Clear the search")
    assert len(desk.names()) == counts[0]


def test_digits_of_keyboard_and_numpad_and_letters_go_to_the_same_box(desk):
    line = desk.named(QLineEdit, "Search")
    QTest.keyClick(line, Qt.Key.Key_2)
    QTest.keyClick(line, Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier)
    assert line.text() == "27"
    line.clear()
    desk.desk.people.setFocus()
    QTest.keyClicks(desk.desk.people.focusProxy(), "arch")
    assert line.text() == "arch"
    assert desk.names() == ["Archer, Alice"]


def test_an_empty_result_says_why_and_offers_the_way_back(desk):
    desk.key("2729999")
    assert desk.desk.empty.isVisible()
    assert "2-7-2-9-9-9-9" in desk.desk.empty.accessibleName()
    desk.press("Take back to 272")
    assert desk.names()


def test_a_refresh_keeps_search_and_selection_and_shows_what_is_new(desk, speaker):
    desk.type("Search", "a")
    desk.desk.people.move_selection(3)
    selected = desk.card
    speaker.add(speaker.directory("Company"), "Aardvark", "Aaronson", "2777")
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    desk.until(lambda: "Aaronson, Aardvark" in desk.names())
    assert desk.card == selected
    desk.until(lambda: desk.desk.age.text() == "Updated just now")


def test_the_card_tells_of_the_directory_that_is_shown(desk, speaker):
    desk.window.resize(1280, 800)
    desk.type("Search", "baker")
    assert desk.desk.card.isVisible()
    before = desk.desk.card.grab().toImage()
    night = speaker.directory("Night Desk")
    speaker.add(night, "Baxter", "Bak", "2778")
    choose(desk, "Night Desk")
    desk.type("Search", "baker, bob")
    desk.until(lambda: "Baker, Bob" in desk.names())
    assert desk.desk._keys_line(desk.desk.people.current()) == "2-2-5-3 leads to nobody else"
    assert desk.desk.card.grab().toImage() != before


def test_another_directory_starts_at_the_top(desk):
    bar = desk.desk.people.findChild(QTableView).verticalScrollBar()
    bar.setValue(bar.maximum())
    choose(desk, "All directories")
    assert bar.value() == 0


def test_titles_come_once_each_and_can_be_searched(desk, sandbox):
    desk.until(lambda: sum(bool(entry.title) for entry in desk.desk.snapshot.entries) > 40)
    single = [seen.path for seen in sandbox.seen if "/users/" in seen.path and not seen.path.endswith("devices")]
    assert len(single) == len(set(single))
    desk.type("Search", "recept")
    assert "Baker, Bob" in desk.names()


def test_all_directories_are_one_list(desk):
    choose(desk, "All directories")
    assert len(desk.names()) >= 59
    assert not desk.window.actions_by_id["server_pdf"].isEnabled()


def test_a_directory_without_people_says_so(desk, speaker, sandbox):
    speaker.send("PUT", "directories", name="Nobody Here")
    desk.window.actions_by_id["sign_out"].trigger()
    desk.sign_in(sandbox.base_url)
    desk.until(lambda: desk.desk.isVisible() and desk.desk.directories.findText("Nobody Here") >= 0)
    choose(desk, "Nobody Here")
    assert "No members in this directory" in desk.desk.empty.accessibleName()


NAMES = [
    pytest.param("<b>Bold</b>", '& "Quote"', id="markup"),
    pytest.param("Long" * 75, "Name" * 75, id="300 characters"),
    pytest.param("Ctrl\x07\x1b[31m", "Line\nBreak", id="control characters"),
    pytest.param("Turned\u202eRound", "R\u2067TL", id="direction characters"),
    pytest.param("محمد", "الخطيب", id="right to left"),
]


def renamed(first, last):
    """The sample, with its first user under another name, as old data may hold it."""
    sample = sample_account()
    bob = next(one for one in next(iter(sample.documents.values())) if one.get("username") == "bob")
    return sample.with_documents({**bob, "first_name": first, "last_name": last})


@pytest.mark.parametrize(("first", "last"), NAMES)
def test_odd_names_are_rows_like_any_other(open_window, first, last):
    with sandbox_in_thread(Sandbox(renamed(first, last))) as sandbox:
        window = open_window()
        window.sign_in(sandbox.base_url)
        window.until(window.names)
        window.type("Search", "2002")
        window.until(lambda: len(window.names()) == 1)
        shown = window.names()[0]
        assert shown.isprintable()
        assert plain(last) in shown
        assert "<b>" not in first or "<b>Bold</b>" in shown
        assert window.window.grab().width() == window.window.width()


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        pytest.param(lambda faults: faults.answer(429, 3, "/directories/"), "too much at once", id="429"),
        pytest.param(lambda faults: faults.answer(500, 1, "/directories/"), "failed while answering", id="500"),
        pytest.param(lambda faults: faults.answer(503, 3, "/directories/"), "failed while answering", id="503"),
        pytest.param(lambda faults: faults.answer_garbage(1, "/directories/"), "but not as KAZOO", id="not JSON"),
        pytest.param(
            lambda faults: faults.answer_without_envelope(1, "/directories/"), "but not as KAZOO", id="no envelope"
        ),
        pytest.param(lambda faults: faults.drop(1, "/directories/"), "No connection", id="cut off"),
    ],
)
def test_trouble_on_refresh_is_told_and_the_list_stays(desk, sandbox, trouble, words):
    before = desk.names()
    desk.until(lambda: not desk.desk.age.text().startswith("Fetching"))
    trouble(sandbox.faults)
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    desk.until(lambda: words in desk.problem, seconds=40)
    assert "last one received" in desk.problem
    assert desk.names() == before
    sandbox.faults.clear()
    desk.press("Try again")
    desk.until(lambda: not desk.problem)


def test_an_expired_token_is_renewed_without_a_word(desk, sandbox):
    sandbox.faults.expire_tokens()
    count = len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")])
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    desk.until(lambda: len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")]) == count + 1)
    desk.until(lambda: not desk.desk.age.text().startswith("Fetching"))
    assert desk.problem == ""


def test_a_password_changed_meanwhile_ends_the_session_in_words(desk, speaker):
    mine = next(entry for entry in desk.desk.snapshot.entries if entry.email.startswith("alice@"))
    speaker.send("PATCH", f"users/{mine.user_id}", username="alice", password="another-1")
    before = desk.names()
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    desk.until(lambda: "has ended this session" in desk.problem)
    assert desk.names() == before


def test_somebody_who_cannot_be_called_says_why_instead_of_calling(desk):
    troubled = next(entry for entry in desk.desk.snapshot.entries if entry.trouble is not None)
    desk.desk.people.select(troubled.user_id)
    desk.window.actions_by_id["call"].trigger()
    assert troubled.trouble.value in desk.problem


def test_without_a_phone_a_call_says_so_and_the_rest_works(desk):
    desk.until(lambda: "No phone in this test" in desk.desk.phone.text())
    desk.type("Search", "archer")
    assert not desk.named(QAbstractButton, "Call 2001").isEnabled()
    QTest.keyClick(desk.named(QLineEdit, "Search"), Qt.Key.Key_Return)
    desk.until(lambda: desk.problem)
    assert "The phone cannot be used here" in desk.problem


def dialog(qapp, kind, title):
    return next((top for top in qapp.topLevelWidgets() if isinstance(top, kind) and title in top.windowTitle()), None)


@pytest.mark.parametrize(("action", "title"), [("export", "Company"), ("server_pdf", "Company (KAZOO's PDF)")])
def test_a_pdf_is_shown_and_saved(desk, qapp, tmp_path, action, title):
    desk.window.actions_by_id[action].trigger()
    paper = dialog(qapp, QDialog, title)
    desk.until(paper.save.isEnabled)
    assert any("page" in label.text() for label in paper.findChildren(QLabel))
    desk.press("Save as PDF…", paper)
    chooser = dialog(qapp, QFileDialog, "Save as PDF")
    file = tmp_path / "directory.pdf"
    chooser.findChild(QLineEdit).setText(str(file))
    QTest.keyClick(chooser.findChild(QLineEdit), Qt.Key.Key_Return)
    desk.until(lambda: file.exists() and file.read_bytes().startswith(b"%PDF"))
    desk.press("Close", paper)
    desk.until(lambda: not isValid(paper))


ENDS = [
    pytest.param(lambda paper: QTest.keyClick(paper, Qt.Key.Key_Escape), id="Escape"),
    pytest.param(lambda paper: paper.close(), id="the window's own button"),
]


@pytest.mark.parametrize("end", ENDS)
def test_the_paper_can_be_closed_while_it_is_still_made(desk, qapp, end):
    desk.window.actions_by_id["export"].trigger()
    paper = dialog(qapp, QDialog, "Company")
    end(paper)
    desk.until(lambda: not isValid(paper))
    desk.type("Search", "arch")
    assert desk.names() == ["Archer, Alice"]


def test_a_pdf_that_kazoo_cannot_render_is_told(desk, qapp, sandbox):
    sandbox.faults.fail_pdf()
    desk.window.actions_by_id["server_pdf"].trigger()
    paper = dialog(qapp, QDialog, "KAZOO's PDF")
    desk.until(lambda: "could not render" in paper.banner.accessibleName())
    assert not paper.save.isEnabled()
    assert paper.close()


def test_the_age_of_the_list_is_shown(desk, monkeypatch):
    old = desk.desk.snapshot.fetched_at - datetime.timedelta(minutes=3, seconds=5)
    monkeypatch.setattr("ui.desk_page.datetime", _Later(old))
    desk.until(lambda: desk.desk.age.text() == "Updated 3 min ago")


class _Later:
    """A clock for which the list has become old."""

    def __init__(self, fetched_at):
        self._gap = fetched_at

    def now(self, zone):
        now = datetime.datetime.now(zone)
        return now + (now - self._gap)


def test_looking_at_the_window_again_refreshes_an_old_list(desk, sandbox, monkeypatch):
    monkeypatch.setattr("ui.desk_page._STALE_S", -1.0)
    asked = len(sandbox.seen)
    desk.window.desk.refresh_when_stale()
    desk.until(lambda: len(sandbox.seen) >= asked + 4)


def test_a_profile_for_a_phone_is_kept(open_window, sandbox, tmp_path):
    profile = Profile(
        sandbox.base_url, "password", "Sample Company", "alice", phone=PhoneSettings("sip.test:5070", "tls")
    )
    ProfileStore(tmp_path).save(profile)
    window = open_window()
    window.until(lambda: window.window.sign_in_page.server.text() == sandbox.base_url)
    window.type("Password", "sandbox")
    window.press("Sign in")
    window.until(window.names)
    assert ProfileStore(tmp_path).load().phone == PhoneSettings("sip.test:5070", "tls")


def test_credentials_do_not_show_their_secret():
    assert "wonderland" not in repr(Credentials(Profile(), "wonderland"))


def test_only_the_newest_choice_of_directory_counts(desk, sandbox, speaker, qtbot):
    slow = speaker.directory("Sales")
    sandbox.faults.delay(1.5, 1, f"/directories/{slow}")
    combo = desk.desk.directories
    combo.setCurrentIndex(combo.findText("Sales"))
    qtbot.wait(300)
    choose(desk, "Night Desk")
    desk.until(lambda: desk.desk.age.text() == "Updated just now")
    people = desk.names()
    qtbot.wait(2_000)
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    desk.until(lambda: not desk.desk.age.text().startswith("Fetching"))
    assert desk.names() == people
    assert desk.window.windowTitle() == "Night Desk – Namedial"
    assert desk.problem == ""


def test_nobody_of_the_last_account_stays_after_signing_out(desk, sandbox):
    desk.window.actions_by_id["sign_out"].trigger()
    assert desk.names() == []
    assert desk.window.windowTitle() == "Namedial"
    assert not desk.window.actions_by_id["export"].isEnabled()
    sandbox.faults.answer(500, 1, "/directories/")
    desk.sign_in(sandbox.base_url)
    desk.until(lambda: "failed while answering" in desk.problem)
    assert "last one received" not in desk.problem
    assert desk.names() == []
    assert "could not be fetched" in desk.desk.empty.accessibleName()
    desk.press("Try again")
    desk.until(desk.names)


def test_signing_out_leaves_what_somebody_else_remembered(open_window, sandbox, tmp_path):
    mine = open_window()
    mine.sign_in(sandbox.base_url)
    mine.until(mine.names)
    profile = Profile(sandbox.base_url, "password", "Sample Company", "bob")
    guest = open_window(Credentials(profile, "sandbox"))
    guest.until(guest.names)
    guest.window.actions_by_id["sign_out"].trigger()
    guest.until(lambda: guest.window.sign_in_page.isVisible())
    assert guest.window._core._secrets.load(ProfileStore(tmp_path).load().secret_name)


def test_a_folder_that_cannot_be_written_does_not_keep_anybody_out(open_window, sandbox, tmp_path):
    (tmp_path / "profile.new").mkdir()
    window = open_window()
    window.sign_in(sandbox.base_url)
    window.until(window.names)
    assert "could not be remembered" in window.problem


def test_all_directories_are_opened_again_next_time(open_window, sandbox):
    first = open_window()
    first.sign_in(sandbox.base_url)
    first.until(first.names)
    choose(first, "All directories")
    second = open_window()
    second.until(lambda: second.desk.snapshot is not None)
    assert second.desk.directories.currentText() == "All directories"


def test_what_the_registrar_says_is_no_markup(desk):
    desk.desk.phone.show_status(PhoneStatus(PhoneState.REFUSED, "<b>no</b> & <img src='x'>"))
    assert "<b>" not in desk.desk.phone.toolTip()
    assert "&lt;b&gt;" in desk.desk.phone.toolTip()
