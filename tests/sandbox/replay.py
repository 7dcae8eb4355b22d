"""Recorded exchanges, and a sandbox asked them over real HTTP."""

import json
import lzma
from pathlib import Path

import httpx

from app.sandbox import AccountFile, parse_account
from app.sandbox.recorded import Answered, Exchange, Send, Sent, groups_of

VECTORS = Path(__file__).parents[1] / "vectors"


def recorded_account() -> AccountFile:
    return parse_account(lzma.decompress((VECTORS / "api-seed.json.xz").read_bytes()).decode(), "api-seed")


def recorded_groups() -> dict[str, list[Exchange]]:
    lines = lzma.decompress((VECTORS / "api.jsonl.xz").read_bytes()).decode().splitlines()
    return groups_of(map(json.loads, lines))


def over_http(client: httpx.AsyncClient) -> Send:
    """Send as recorded: no header more than was sent then."""

    async def send(sent: Sent) -> Answered:
        request = client.build_request(sent.method, sent.url, headers=sent.headers, content=sent.content)
        for name in ("accept", "user-agent", "accept-encoding"):
            if name not in {header.lower() for header in sent.headers}:
                request.headers.pop(name, None)
        answer = await client.send(request)
        return Answered(
            answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
        )

    return send
