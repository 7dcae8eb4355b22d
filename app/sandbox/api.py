"""The ASGI side of a sandbox: trouble on demand first, then the API; every request is noted."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.sandbox.call import Call
from app.sandbox.crossbar import serve
from app.sandbox.envelope import refusal
from app.sandbox.faults import Fault
from app.sandbox.node import Node
from app.sandbox.refusals import Refused
from app.sandbox.seen import Seen

__all__ = ["Api"]

_MESSAGES: Final = {
    429: ("too_many_requests", "too many requests"),
    500: ("unspecified_fault", "unspecified fault"),
    503: ("datastore_fault", "datastore fault"),
}
_SMALL: Final = 300  # bytes
_BLOCK: Final = 65_536
_LOGIN_PAGE: Final = "<html><title>Sign in to the network</title></html>"


class Api:
    """The application uvicorn runs."""

    def __init__(self, node: Node, seen: list[Seen]) -> None:
        self._node = node
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        path = request.url.path
        fault = self._node.faults.take(path)
        if fault is not None and fault.kind == "drop":
            self._note(request, 0)
            await _drop(send)
            return
        response = await self._answer(request, fault)
        if not isinstance(response, StreamingResponse):
            response = _packed(request, response)
        self._note(request, response.status_code)
        await response(scope, receive, send)

    async def _answer(self, request: Request, fault: Fault | None) -> Response:
        match fault:
            case Fault(kind="status", status=status):
                return _troubled(self._node, status)
            case Fault(kind="garbage"):
                return PlainTextResponse(_LOGIN_PAGE, media_type="text/html")
            case Fault(kind="no_envelope"):
                return JSONResponse(["no", "envelope"])
            case Fault(kind="huge", size=size):
                return StreamingResponse(_endless(size), media_type="application/json")
            case Fault(kind="redirect", text=location):
                return Response(None, 302, {"location": location})
            case Fault(kind="raw", text=text, status=status):
                return Response(text.encode(errors="surrogateescape"), status, media_type="application/json")
            case Fault(kind="trickle", seconds=seconds):
                answer = await serve(self._node, request)
                return StreamingResponse(_slowly(bytes(answer.body), seconds), answer.status_code, answer.headers)
            case Fault(kind="slow", seconds=seconds):
                await asyncio.sleep(seconds)
        return await serve(self._node, request)

    def _note(self, request: Request, status: int) -> None:
        self._seen.append(Seen(request.method, request.url.path, request.url.query, status))


def _packed(request: Request, response: Response) -> Response:
    """Compress a reply for who can read it, from the size on where `cowboy_compress_h` does."""
    if len(response.body) <= _SMALL or "gzip" not in request.headers.get("accept-encoding", ""):
        return response
    response.body = gzip.compress(bytes(response.body), compresslevel=1)
    response.headers["content-encoding"] = "gzip"
    response.headers["content-length"] = str(len(response.body))
    return response


def _troubled(node: Node, status: int) -> Response:
    """Return an error envelope of any status, as KAZOO words it."""
    message, text = _MESSAGES.get(status, ("fault", "fault"))
    call = Call(request_id="sandbox", method="GET", query={}, headers={}, client="", content_type="application/json")
    return refusal(node, call, Refused(status, message, {"message": text}))


async def _slowly(body: bytes, seconds: float) -> AsyncIterator[bytes]:
    for place in range(len(body)):
        yield body[place : place + 1]
        await asyncio.sleep(seconds)


async def _endless(size: int) -> AsyncIterator[bytes]:
    yield b'{"data":["'
    block = b"x" * _BLOCK
    for _ in range(size // _BLOCK):
        yield block


async def _drop(send: Send) -> None:
    """Promise a body and send half of it: uvicorn then closes the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
