"""Whatever comes back, over real HTTP: a clear error, an unchanged account, and no change sent twice."""

import asyncio
import json
import time

import pytest

from app.kazoo import Conflict, Forbidden, Invalid, KazooError, Limits, NotFound, SignedOut, Unconfirmed, Unreachable
from app.kazoo.errors import (
    AccountUnavailable,
    ExpiredAtOnce,
    NotKazoo,
    NotOffered,
    PaymentNeeded,
    PdfNotRendered,
    Redirected,
    ServerFault,
    TimedOut,
    TooLong,
    TooManyRequests,
    TooMuchAtOnce,
)
from app.sandbox import Sandbox, sample_id, sandbox_in_thread
from tests.sandbox.talk import login_of, writes

SALES = sample_id("directory", "Sales")


def refused(status, message, data=None):
    return json.dumps({"status": "error", "error": str(status), "message": message, "data": data or {}})


def said(code, path):
    return {path: {code: {"message": f"{path} is {code}"}}}


TABLE = [
    pytest.param(400, refused(400, "validation error", said("required", "name")), Invalid, id="400 validation"),
    pytest.param(400, refused(400, "parse_error", {"message": "parse error"}), Invalid, id="400 parse_error"),
    pytest.param(400, refused(400, "validation error", said("maxSize", "file")), Invalid, id="400 for 413"),
    pytest.param(400, refused(400, "x", said("disabled", "account")), AccountUnavailable, id="400 for 423"),
    pytest.param(400, refused(400, "x", {"": {"type": {"message": "no object"}}}), Invalid, id="400 with an empty key"),
    pytest.param(402, refused(402, "accept charges", {"activation_charges": 5}), PaymentNeeded, id="402 charges"),
    pytest.param(402, refused(402, "no_credit", {"message": "no credit"}), PaymentNeeded, id="402 no credit"),
    pytest.param(403, refused(403, "forbidden", {"message": "forbidden", "cause": "x"}), Forbidden, id="403"),
    pytest.param(404, refused(404, "bad_identifier", {"message": "x", "cause": "i"}), NotFound, id="404 bad id"),
    pytest.param(404, refused(404, "bad identifier", ["i"]), NotFound, id="404 with a list"),
    pytest.param(404, refused(404, "faulty_request"), NotFound, id="404 faulty request"),
    pytest.param(405, refused(405, "invalid_method"), NotOffered, id="405"),
    pytest.param(406, "", NotOffered, id="406 without an envelope"),
    pytest.param(409, refused(409, "datastore_conflict"), Conflict, id="409"),
    pytest.param(410, json.dumps({"status": "error", "data": "v1 is gone"}), NotOffered, id="410, text"),
    pytest.param(412, "", Conflict, id="412 without an envelope"),
    pytest.param(413, "<html>Too large</html>", NotKazoo, id="413 of a proxy"),
    pytest.param(416, refused(416, "range not satisfiable"), TooMuchAtOnce, id="416"),
    pytest.param(429, refused(429, "too_many_requests"), TooManyRequests, id="429"),
    pytest.param(500, refused(500, "init failed"), ServerFault, id="500 in an envelope"),
    pytest.param(503, refused(503, "datastore_fault"), ServerFault, id="503"),
]


def state(sandbox):
    """Every document's revision: what is unchanged has the same."""
    return {each["_id"]: each["_rev"] for base in sandbox.store for each in base.live()}


def rename(client):
    return client.change_directory(SALES, {"name": "Renamed"})


def read(client):
    return client.directory(SALES)


def fails(talk, sandbox, question, error, **settings):
    """Ask, and return the problem told; the account is as it was."""
    before = state(sandbox)
    with pytest.raises(error) as caught:
        talk(sandbox, question, **settings)
    assert state(sandbox) == before
    problem = caught.value.problem
    assert problem.happened.endswith(".")
    assert problem.next_step.endswith(".")
    assert "Traceback" not in problem.happened
    return problem


@pytest.mark.parametrize(("status", "body", "error"), TABLE)
def test_every_row_of_the_table_of_errors(sandbox, talk, status, body, error):
    for question, sent in ((read, 0), (rename, 1)):
        sandbox.faults.answer_raw(body, status, on="/directories/")
        fails(talk, sandbox, question, error)
        assert len(writes(sandbox)) == sent


def test_a_complaint_without_a_field_is_quoted(sandbox, talk):
    sandbox.faults.answer_raw(refused(400, "x", {"": {"type": {"message": "No object"}}}), 400, on="/directories/")
    assert "No object" in fails(talk, sandbox, rename, Invalid).happened


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html><title>Sign in to the network</title>", id="a page"),
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"status": "succ', id="cut off"),
        pytest.param(b'["no", "envelope"]', id="a list"),
        pytest.param(b'{"status": 200, "data": {}}', id="a status that is no text"),
        pytest.param(b"[" * 100_000, id="nested without end"),
        pytest.param(b'{"status": "success", "data": \xff}', id="no UTF-8"),
        pytest.param(b"\x00" * 64, id="zeros"),
    ],
)
def test_what_is_no_envelope(sandbox, talk, body):
    text = body.decode(errors="surrogateescape")
    sandbox.faults.answer_raw(text, 200, on="/directories/")
    fails(talk, sandbox, read, NotKazoo)
    sandbox.faults.answer_raw(text, 200, on="/directories/")
    assert "sent once only" in fails(talk, sandbox, rename, Unconfirmed).kept
    assert len(writes(sandbox)) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_proxys_page_leaves_a_change_unconfirmed(sandbox, talk, status):
    sandbox.faults.answer_raw("<html>Bad gateway</html>", status, on="/directories/")
    assert f"HTTP {status}" in fails(talk, sandbox, rename, Unconfirmed).happened
    assert len(writes(sandbox)) == 1


