"""Trouble over HTTP: what a test or a tester tells the sandbox itself, under `/sandbox`, beside the API.

POST   /sandbox/faults         {"kind": "status", "status": 503, "times": 2, "on": "/users"}
DELETE /sandbox/faults
POST   /sandbox/expire         every token issued so far is past its time
PUT    /sandbox/bucket         {"size": 5, "per_second": 1.0}
PUT    /sandbox/clock          {"ahead": 7200}
PUT    /sandbox/second_factor  {"username": "alice", "code": "123456"}
DELETE /sandbox/locks          users locked out may try again
GET    /sandbox/requests       the requests answered, oldest first
"""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.sandbox.faults import Fault
from app.sandbox.node import Node
from app.sandbox.seen import Seen

__all__ = ["control"]

Handler = Callable[[Request], Awaitable[Response]]


class _Bucket(msgspec.Struct, forbid_unknown_fields=True):
    size: float
    per_second: float


class _Clock(msgspec.Struct, forbid_unknown_fields=True):
    ahead: float


class _SecondFactor(msgspec.Struct, forbid_unknown_fields=True):
    username: str
    code: str


def control(node: Node, seen: Sequence[Seen]) -> list[Route]:
    """Return the routes; what cannot be read is a 400 with the reason as text."""

    async def faults(request: Request) -> Response:
        if request.method == "DELETE":
            node.faults.clear()
            return Response(None, 204)
        node.faults.add(msgspec.json.decode(await request.body(), type=Fault))
        return Response(None, 204)

    async def expire(_: Request) -> Response:
        node.faults.expire_tokens()
        return Response(None, 204)

    async def bucket(request: Request) -> Response:
        told = msgspec.json.decode(await request.body(), type=_Bucket)
        node.buckets.resize(told.size, told.per_second)
        return Response(None, 204)

    async def clock(request: Request) -> Response:
        node.clock.ahead = msgspec.json.decode(await request.body(), type=_Clock).ahead
        return Response(None, 204)

    async def second_factor(request: Request) -> Response:
        told = msgspec.json.decode(await request.body(), type=_SecondFactor)
        node.guards.codes[told.username] = told.code
        return Response(None, 204)

    async def locks(_: Request) -> Response:
        node.guards.wrong.clear()
        return Response(None, 204)

    async def requests(_: Request) -> Response:
        return JSONResponse(
            [{"method": one.method, "path": one.path, "query": one.query, "status": one.status} for one in seen]
        )

    return [
        Route("/sandbox/faults", _reading(faults), methods=["POST", "DELETE"]),
        Route("/sandbox/expire", expire, methods=["POST"]),
        Route("/sandbox/bucket", _reading(bucket), methods=["PUT"]),
        Route("/sandbox/clock", _reading(clock), methods=["PUT"]),
        Route("/sandbox/second_factor", _reading(second_factor), methods=["PUT"]),
        Route("/sandbox/locks", locks, methods=["DELETE"]),
        Route("/sandbox/requests", requests, methods=["GET"]),
    ]


def _reading(handler: Handler) -> Handler:
    async def read(request: Request) -> Response:
        try:
            return await handler(request)
        except msgspec.MsgspecError as error:
            return Response(str(error), 400, media_type="text/plain")

    return read
