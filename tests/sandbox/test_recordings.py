"""KAZOO's own answers, request by request: every recorded group starts from the seed and runs over real HTTP."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy

import httpx
import pypdfium2
import pytest

from app.sandbox import Sandbox, sandbox_in_thread
from app.sandbox.pdf import Line, render, text_of
from app.sandbox.recorded import Replay, replay_group, sandbox_for, tokens_of
from tests.sandbox.replay import over_http, recorded_account, recorded_groups

GROUPS = recorded_groups()
ACCOUNT = recorded_account()
ORDER_OF_IDS = {
    "list-etag": "0",
    "users-walk-equal-names": "f1e0",
}  # KAZOO's were random, and rows stand in their order


@pytest.fixture(scope="module")
def only_read() -> Iterator[Sandbox]:
    """A sandbox for all the groups that change nothing."""
    with sandbox_in_thread(Sandbox(ACCOUNT, bucket_size=100_000)) as running:
        yield running


@pytest.mark.parametrize("group", GROUPS)
def test_it_answers_as_kazoo_did(group, only_read):
    exchanges = GROUPS[group]
    reads = {exchange["request"]["method"] for exchange in exchanges} == {"GET"} and "429" not in group
    with ExitStack() as stack:
        made = sandbox_for(exchanges, ACCOUNT, ORDER_OF_IDS.get(group, ""))
        running = only_read if reads else stack.enter_context(sandbox_in_thread(made))

        async def play():
            async with httpx.AsyncClient(base_url=running.base_url, verify=False) as client:
                replay = Replay(over_http(client), tokens_of(running), {"slow_account": "5" * 32})
                return [f"{each['id']}: {line}" for each in exchanges for line in await replay.differences(each)]

        assert asyncio.run(play()) == []


def test_the_same_holds_without_a_network_and_whatever_the_order_of_ids():
    for group in ("users-walk-equal-names", "dir-conflict-409", "429-small-bucket", "pdf-60"):
        exchanges = GROUPS.get(group)
        if exchanges is not None:
            assert not any(asyncio.run(replay_group(exchanges, ACCOUNT)))


def test_a_difference_is_told_with_its_place():
    exchanges = deepcopy(GROUPS["dir-conflict-409"])
    exchanges[0]["response"]["body"]["data"]["name"] = "Other"
    assert asyncio.run(replay_group(exchanges, ACCOUNT))[0] == ["body.data.name: 'Other', not 'Temp'"]


def test_the_text_of_our_pdf_is_what_a_reader_finds_in_it():
    lines = [Line(f"O'Neil ({number})", r"back\slash", ("2001", "+44")) for number in range(80)]
    pdf = render("Sales (night)", lines)
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    ours = re.sub(r"\s+", "", "".join(sorted(" ".join(text_of(pdf)))))
    assert re.sub(r"[\s\ufffe\x02]+", "", "".join(sorted(found))) == ours
