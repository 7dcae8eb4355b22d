"""Trouble asked for over HTTP, and what stands between a password and a token."""

import hashlib
import time

import httpx
import pytest

from app.sandbox import KAZOO_5, Sandbox, sample_id, sandbox_in_thread
from tests.sandbox.talk import data_of, log_in, signed_in


@pytest.fixture
def client(sandbox):
    with signed_in(sandbox) as client:
        yield client


def tell(sandbox, method, what, told=None):
    return httpx.request(method, f"{sandbox.base_url}/sandbox/{what}", json=told).status_code


def signing_in(sandbox, password="sandbox", **more):
    digest = hashlib.sha1(f"alice:{password}".encode(), usedforsecurity=False).hexdigest()
    data = {"credentials": digest, "method": "sha", "account_name": "Sample Company", **more}
    return httpx.put(f"{sandbox.base_url}/v2/user_auth", json={"data": data})


def test_faults_come_and_go(sandbox, client):
    assert tell(sandbox, "POST", "faults", {"kind": "status", "status": 503, "times": 9, "on": "/users"}) == 204
    assert [client.get(path).status_code for path in ("/users", "/directories")] == [503, 200]
    assert tell(sandbox, "DELETE", "faults") == 204
    assert client.get("/users").status_code == 200


@pytest.mark.parametrize("told", [{"kind": "status", "stauts": 3}, {"kind": "nonsense"}, {"times": 1}, [], "x"])
def test_what_is_no_fault_is_said(sandbox, told):
    answer = httpx.post(f"{sandbox.base_url}/sandbox/faults", json=told)
    assert answer.status_code == 400
    assert answer.text


def test_a_redirect(sandbox, client):
    tell(sandbox, "POST", "faults", {"kind": "redirect", "text": "http://elsewhere.test/x"})
    answer = client.get("/users", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "http://elsewhere.test/x")


def test_any_bytes(sandbox, client):
    tell(sandbox, "POST", "faults", {"kind": "raw", "text": "{{{", "status": 418})
    answer = client.get("/users")
    assert (answer.status_code, answer.text) == (418, "{{{")


def test_a_trickle(sandbox, client):
    tell(sandbox, "POST", "faults", {"kind": "trickle", "seconds": 0.0005})
    began = time.monotonic()
    assert len(client.get("/directories", headers={"Accept-Encoding": "identity"}).json()["data"]) == 3
    assert time.monotonic() - began > 0.2


def test_a_flood_ends_where_the_client_has_enough(sandbox, client):
    tell(sandbox, "POST", "faults", {"kind": "huge", "size": 200_000_000})
    with client.stream("GET", "/users") as answer:
        taken = 0
        for block in answer.iter_raw():
            taken += len(block)
            if taken > 1_000_000:
                break
    assert 1_000_000 < taken < 10_000_000
    assert client.get("/users").status_code == 200


def test_expiry_and_the_bucket(sandbox, client):
    tell(sandbox, "POST", "expire")
    assert (client.get("/users").status_code, client.get("/users").json()["data"]) == (401, {})
    tell(sandbox, "PUT", "bucket", {"size": 2, "per_second": 0})
    assert [client.get("/users").status_code for _ in range(3)] == [401, 401, 429]


def test_a_clock_that_goes_ahead_ends_tokens(sandbox, client):
    assert client.get("/users").status_code == 200
    tell(sandbox, "PUT", "clock", {"ahead": 7200})
    assert client.get("/users").json()["message"] == "invalid credentials"
    assert log_in(sandbox).status_code == 201
    tell(sandbox, "PUT", "clock", {"ahead": 0})
    assert client.get("/users").status_code == 200


def test_requests_are_told(sandbox, client):
    client.get("/users?paginate=false")
    told = httpx.get(f"{sandbox.base_url}/sandbox/requests").json()
    assert told[-1]["query"] == "paginate=false"
    assert [one["status"] for one in told] == [201, 200]


def test_a_second_factor_is_asked_for_and_taken(sandbox):
    tell(sandbox, "PUT", "second_factor", {"username": "alice", "code": "4711"})
    asked = signing_in(sandbox)
    assert (asked.status_code, asked.json()["message"]) == (401, "invalid_credentials")
    assert "multi_factor_request" in asked.json()["data"]
    assert signing_in(sandbox, multi_factor_response="0000").status_code == 401
    assert signing_in(sandbox, multi_factor_response="4711").status_code == 201
    assert "multi_factor_request" not in signing_in(sandbox, "wrong").json()["data"]


def test_kazoo_5_locks_out_who_guesses():
    with sandbox_in_thread(Sandbox(version=KAZOO_5)) as sandbox:
        assert [signing_in(sandbox, f"guess {n}").json()["message"] for n in range(4)] == [
            *["invalid_credentials"] * 3,
            "account_is_locked",
        ]
        assert signing_in(sandbox).status_code == 401
        tell(sandbox, "DELETE", "locks")
        assert signing_in(sandbox).status_code == 201


def test_signing_in_by_a_telephone_number(sandbox):
    digest = hashlib.md5(b"alice:sandbox", usedforsecurity=False).hexdigest()
    for number, status in (("+442079460001", 201), ("442079460001", 201), ("2003", 401), ("+15550000000", 401)):
        answer = httpx.put(
            f"{sandbox.base_url}/v2/user_auth", json={"data": {"credentials": digest, "phone_number": number}}
        )
        assert answer.status_code == status


def test_the_accounts_below(sandbox, client):
    below = [{"id": sample_id("account", "Sample Branch"), "name": "Sample Branch"}]
    for listing in ("/children", "/descendants"):
        assert [{key: row[key] for key in ("id", "name")} for row in data_of(client, listing)] == below
    branch = f"{sandbox.base_url}/v2/accounts/{below[0]['id']}"
    assert [row["name"] for row in client.get(f"{branch}/directories").json()["data"]] == ["Branch"]
    assert client.get(f"{branch}/children").json()["data"] == []
