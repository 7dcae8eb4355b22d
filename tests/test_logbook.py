"""The program's own log: the last lines, in order, from any thread, without secrets."""

import logging
from datetime import UTC
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.logbook import Line, Logbook, diagnostics, written
from app.redact import redact

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhY2NvdW50X2lkIjoiYSJ9.c2lnbmF0dXJl"
HASH = "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"


@pytest.fixture
def book():
    book = Logbook(most_lines=5)
    book.attach()
    yield book
    book.detach()


def test_lines_come_in_order_and_only_the_last_stay(book):
    log = logging.getLogger("app.kazoo")
    for number in range(8):
        log.info("line %d", number)
    assert [line.text for line in book.lines()] == [f"line {number}" for number in range(3, 8)]
    assert [line.number for line in book.lines(after=6)] == [7, 8]
    assert book.lines(after=8) == []


def test_requests_keep_their_id_beside_the_text(book):
    logging.getLogger("app.kazoo").warning("GET /v2: 403", extra={"request_id": "r1"})
    (line,) = book.lines()
    assert (line.request_id, line.level, line.room) == ("r1", logging.WARNING, "app.kazoo")


def test_other_libraries_are_kept_for_their_warnings_only(book):
    logging.getLogger("somebody.else").info("chatter")
    logging.getLogger("somebody.else").warning("trouble")
    assert [line.text for line in book.lines()] == ["trouble"]


def test_a_traceback_is_kept_below_its_line_without_secrets(book):
    try:
        raise ValueError(f"auth_token={TOKEN}")
    except ValueError:
        logging.getLogger("ui.bridge").exception("unexpected")
    (line,) = book.lines()
    assert line.text.startswith("unexpected\nTraceback")
    assert "ValueError: auth_token=…" in line.text
    assert TOKEN not in line.text


def test_whoever_listens_is_told_until_it_stops(book):
    told = []
    book.listen(lambda: told.append(1))
    logging.getLogger("app").info("one")
    book.listen(None)
    logging.getLogger("app").info("two")
    assert told == [1]


def test_many_threads_lose_nothing():
    book = Logbook()
    book.attach()
    try:
        threads = [Thread(target=lambda: [logging.getLogger("app").info("x") for _ in range(200)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        book.detach()
    assert [line.number for line in book.lines()] == list(range(1, 801))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"X-Auth-Token: {TOKEN}", id="header"),
        pytest.param(f"GET /v2?auth_token={TOKEN}&paginate=false", id="query"),
        pytest.param(f'{{"data": {{"credentials": "{HASH}", "method": "sha"}}}}', id="body"),
        pytest.param(f"hash {HASH} alone", id="bare hash"),
        pytest.param(f"token '{TOKEN}' is refused", id="echoed token"),
        pytest.param('api_key="' + "0f" * 32 + '"', id="api key"),
    ],
)
def test_secrets_are_taken_out(text):
    hidden = redact(text)
    for secret in (TOKEN, HASH, "0f" * 32):
        assert secret not in hidden
    assert "…" in hidden


@given(st.text(st.characters(exclude_characters='"\\'), min_size=1, max_size=30))
def test_whatever_the_password_is_it_does_not_stay(password):
    assert redact(f'{{"password": "{password}"}}') == '{"password": …}'


def test_a_line_is_written_with_its_time_level_and_room():
    line = Line(1, 1_700_000_000.25, logging.WARNING, "app.kazoo", "GET /v2: 403")
    assert written(line, UTC) == "2023-11-14 22:13:20.250+00:00 WARNING app.kazoo: GET /v2: 403"


def test_diagnostics_hold_facts_and_log_and_no_secret():
    line = Line(1, 1_700_000_000.0, logging.INFO, "app", "hello")
    text = diagnostics([("Server", f"https://me:{HASH}@host"), ("Phone", "The phone is off.")], [line], UTC)
    assert "Phone: The phone is off." in text
    assert "INFO app: hello" in text
    assert HASH not in text
