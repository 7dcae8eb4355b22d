"""Groups of exchanges, each from the seed on: what a sandbox for one looks like, and playing it inside."""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve

from app.sandbox.account import AccountFile
from app.sandbox.recorded.exchange import Answered, Exchange, Sent
from app.sandbox.recorded.inside import ask_inside
from app.sandbox.recorded.replay import Replay
from app.sandbox.server import Sandbox

__all__ = ["groups_of", "replay_group", "sandbox_for", "tokens_of"]

_SLOW_ACCOUNT: Final = "5" * 32
_ORDERS: Final = (
    "f1e0",
    *("".join(order) for length in (1, 2, 3, 4) for order in itertools.permutations("01ef", length)),
)


def groups_of(exchanges: Iterable[Exchange]) -> dict[str, list[Exchange]]:
    """Return exchanges by their group, in order."""
    groups: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        groups.setdefault(exchange["group"], []).append(exchange)
    return groups


def sandbox_for(group: Sequence[Exchange], account: AccountFile, order: str = "") -> Sandbox:
    """Return a sandbox as KAZOO was when the group was recorded.

    Where `{{slow_account}}` is asked, its bucket is small. `order` gives new documents ids in that order, for KAZOO's
    are random and rows stand in the order of ids.
    """
    if _asks_slow_account(group):
        return Sandbox(_with_slow_account(account), bucket_size=4, bucket_per_second=0.01)
    if order:
        return Sandbox(account, bucket_size=100_000, new_id=(digit * 32 for digit in itertools.cycle(order)).__next__)
    return Sandbox(account, write_seconds=0.01, bucket_size=100_000)


def tokens_of(sandbox: Sandbox) -> dict[str, str]:
    """Return the tokens recordings name, made without a request."""
    make, account = sandbox.tokens, sandbox.account
    found = {}
    if "account_master" in account.names:
        found["master"] = make.sign(make.claims(account.names["account_master"], method="cb_api_auth"))
    for name, login in account.logins.items():
        for database in sandbox.store:
            for user in database.of_type("user"):
                if user.get("username") == login.username and database.account["name"] == login.account_name:
                    found[name] = make.sign(make.claims(database.account_id, user["_id"]))
                    found.setdefault("expired", make.sign(make.claims(database.account_id, user["_id"], seconds=-9)))
    first = next(iter(account.logins), "")
    return {**found, "tampered": found.get(first, "x" * 9)[:-4] + "AAAA"}


async def replay_group(group: Sequence[Exchange], account: AccountFile) -> list[list[str]]:
    """Play a group inside, and return where each of its answers differs from KAZOO's.

    Where new documents are listed, KAZOO's random ids chose their order: the group agrees if it does for any order.
    """
    best: list[list[str]] | None = None
    for order in _orders(group):
        found = await _play(sandbox_for(group, account, order), group)
        if best is None or sum(map(bool, found)) < sum(map(bool, best)):
            best = found
        if not any(best):
            break
    return best or []


async def _play(sandbox: Sandbox, group: Sequence[Exchange]) -> list[list[str]]:
    application = sandbox.application()

    async def send(sent: Sent) -> Answered:
        return await ask_inside(application, sent)

    replay = Replay(send, tokens_of(sandbox), {"slow_account": _SLOW_ACCOUNT})
    return [await replay.differences(exchange) for exchange in group]


def _orders(group: Sequence[Exchange]) -> Iterator[str]:
    yield ""
    if not _asks_slow_account(group) and any(exchange["request"]["method"] == "PUT" for exchange in group):
        yield from _ORDERS


def _asks_slow_account(group: Sequence[Exchange]) -> bool:
    return any("{{slow_account}}" in json.dumps(exchange["request"]) for exchange in group)


def _with_slow_account(account: AccountFile) -> AccountFile:
    """Return the seed with the empty account beside it in which the bucket was made small."""
    tree = [account.names["account_master"]]
    slow = {"_id": _SLOW_ACCOUNT, "name": "Slow", "pvt_type": "account", "pvt_tree": tree}
    return evolve(account, documents={**account.documents, _SLOW_ACCOUNT: (slow,)})
