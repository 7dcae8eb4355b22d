"""The client reads what a running KAZOO answered, all of it, and survives ten thousand answers that are none."""

import asyncio
import json
import logging
import random
from copy import deepcopy

import httpx

from app.kazoo import ApiKey, Client, KazooError, Limits
from app.kazoo.documents import (
    Holder,
    read_account,
    read_callflow,
    read_callflow_document,
    read_device,
    read_directory,
    read_holder,
    read_session,
    read_stored_directory,
    read_user,
)
from app.kazoo.envelope import open_envelope, revision_of
from app.kazoo.recorded import misunderstood
from app.kazoo.session import Reply
from tests.sandbox.replay import recorded_groups

EXCHANGES = [exchange for group in recorded_groups().values() for exchange in group]
QUESTIONS = [
    lambda client: client.directories(),
    lambda client: client.directory("d"),
    lambda client: client.stored_directory("d"),
    lambda client: client.directory_pdf("d"),
    lambda client: client.create_directory({"name": "N"}),
    lambda client: client.change_directory("d", {"name": "N"}, "r"),
    lambda client: client.delete_directory("d"),
    lambda client: client.users(),
    lambda client: client.user_details("u"),
    lambda client: client.callflows(),
    lambda client: client.callflow("c"),
    lambda client: client.devices_of("u"),
    lambda client: client.holder("u"),
    lambda client: client.set_membership(Holder("u", "users", "", {}, "r"), "d", "c"),
    lambda client: client.account(),
    lambda client: client.descendants(),
    lambda client: client.sign_in(),
]
RECORDED = [each["response"].get("body", {"status": "success", "data": {}}) for each in EXCHANGES]
READERS = [read_account, read_callflow, read_callflow_document, read_device, read_directory, read_session, read_user]
VALUES = [None, True, -1, 1e308, "", "x" * 300, "\u202e\x00", [], {}, [[]], {"": {}}, [{"id": 5}], {"message": [1]}]
STATUSES = [*[200] * 20, 201, 204, 301, 304, 400, 401, 402, 403, 404, 405, 409, 412, 418, 429, 500, 503, 599]
BYTES = [b"", b"null", b"[" * 50_000, b"\xff\xfe", b"{}", b'{"status":"success"}', b'"success"', b"%PDF-", b"\x00" * 99]
HEADERS = ["etag", "location", "content-disposition", "content-type", "x-request-id"]


def test_every_recorded_answer_is_understood():
    async def read():
        return [f"{each['id']}: {wrong}" for each in EXCHANGES if (wrong := await misunderstood(each))]

    assert asyncio.run(read()) == []


def test_a_misreading_would_be_told():
    listed = next(
        each
        for each in EXCHANGES
        if each["request"]["path"].endswith("/directories")
        and each["request"]["method"] == "GET"
        and each["response"].get("body", {}).get("data")
        and each["response"]["status"] == 200
    )
    odd = deepcopy(listed)
    odd["response"]["body"]["data"].append("no row")
    assert "rows read" in asyncio.run(misunderstood(odd))
    odd["response"]["body"]["status"] = "error"
    assert asyncio.run(misunderstood(odd)) == ""
    odd["response"]["status"] = 418
    odd["response"]["body"]["status"] = "success"
    assert asyncio.run(misunderstood(odd)) == "NotKazoo for HTTP 418"


def odd_answer(chance):
    """Return an answer that a recorded one was spoilt into, or none at all."""
    if chance.random() < 0.15:
        body = chance.choice([*BYTES, chance.randbytes(chance.randrange(200))])
    else:
        recorded = chance.choice(RECORDED)
        body = json.dumps(spoilt(chance, recorded)).encode()
        if chance.random() < 0.2:
            body = body[: chance.randrange(len(body) + 1)]
        if chance.random() < 0.2 and body:
            place = chance.randrange(len(body))
            body = body[:place] + chance.randbytes(1) + body[place + 1 :]
    headers = {name: chance.choice(["", '"r"', 'W/"r"', "//[", "é".encode(), "x" * 99]) for name in HEADERS}
    sent = {name: value for name, value in headers.items() if chance.random() < 0.3}
    return httpx.Response(chance.choice(STATUSES), headers=sent, content=body)


def spoilt(chance, value):
    """Return `value` with one part in fifty replaced or left out."""
    if chance.random() < 0.02:
        return chance.choice(VALUES)
    if isinstance(value, dict):
        return {key: spoilt(chance, each) for key, each in value.items() if chance.random() > 0.02}
    if isinstance(value, list):
        return [spoilt(chance, each) for each in value[:4]]
    return value


def read_as_all(reply):
    """Read what came as every kind of document there is."""
    for raw in [reply.data] if isinstance(reply.data, dict) else reply.rows:
        for read in READERS:
            read(raw)
        read_stored_directory(raw, reply.revision)
        read_holder(raw, "users", reply.revision)


def test_ten_thousand_odd_answers_end_in_documents_or_in_words():
    chance = random.Random(20_26)
    ended = {"documents": 0, "words": 0}
    for _ in range(10_000):
        answer = odd_answer(chance)
        answer.request = httpx.Request("GET", "http://kazoo.test/v2/x")
        try:
            envelope = open_envelope(answer)
            read_as_all(Reply(envelope.request_id, envelope.data, revision_of(answer, envelope)))
        except KazooError as error:
            ended["words"] += error.problem.happened.endswith(".")
        else:
            ended["documents"] += 1
    assert sum(ended.values()) == 10_000
    assert min(ended.values()) > 1_000


def test_whatever_answers_a_call_ends_in_a_value_or_in_words(caplog):
    caplog.set_level(logging.CRITICAL, "app.kazoo")  # nobody reads so many lines
    chance = random.Random(20_27)
    first = httpx.Response(201, json={"status": "success", "auth_token": "t", "data": {"account_id": "a"}})
    answers = [first]

    async def respond(request):
        return answers.pop() if answers else odd_answer(chance)

    async def ask():
        ended = {"value": 0, "words": 0}
        limits = Limits(burst=1e9, per_second=1e9)
        transport = httpx.MockTransport(respond)
        async with Client("http://kazoo.test", ApiKey("k"), transport=transport, attempts=1, limits=limits) as client:
            await client.sign_in()
            for number in range(1_500):
                try:
                    await QUESTIONS[number % len(QUESTIONS)](client)
                except KazooError as error:
                    ended["words"] += error.problem.happened.endswith(".")
                else:
                    ended["value"] += 1
        return ended

    ended = asyncio.run(ask())
    assert sum(ended.values()) == 1_500
    assert min(ended.values()) > 100
