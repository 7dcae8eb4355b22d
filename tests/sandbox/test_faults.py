import httpx
import pytest

from tests.sandbox.talk import log_in, signed_in


@pytest.fixture
def client(sandbox):
    with signed_in(sandbox) as client:
        yield client


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_next_requests_fail_and_then_all_is_well(sandbox, client, status):
    sandbox.faults.answer(status, times=2)
    assert [client.get("/users").status_code for _ in range(3)] == [status, status, 200]


def test_an_error_is_an_envelope(sandbox, client):
    sandbox.faults.answer(429)
    assert client.get("/users").json()["data"] == {"message": "too many requests"}


def test_trouble_may_be_for_one_path_only(sandbox, client):
    sandbox.faults.answer(503, on="/callflows")
    assert client.get("/users").status_code == 200
    assert client.get("/callflows").status_code == 503


def test_answers_that_are_no_json(sandbox, client):
    sandbox.faults.answer_garbage()
    assert client.get("/users").text.startswith("<html>")


def test_json_that_is_no_envelope(sandbox, client):
    sandbox.faults.answer_without_envelope()
    assert client.get("/users").json() == ["no", "envelope"]


def test_a_slow_answer_is_an_answer(sandbox, client):
    sandbox.faults.delay(0.2)
    with pytest.raises(httpx.ReadTimeout):
        client.get("/users", timeout=0.05)
    assert client.get("/users").status_code == 200


def test_a_dropped_connection(sandbox, client):
    sandbox.faults.drop()
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/users")
    assert client.get("/users").status_code == 200


def test_all_tokens_expire_at_once_but_not_later_ones(sandbox, client):
    sandbox.faults.expire_tokens()
    refused = client.get("/users")
    assert (refused.status_code, refused.json()["data"]) == (401, {})
    client.headers["X-Auth-Token"] = log_in(sandbox).json()["auth_token"]
    assert client.get("/users").status_code == 200


def test_a_renderer_that_fails_sends_the_stock_page(sandbox, client):
    sandbox.faults.fail_pdf()
    directory = client.get("/directories").json()["data"][0]["id"]
    answer = client.get(f"/directories/{directory}", headers={"Accept": "application/pdf"})
    assert answer.headers["content-disposition"] == 'attachment; filename="file.pdf"'


def test_trouble_can_be_called_off(sandbox, client):
    sandbox.faults.answer(500, times=9)
    sandbox.faults.clear()
    assert client.get("/users").status_code == 200
