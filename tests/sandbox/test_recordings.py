"""KAZOO's own answers, request by request: every recorded group starts from the seed and runs over real HTTP."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import httpx
import pytest
from attrs import evolve

from app.sandbox import AccountFile, Sandbox, sandbox_in_thread
from tests.sandbox.replay import Replay, recorded_account, recorded_groups

GROUPS = recorded_groups()
ACCOUNT = recorded_account()
SLOW_ACCOUNT = "5" * 32
NOT_YET: Mapping[str, str] = {}  # group: the reason why it is not answered as KAZOO does
ORDER_OF_IDS = {
    "list-etag": "0",
    "users-walk-equal-names": "f1e0",
}  # KAZOO's were random, and rows stand in their order


def tokens(running: Sandbox) -> dict[str, str]:
    """Return the tokens recordings name, made without a request."""
    make = running.tokens
    found = {"master": make.sign(make.claims(ACCOUNT.names["account_master"], method="cb_api_auth"))}
    for name, login in ACCOUNT.logins.items():
        for database in running.store:
            for user in database.of_type("user"):
                if user.get("username") == login.username and database.account["name"] == login.account_name:
                    found[name] = make.sign(make.claims(database.account_id, user["_id"]))
                    found.setdefault("expired", make.sign(make.claims(database.account_id, user["_id"], seconds=-9)))
    return {**found, "tampered": found["alice"][:-4] + "AAAA"}


def with_slow_account() -> AccountFile:
    """Return the seed with the empty account beside it in which the bucket was made small."""
    tree = [ACCOUNT.names["account_master"]]
    slow = {"_id": SLOW_ACCOUNT, "name": "Slow", "pvt_type": "account", "pvt_tree": tree}
    return evolve(ACCOUNT, documents={**ACCOUNT.documents, SLOW_ACCOUNT: (slow,)})


def sandbox_for(group: str) -> Sandbox:
    if group == "429-small-bucket":
        return Sandbox(with_slow_account(), bucket_size=4, bucket_per_second=0.01)
    if group in ORDER_OF_IDS:
        return Sandbox(ACCOUNT, new_id=(digit * 32 for digit in ORDER_OF_IDS[group]).__next__)
    return Sandbox(ACCOUNT, write_seconds=0.01, bucket_size=100_000)


@pytest.fixture(scope="module")
def only_read() -> Iterator[Sandbox]:
    """A sandbox for all the groups that change nothing."""
    with sandbox_in_thread(Sandbox(ACCOUNT, bucket_size=100_000)) as running:
        yield running


@pytest.mark.parametrize("group", GROUPS)
def test_it_answers_as_kazoo_did(group, only_read):
    reads = {exchange["request"]["method"] for exchange in GROUPS[group]} == {"GET"} and "429" not in group
    with ExitStack() as stack:
        running = only_read if reads else stack.enter_context(sandbox_in_thread(sandbox_for(group)))
        client = stack.enter_context(httpx.Client(base_url=running.base_url, verify=False))
        replay = Replay(client, tokens(running), {"slow_account": SLOW_ACCOUNT})
        found = [f"{exchange['id']}: {line}" for exchange in GROUPS[group] for line in replay.differences(exchange)]
    if group in NOT_YET:
        assert found, f"{group} answers as KAZOO did: take it off the list"
    else:
        assert not found, "\n".join(found)
