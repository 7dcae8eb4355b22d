"""Recorded answers of a running KAZOO, read by this client: understood, or where not.

An exchange is asked by the client's own call for its path, and answered as recorded. Right is all that a successful
answer holds, and for any other the error that fits.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import httpx

from app.kazoo.client import Client
from app.kazoo.documents import Holder
from app.kazoo.envelope import open_envelope
from app.kazoo.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KazooError,
    NotFound,
    NotKazoo,
    NotOffered,
    PdfNotRendered,
    ServerFault,
    SignedOut,
    TooManyRequests,
    Unconfirmed,
    WrongCredentials,
)
from app.kazoo.login import ApiKey, Login, PasswordLogin
from app.kazoo.wire import Limits

__all__ = ["misunderstood"]

_ACCOUNT: Final = "a" * 32
_SIGNED_IN: Final = {"status": "success", "auth_token": "t", "data": {"account_id": _ACCOUNT}}
_LOGINS: Final[Mapping[str, Login]] = {"user_auth": PasswordLogin("x", "x", "x"), "api_auth": ApiKey("x")}
_FITTING: Final[Mapping[int, tuple[type[KazooError], ...]]] = {
    200: (NotKazoo, PdfNotRendered, Unconfirmed),
    400: (Invalid,),
    401: (SignedOut, WrongCredentials),
    403: (Forbidden,),
    404: (NotFound, WrongCredentials),
    405: (NotOffered,),
    406: (NotOffered,),
    409: (Conflict,),
    410: (NotOffered,),
    412: (Conflict,),
    429: (TooManyRequests,),
}
_NOBODY: Final = Holder("i", "users", "", {}, "")

_ID: Final = r"(?!(?:accounts|callflows|devices|directories|status|users)$)[^/]+"
"""A segment that is a module's name leads to that module instead, `status` to a list."""

Question = Callable[[Client], Awaitable[object]]

_QUESTIONS: Final[Sequence[tuple[str, str, Question]]] = (
    ("GET", r"directories", lambda client: client.directories()),
    ("PUT", r"directories", lambda client: client.create_directory({})),
    ("GET", rf"directories/{_ID}", lambda client: client.directory("i")),
    ("POST", rf"directories/{_ID}", lambda client: client.replace_directory("i", {}, "r")),
    ("PATCH", rf"directories/{_ID}", lambda client: client.change_directory("i", {}, "r")),
    ("DELETE", rf"directories/{_ID}", lambda client: client.delete_directory("i", "r")),
    ("GET", r"users", lambda client: client.users()),
    ("GET", rf"users/{_ID}", lambda client: client.user_details("i")),
    ("PATCH", rf"users/{_ID}", lambda client: client.set_membership(_NOBODY, "d", None)),
    ("GET", rf"users/{_ID}/devices", lambda client: client.devices_of("i")),
    ("GET", r"callflows", lambda client: client.callflows()),
    ("GET", rf"callflows/{_ID}", lambda client: client.callflow("i")),
    ("GET", rf"devices/{_ID}", lambda client: client.device("i")),
    ("GET", r"", lambda client: client.account()),
    ("GET", r"descendants", lambda client: client.descendants()),
)


async def misunderstood(exchange: Mapping[str, Any]) -> str:
    """Return what is wrong with how this client reads the recorded answer, nothing when it is right."""
    request, recorded = exchange["request"], exchange["response"]
    answer = _answer(recorded)
    try:
        found = await _ask(request, answer)
    except KazooError as error:
        return _wrong_error(error, recorded)
    if not _succeeded(recorded):
        return f"HTTP {recorded['status']} taken for a success"
    data = recorded["body"]["data"] if "body" in recorded else None
    if isinstance(data, list) and isinstance(found, list) and len(data) != len(found):
        return f"{len(found)} of {len(data)} rows read"
    members = data.get("users") if isinstance(data, dict) else None
    read = getattr(found, "members", None)
    if request["method"] == "GET" and isinstance(members, list) and read is not None and len(read) != len(members):
        return f"{len(read)} of {len(members)} members read"
    return ""


async def _ask(request: Mapping[str, Any], answer: httpx.Response) -> object:
    kind = request["path"].rpartition("/")[2]
    if request["method"] == "PUT" and kind in _LOGINS:
        async with _client(_LOGINS[kind], answer, signing_in=True) as client:
            return await client.sign_in()
    question = _question(request)
    if question is None:
        answer.request = httpx.Request(request["method"], "http://kazoo.test")
        return open_envelope(answer).data
    async with _client(_LOGINS["user_auth"], answer, signing_in=False) as client:
        await client.sign_in()
        return await question(client)


def _question(request: Mapping[str, Any]) -> Question | None:
    place = re.fullmatch(r"/v\d/accounts/[^/]+/?(.*)", request["path"])
    if place is None:
        return None
    asked = request["headers"].get("Accept", "") + request.get("query", "")
    if request["method"] == "GET" and "pdf" in asked and re.fullmatch(rf"directories/{_ID}", place[1]):
        return lambda client: client.directory_pdf("i")
    return next(
        (ask for method, path, ask in _QUESTIONS if method == request["method"] and re.fullmatch(path, place[1])), None
    )


def _client(login: Login, answer: httpx.Response, *, signing_in: bool) -> Client:
    async def respond(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        if request.url.path.endswith("_auth") and not signing_in:
            return httpx.Response(201, json=_SIGNED_IN)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    limits = Limits(burst=100, per_second=100)
    return Client("http://kazoo.test", login, transport=httpx.MockTransport(respond), attempts=1, limits=limits)


def _answer(recorded: Mapping[str, Any]) -> httpx.Response:
    if "body" in recorded:
        content = json.dumps(recorded["body"]).encode()
    elif "body_info" in recorded:
        content = str(recorded["body_info"]["starts_with"]).encode()
    else:
        content = str(recorded.get("body_text", "")).encode()
    headers = {name: value.encode() for name, value in recorded["headers"].items()}
    return httpx.Response(recorded["status"], headers=headers, content=content)


def _succeeded(recorded: Mapping[str, Any]) -> bool:
    if "body_info" in recorded:
        return bool(recorded["status"] == 200) and 'filename="file.pdf"' not in str(recorded["headers"])
    body = recorded.get("body")
    return isinstance(body, dict) and body.get("status") == "success"


def _wrong_error(error: KazooError, recorded: Mapping[str, Any]) -> str:
    told = f"{type(error).__name__} for HTTP {recorded['status']}"
    if _succeeded(recorded):
        return told
    fitting = _FITTING.get(recorded["status"], (NotKazoo, ServerFault, Unconfirmed))
    problem = error.problem
    return "" if isinstance(error, fitting) and problem.happened and problem.next_step else told
