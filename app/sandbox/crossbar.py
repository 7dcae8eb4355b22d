"""The way of a request through the API: `api_resource` and the steps `cowboy_rest` takes it through."""

import json
import secrets
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from app.sandbox.call import Answer, Call, File
from app.sandbox.envelope import not_modified, refusal, success, success_csv, success_file
from app.sandbox.node import Node
from app.sandbox.refusals import (
    Crashed,
    Invalid,
    Refused,
    bad_identifier,
    forbidden,
    invalid_credentials,
    invalid_method,
    too_many_requests,
)
from app.sandbox.routes import CSV, PDF, NotTheApi, Route, parse_path, route_of

__all__ = ["serve"]

_LARGEST: Final = 8_000_000
_KNOWN_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ACCOUNT_ID: Final = 32
_PAGE: Final = "KAZOO sandbox. The API begins at /v2.\n"
_GONE: Final = "API version 1 is not supported. Please upgrade your code to use version 2."


async def serve(node: Node, request: Request) -> Response:
    """Answer one request."""
    if request.method not in _KNOWN_METHODS:
        return Response(None, 501)
    call = Call(
        request_id=request.headers.get("x-request-id") or secrets.token_hex(16),
        method=request.method,
        query=dict(parse_qsl(request.url.query, keep_blank_values=True)),
        headers=request.headers,
        client=request.client.host if request.client else "",
    )
    try:
        return await _take(node, call, request)
    except NotTheApi:
        return Response(_PAGE, headers={"content-type": "text/plain; charset=UTF-8"})
    except Refused as refused:
        return refusal(node, call, refused)
    except Crashed as crashed:
        return _bare(call, crashed.status)


def _bare(call: Call, status: int) -> Response:
    """Return cowboy's own reply: no body, and after a crash not even a request id."""
    headers = {} if status == 500 else {"x-request-id": call.request_id}
    if status == 412:
        headers |= {"content-language": "en", "vary": "accept-language, accept"}
    return Response(None, status, headers)


async def _take(node: Node, call: Call, request: Request) -> Response:
    call.version, call.nouns = parse_path(request.scope["raw_path"].decode("latin-1"), node.version.decodes)
    _read(call, await request.body())
    _tunnel(call)
    if call.version == "v1" and not node.version.serves_v1:
        raise Refused(410, "gone", _GONE)
    refused = _recognise(node, call)
    _find_own_account(call)
    route = route_of(call.nouns)
    if call.method not in route.verbs:
        raise invalid_method()
    _find_account(node, call)
    _let_in(node, call, route, refused)
    call.content_type = _agree(call, route.types)
    answer = await route.verbs[call.method](node, call)
    return await _reply(node, call, route, answer)


def _read(call: Call, body: bytes) -> None:
    """Take data and envelope out of the body; only JSON, or what has no type, is read."""
    if len(body) > _LARGEST:
        message = f"Payload or Files must not be more than {_LARGEST} bytes"
        raise Invalid({"file": {"maxSize": {"message": message, "target": _LARGEST}}})
    content_type = call.headers.get("content-type", "application/json").partition(";")[0].strip()
    if not body or content_type not in ("application/json", "application/x-json"):
        return
    try:
        envelope = json.loads(body)
    except ValueError as error:
        raise _bad_json("decoder_exit around 0") from error
    if not isinstance(envelope, dict):
        raise _bad_json("All JSON must be valid")
    if call.method in ("PUT", "POST", "PATCH"):
        _check_envelope(envelope)
    call.envelope = envelope
    call.data = envelope.get("data", {})


def _bad_json(message: str) -> Invalid:
    return Invalid({"json": {"invalid": {"message": message, "target": "body"}}})


def _check_envelope(envelope: dict[str, Any]) -> None:
    if "data" not in envelope:
        details = {"message": "Field is required but missing", "value": envelope}
        raise Invalid({"data": {"required": details}})
    if not isinstance(envelope["data"], dict | list):
        message = "Value did not match type(s): object, array"
        raise Invalid({"data": {"type": {"message": message, "target": "object, array", "value": envelope["data"]}}})