def test_a_connection_cut_in_the_middle(sandbox, talk):
    sandbox.faults.drop(on="/directories/")
    fails(talk, sandbox, read, Unreachable)
    sandbox.faults.drop(on="/directories/")
    fails(talk, sandbox, rename, Unconfirmed)
    assert len(writes(sandbox)) == 1


def test_an_answer_that_trickles_in_ends_after_its_time(sandbox, talk):
    sandbox.faults.trickle(0.05, on="/directories/")
    began = time.monotonic()
    problem = fails(talk, sandbox, read, TimedOut, limits=Limits(whole_s=0.6))
    assert "in time" in problem.happened
    assert time.monotonic() - began < 5


def test_a_server_that_says_nothing(sandbox, talk):
    sandbox.faults.delay(9, on="/directories/")
    fails(talk, sandbox, read, TimedOut, limits=Limits(silence_s=0.2))


def test_a_change_that_is_late_may_have_been_made(sandbox, talk):
    sandbox.faults.delay(0.5, on="/directories/")
    with pytest.raises(Unconfirmed):
        talk(sandbox, rename, limits=Limits(silence_s=0.1))
    assert len(writes(sandbox)) <= 1


def test_a_huge_answer_is_given_up_early(sandbox, talk):
    sandbox.faults.answer_huge(200_000_000, on="/directories/")
    problem = fails(talk, sandbox, read, TooLong, limits=Limits(answer_bytes=3_000_000))
    assert "longer than 3 MB" in problem.happened
    sandbox.faults.answer_huge(200_000_000, on="/directories/")
    fails(talk, sandbox, rename, Unconfirmed, limits=Limits(answer_bytes=3_000_000))
    assert len(writes(sandbox)) == 1


@pytest.mark.parametrize("question", [read, rename])
def test_a_token_never_follows_a_redirect_to_another_host(sandbox, talk, question):
    with sandbox_in_thread(Sandbox()) as elsewhere:
        place = f"{elsewhere.base_url}/v2/accounts/x?auth_token=secret"
        sandbox.faults.redirect(place, on="/directories/")
        problem = fails(talk, sandbox, question, Redirected)
        assert elsewhere.seen == []
    assert elsewhere.base_url.removeprefix("http://") in problem.happened
    assert "secret" not in problem.happened


def test_a_sign_in_never_follows_either(sandbox, talk):
    with sandbox_in_thread(Sandbox()) as elsewhere:
        sandbox.faults.redirect(f"{elsewhere.base_url}/v2/user_auth", on="/user_auth")
        fails(talk, sandbox, read, Redirected)
        assert elsewhere.seen == []


def test_a_page_of_a_proxy_in_place_of_a_sign_in(sandbox, talk):
    sandbox.faults.answer_garbage(on="/user_auth")
    fails(talk, sandbox, read, NotKazoo)


@pytest.mark.parametrize("ahead", [-86_400, 86_400])
def test_a_clock_that_differs_from_ours_changes_nothing(sandbox, talk, ahead):
    sandbox.clock.ahead = ahead
    assert talk(sandbox, read).name == "Sales"


def test_a_site_whose_own_clocks_differ_is_told(talk):
    with sandbox_in_thread(Sandbox(token_seconds=-10)) as sandbox:
        problem = fails(talk, sandbox, read, ExpiredAtOnce)
        assert "clocks" in problem.next_step
        assert len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")]) == 2


def test_a_token_that_ran_out_is_renewed_and_the_change_made_once(sandbox, talk):
    async def change(client):
        sandbox.faults.expire_tokens()
        return (await rename(client)).fields["name"]

    assert talk(sandbox, change) == "Renamed"
    assert [seen.status for seen in writes(sandbox)] == [401, 200]


def test_a_new_password_ends_the_session_and_asks_once_only(sandbox, talk):
    """Many questions at once, one try to sign in: more would lock the account."""

    async def changed(client):
        sandbox.faults.expire_tokens()
        sandbox.store.database(sandbox.account_id).stored(sample_id("user", 2001))["pvt_sha1_auth"] = "other"
        answers = await asyncio.gather(*(client.users() for _ in range(12)), return_exceptions=True)
        again = await asyncio.gather(rename(client), return_exceptions=True)
        return [*answers, *again]

    assert {type(each) for each in talk(sandbox, changed)} == {SignedOut}
    assert [seen.status for seen in sandbox.seen if seen.path.endswith("user_auth")] == [201, 401]


@pytest.mark.parametrize("status", [429, 503])
def test_reads_wait_and_try_again_changes_do_not(sandbox, talk, status):
    sandbox.faults.answer(status, times=2, on="/directories/")
    assert talk(sandbox, read, attempts=3).name == "Sales"
    sandbox.faults.answer(status, on="/directories/")
    fails(talk, sandbox, rename, KazooError, attempts=3)
    assert len(writes(sandbox)) == 1


def test_a_user_that_fails_on_another_field(sandbox, talk):
    person = sandbox.store.database(sandbox.account_id).stored(sample_id("user", 2001))
    del person["last_name"]

    async def member(client):
        await client.set_membership(await client.holder(person["_id"]), SALES, None)

    assert "last_name: Field is required" in fails(talk, sandbox, member, Invalid).happened


def test_the_servers_pdf_that_failed(sandbox, talk):
    sandbox.faults.fail_pdf()
    fails(talk, sandbox, lambda client: client.directory_pdf(SALES), PdfNotRendered)


def test_a_server_that_is_not_there(talk):
    with sandbox_in_thread(Sandbox()) as gone:
        login = login_of(gone)
    with pytest.raises(Unreachable) as caught:
        talk(gone, rename, login)
    assert "No connection" in caught.value.problem.happened
