"""From answers and refusals to HTTP replies: `api_util:create_resp_envelope` and the headers `cowboy_rest` adds."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from starlette.responses import Response

from app.sandbox.account import Document
from app.sandbox.call import Answer, Call, File
from app.sandbox.node import Node
from app.sandbox.refusals import Invalid, Refused
from app.sandbox.spreadsheet import to_csv

__all__ = ["not_modified", "refusal", "success", "success_csv", "success_file"]

_NEVER_FRESH: Final = "Fri, 01 Jan 1999 00:00:00 GMT"


def success(node: Node, call: Call, answer: Answer) -> Response:
    """Return the envelope of an answer."""
    body = {
        **answer.paging,
        **_common(node, call),
        "data": answer.data,
        "status": "success",
    }
    if node.version.metadata and answer.metadata:
        body["metadata"] = answer.metadata
    elif answer.metadata:
        body["data"] = {**answer.data, "_read_only": answer.metadata}
    revision = answer.revision
    if answer.listing:  # a digest of the whole, time and request id included: new on every read
        revision = hashlib.md5(_encoded(body), usedforsecurity=False).hexdigest()
    if revision is not None:
        body["revision"] = revision
    headers = {**_headers(call), **_fresh(call, revision)}
    if answer.location is not None:
        headers["location"] = answer.location
    content = _encoded(body)
    if "jsonp" in call.query:
        headers["content-type"] = "application/javascript"
        content = call.query["jsonp"].encode() + b"(" + content + b");"
    return Response(content, answer.status, headers)


def success_csv(call: Call, answer: Answer) -> Response:
    """Return an answer's data as a table."""
    name = f"json_{secrets.token_hex(11)}.csv"
    content = to_csv(answer.data).encode(errors="replace") if answer.data else b""
    return success_file(call, answer, File(content, "text/csv", name))


def success_file(call: Call, answer: Answer, file: File) -> Response:
    """Return a file under the answer's revision."""
    revision = "automatic" if answer.listing else answer.revision
    headers = {**_headers(call), **_fresh(call, revision)}
    del headers["content-type"]
    if file.content_type is not None:
        headers["content-type"] = file.content_type
    if file.name is not None:
        headers["content-disposition"] = f'attachment; filename="{_header_text(file.name)}"'
    return Response(file.content, answer.status, headers)


def not_modified(call: Call, revision: str) -> Response:
    """Return a 304."""
    headers = {**_headers(call), **_fresh(call, revision)}
    del headers["content-type"]
    return Response(None, 304, headers)


def refusal(node: Node, call: Call, refused: Refused) -> Response:
    """Return the envelope of an error; without a content type if it came before one was agreed on."""
    body = {
        **refused.paging,
        **({"auth_token": "undefined"} if node.version.undefined_token else {}),
        **_common(node, call),
        "data": _details(call, refused),
        "error": str(refused.status),
        "message": refused.message,
        "status": "error",
    }
    return Response(_encoded(body), refused.status, _headers(call))


def _details(call: Call, refused: Refused) -> object:
    """What went wrong; v1 knows no more than a text for each property."""
    if call.version != "v1" or not isinstance(refused, Invalid):
        return refused.data
    return {path: next(iter(codes.values()))["message"] for path, codes in refused.errors.items()}


def _common(node: Node, call: Call) -> Document:
    common: Document = {
        "timestamp": datetime.fromtimestamp(node.clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "node": node.name,
        "request_id": call.request_id,
    }
    if node.version.counts_tokens:
        common["tokens"] = {"consumed": 1, "remaining": node.buckets.remaining(call.bucket)}
    if call.claims is not None or node.version.numbered_for_all:
        common["version"] = node.version.number
    if call.auth_token is not None:
        common["auth_token"] = call.auth_token
    return common


def _headers(call: Call) -> dict[str, str]:
    headers = {"x-request-id": call.request_id}
    if call.content_type is not None:
        headers |= {
            "content-type": call.content_type,
            "content-language": "en",
            "vary": "accept-language, accept",
        }
    return headers


def _fresh(call: Call, revision: str | None) -> Mapping[str, str]:
    if not call.reading:
        return {}
    return {"expires": _NEVER_FRESH, **({} if revision is None else {"etag": f'"{revision}"'})}


def _encoded(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _header_text(text: str) -> str:
    """Return `text` as KAZOO sends it: UTF-8 in a header that says Latin-1."""
    return text.encode().decode("latin-1")