def _tunnel(call: Call) -> None:
    """Let `verb` in data, query or envelope replace the method (`req_value`)."""
    data = call.data if isinstance(call.data, dict) else {}
    verb = data.get("verb", call.query.get("verb", call.envelope.get("verb")))
    if isinstance(verb, str):
        call.method = verb.upper()


def _recognise(node: Node, call: Call) -> Refused:
    """Find out who calls; returns the refusal for later, as a wrong path or verb is told first."""
    token = call.headers.get("x-auth-token") or call.query.get("auth_token")
    bearer = call.headers.get("authorization", "")
    if token is None:
        call.auth_token = bearer.removeprefix("Bearer ").strip() or None  # echoed, never accepted
        return invalid_credentials()
    call.auth_token = token
    try:
        call.claims = node.tokens.check(token)
    except Refused as refused:
        return refused
    return invalid_credentials()


def _find_own_account(call: Call) -> None:
    """Turn `/account` into the token's own."""
    if call.nouns and call.nouns[0] == ("account", ()):
        if call.claims is None:
            raise invalid_credentials()
        call.nouns = (("accounts", (call.claims["account_id"],)), *call.nouns[1:])


def _find_account(node: Node, call: Call) -> None:
    args = call.noun("accounts")
    if not args:
        return
    account_id = args[0]
    if len(account_id) != _ACCOUNT_ID:
        raise Refused(404, "bad identifier", {"message": f"invalid account_id '{account_id}'"})
    call.account = node.store.database(account_id)
    if call.account is None:
        raise bad_identifier(account_id)


def _let_in(node: Node, call: Call, route: Route, refused: Refused) -> None:
    """Check token and account tree; only who has no good token pays from the bucket, in 4.3 everybody."""
    claims = None if route.public else call.claims
    if (claims is None or node.version.charges_everybody) and not node.buckets.take(call.bucket):
        raise too_many_requests()
    if claims is None:
        if not route.public:
            raise refused
        call.claims, call.auth_token = None, None
        return
    own = claims["account_id"]
    if call.account is not None and own not in (call.account.account_id, *node.store.tree(call.account.account_id)):
        raise forbidden()


def _agree(call: Call, offered: Sequence[str]) -> str:
    """Return the content type both sides know; writing is always answered in JSON."""
    if not call.reading:
        return "application/json"
    for wanted in _accepted(call.headers.get("accept", "*/*")):
        for kind in offered:
            if wanted in (kind, "*/*", f"{kind.partition('/')[0]}/*"):
                return kind
    raise Crashed(406)


def _accepted(accept: str) -> list[str]:
    """Return the types of an Accept header, the dearest first and of equals the exact ones."""
    weighed: list[tuple[float, str]] = []
    for part in accept.split(","):
        kind, *parameters = [piece.strip() for piece in part.split(";")]
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        weighed.append((_number(quality), kind))
    return [kind for quality, kind in sorted(weighed, key=lambda item: (-item[0], item[1].count("*"))) if quality > 0]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


async def _reply(node: Node, call: Call, route: Route, answer: Answer) -> Response:
    if answer.file is not None:
        return success_file(call, answer, answer.file)
    wanted = call.query.get("accept") if call.reading else None
    if wanted == "pdf" or call.content_type in PDF or wanted in PDF:
        return success_file(call, answer, await _pdf(node, call, route, answer))
    if call.reading and answer.revision and call.headers.get("if-none-match") == f'"{answer.revision}"':
        return not_modified(call, answer.revision)
    if wanted == "csv" or call.content_type in CSV or wanted in CSV:
        return success_csv(call, answer)
    return success(node, call, answer)


async def _pdf(node: Node, call: Call, route: Route, answer: Answer) -> File:
    if route.pdf is not None:
        return await route.pdf(node, call, answer)
    if answer.data:  # KAZOO hands cowboy the data as bytes, and the handler crashes
        raise Crashed(500)
    return File(b"", None, "file.pdf")
