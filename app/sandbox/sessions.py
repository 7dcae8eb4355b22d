"""Signing in: `cb_user_auth`, `cb_api_auth`, `cb_token_auth`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.sandbox.account import Document
from app.sandbox.call import Answer, Call
from app.sandbox.documents import Database
from app.sandbox.node import Node
from app.sandbox.refusals import Refused, forbidden, invalid_credentials
from app.sandbox.schemas import API_AUTH, USER_AUTH
from app.sandbox.validation import check

__all__ = ["api_auth", "end_session", "foreign_session", "session", "user_auth"]

_HASH_KEYS: Final = {"md5": "pvt_md5_auth", "sha": "pvt_sha1_auth"}


async def user_auth(node: Node, call: Call) -> Answer:
    """PUT of a credential hash and an account's name or realm."""
    data = check(USER_AUTH, call.data)
    accounts = list(_accounts(node, call.data))
    for database in accounts:
        _check_lock(node, database)
        for user in database.of_type("user"):
            if user.get("enabled") and user.get(_HASH_KEYS[data["method"]]) == data["credentials"]:
                node.guards.check_second_factor(user, call.data)
                node.guards.forget_wrong(database.account_id)
                return _signed_in(node, call, database, user["_id"], "cb_user_auth")
        node.guards.count_wrong(database.account_id)
    raise _with_page_size(invalid_credentials()) if accounts else invalid_credentials()


def _check_lock(node: Node, database: Database) -> None:
    if node.version.locks_accounts:
        node.guards.check_lock(database.account_id)


async def api_auth(node: Node, call: Call) -> Answer:
    """PUT of an account's API key; such a session belongs to nobody."""
    key = check(API_AUTH, call.data)["api_key"]
    for database in node.store:
        if database.account.get("pvt_api_key") == key:
            return _signed_in(node, call, database, None, "cb_api_auth")
    raise _with_page_size(Refused(404, "bad identifier", [key]))


async def session(node: Node, call: Call) -> Answer:
    """GET of the own session: the claims, and again what signing in told."""
    claims = {key: value for key, value in (call.claims or {}).items() if key != "jti"}
    return Answer({**claims, **_told(node, claims["account_id"], claims.get("owner_id"))})


async def end_session(_node: Node, _call: Call) -> Answer:
    """DELETE of a session: says yes, and the token stays good."""
    return Answer({})


async def foreign_session(_node: Node, _call: Call) -> Answer:
    """GET of a session by its token: forbidden, even the own."""
    raise forbidden()


def _signed_in(node: Node, call: Call, database: Database, owner_id: str | None, method: str) -> Answer:
    call.claims = claims = node.tokens.claims(database.account_id, owner_id, method)
    call.auth_token = node.tokens.sign(claims)
    return Answer(
        _told(node, database.account_id, owner_id),
        201,
        "automatic",
        paging={"page_size": 1},
        location=f"/{call.version}/{call.nouns[-1][0]}/{owner_id or database.account_id}",
    )


def _told(node: Node, account_id: str, owner_id: str | None) -> Document:
    """What `crossbar_util:populate_resp` tells about an account and its user."""
    database = node.store.database(account_id)
    account = database.account if database else {}
    tree = node.store.tree(account_id)
    told = {
        "account_id": account_id,
        "ui_config": {},
        "capabilities": {"voicemail": {"transcription": {"default": False, "available": False}}},
        "is_master_account": not tree,
        "is_reseller": not tree,
        "reseller_id": tree[0] if tree else account_id,
        "cluster_id": "sandbox",
        "account_name": account.get("name", ""),
        "language": account.get("language", "en-us"),
        "apps": [],
    }
    if owner_id is None:
        return told
    owner = {"owner_id": owner_id, "user_id": owner_id} if node.version.metadata else {"owner_id": owner_id}
    return {**owner, **told, **_about(node, database, owner_id)}


def _about(node: Node, database: Database | None, owner_id: str) -> Document:
    """What KAZOO 5 tells of the user besides."""
    user = database.stored(owner_id) if database and node.version.metadata else None
    if user is None:
        return {}
    first, last = user.get("first_name", ""), user.get("last_name", "")
    names = {"first_name": first, "last_name": last, "full_name": f"{first} {last}".strip()}
    about = {key: user[key] for key in ("email", "username", "priv_level") if key in user}
    return {"user_info": {**names, **about, "has_avatar": False}}


def _accounts(node: Node, data: Mapping[str, Any]) -> Iterator[Database]:
    """Return the accounts a login may mean: by a number of theirs, else by realm, and by name where neither fits."""
    number = str(data.get("phone_number", ""))
    owning = [base for base in node.store if number and _has_number(base, number)]
    if owning:
        yield from owning
        return
    realm = data.get("account_realm", data.get("realm"))
    found = [base for base in node.store if isinstance(realm, str) and base.account.get("realm") == realm.lower()]
    if found:
        yield from found
        return
    name = _alphanumeric(str(data.get("account_name", "")))
    yield from (base for base in node.store if name and _alphanumeric(base.account.get("name", "")) == name)


def _has_number(database: Database, number: str) -> bool:
    """Whether a telephone number leads to this account; extensions are nobody's in particular."""
    bare = number.lstrip("+")
    return len(bare) > 7 and any(
        bare == str(known).lstrip("+") for flow in database.of_type("callflow") for known in flow.get("numbers", ())
    )


def _alphanumeric(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _with_page_size(refused: Refused) -> Refused:
    refused.paging = {"page_size": 0}
    return refused
