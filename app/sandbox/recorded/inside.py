"""A sandbox asked without a network: one request through the application itself."""

import gzip
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote, unquote

from starlette.types import ASGIApp

from app.sandbox.recorded.exchange import Answered, Sent

__all__ = ["ask_inside"]

_AS_SENT = "%/:@!$&'()*+,;=~"


async def ask_inside(application: ASGIApp, sent: Sent) -> Answered:
    """Let `application` answer one request."""
    path, _, query = sent.url.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": quote(path, safe=_AS_SENT).encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.headers.items()],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
    }
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": sent.content or b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    await application(scope, receive, send)
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in said[0].get("headers", ())}
    content = b"".join(message.get("body", b"") for message in said[1:])
    packed = headers.get("content-encoding") == "gzip"
    return Answered(said[0]["status"], headers, gzip.decompress(content) if packed else content)
