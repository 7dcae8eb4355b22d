"""Playing recorded exchanges against a sandbox, and telling where it parts from KAZOO."""

import json
import lzma
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
from attrs import Factory, define

from app.sandbox import AccountFile, parse_account

VECTORS = Path(__file__).parents[1] / "vectors"
_WHOLE = re.compile(r"\{\{([^{}]+)\}\}")
_ANYTHING = {
    *("request_id", "timestamp", "node", "version", "remaining", "gregorian", "exp", "identity_sig", "cluster_id"),
    *("random", "start_key", "revision"),
}
_HEADERS = (
    *("content-type", "etag", "expires", "content-language", "vary", "x-request-id", "location"),
    "content-disposition",
)
_OTHERS_IN_FLIGHT = 15


def recorded_account() -> AccountFile:
    return parse_account(lzma.decompress((VECTORS / "api-seed.json.xz").read_bytes()).decode(), "api-seed")


def recorded_groups() -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lzma.decompress((VECTORS / "api.jsonl.xz").read_bytes()).decode().splitlines():
        exchange = json.loads(line)
        groups.setdefault(exchange["group"], []).append(exchange)
    return groups


@define
class Replay:
    """One group's way through a sandbox: what its placeholders have turned out to be."""

    client: httpx.Client
    tokens: Mapping[str, str]
    known: dict[str, str] = Factory(dict)

    def differences(self, exchange: dict[str, Any]) -> list[str]:
        """Send one recorded request and return where the answer differs."""
        request = exchange["request"]
        send = self._send_among_others if "in flight" in exchange.get("note", "") else self._send
        answer = send(request)
        recorded = exchange["response"]
        found = [] if answer.status_code == recorded["status"] else [f"status {answer.status_code}"]
        headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
        found += self._compare("headers", recorded["headers"], headers)
        return found + self._compare_body(recorded, answer)

    def _send(self, request: dict[str, Any]) -> httpx.Response:
        headers = {name: self._filled(value) for name, value in request["headers"].items()}
        url = self._filled(request["path"]) + (f"?{self._filled(request['query'])}" if request.get("query") else "")
        sent = self.client.build_request(request["method"], url, headers=headers, content=self._content(request))
        for name in ("accept", "user-agent", "accept-encoding"):
            if name not in {header.lower() for header in headers}:
                sent.headers.pop(name, None)
        return self.client.send(sent)

    def _send_among_others(self, request: dict[str, Any]) -> httpx.Response:
        """Send the same request many times at once, and return the answer of one that lost."""
        with ThreadPoolExecutor(_OTHERS_IN_FLIGHT + 1) as pool:
            answers = list(pool.map(lambda _: self._send(request), range(_OTHERS_IN_FLIGHT + 1)))
        return max(answers, key=lambda answer: answer.status_code)

    def _content(self, request: dict[str, Any]) -> bytes | None:
        if "body" in request:
            return json.dumps(self._filled(request["body"]), ensure_ascii=False).encode()
        if "body_text" in request:
            return self._filled(request["body_text"]).encode()
        if "body_info" in request:
            head, tail = request["body_info"]["text"].split("...")
            size = request["body_info"]["bytes"] - len(head) - len(tail)
            return (head + "x" * size + tail).encode()
        return None

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._filled(key): self._filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        return _WHOLE.sub(self._placeholder, value) if isinstance(value, str) else value

    def _placeholder(self, match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith("token:") and not name.startswith("token:new"):
            return self.tokens[name.removeprefix("token:")]
        return self.known.get(name, match[0])

    def _compare_body(self, recorded: dict[str, Any], answer: httpx.Response) -> list[str]:
        if "body" in recorded:
            try:
                return self._compare("body", recorded["body"], answer.json())
            except ValueError:
                return [f"no JSON: {answer.text[:80]!r}"]
        if "body_text" in recorded:
            return self._compare("text", recorded["body_text"], answer.text)
        if "body_info" in recorded:
            return list(_compare_pdf(recorded["body_info"], answer.content))
        return [] if answer.content == b"" else [f"a body: {answer.text[:80]!r}"]

    def _compare(self, where: str, recorded: Any, ours: Any) -> list[str]:
        if isinstance(recorded, dict) and isinstance(ours, dict):
            recorded = {self._filled(key): value for key, value in recorded.items()}
            found = [f"{where}.{key} is missing" for key in recorded.keys() - ours.keys()]
            found += [f"{where}.{key} is too much" for key in ours.keys() - recorded.keys()]
            for key in recorded.keys() & ours.keys():
                found += self._compare(f"{where}.{key}", recorded[key], ours[key])
            return found
        if isinstance(recorded, list) and isinstance(ours, list) and len(recorded) == len(ours):
            pairs = enumerate(zip(recorded, ours, strict=True))
            return [line for place, pair in pairs for line in self._compare(f"{where}.{place}", *pair)]
        if isinstance(recorded, str) and (names := _WHOLE.findall(recorded)):
            return [] if self._fits(recorded, names, ours) else [f"{where}: {self._filled(recorded)!r}, not {ours!r}"]
        return [] if (type(recorded), recorded) == (type(ours), ours) else [f"{where}: {recorded!r}, not {ours!r}"]

    def _fits(self, recorded: str, names: list[str], ours: Any) -> bool:
        if not isinstance(ours, str):
            return recorded[2:-2] in _ANYTHING
        parts = _WHOLE.split(self._filled(recorded))
        pattern = "".join(re.escape(part) if place % 2 == 0 else "(.+)" for place, part in enumerate(parts))
        found = re.fullmatch(pattern, ours, re.DOTALL)
        if found is None:
            return False
        for name, value in zip(parts[1::2], found.groups(), strict=True):
            if name in _ANYTHING:
                continue
            if name.startswith("rev") and value in self.known.values():
                return False
            self.known[name] = value
        return True


def _compare_pdf(recorded: dict[str, Any], content: bytes) -> Iterator[str]:
    if not content.startswith(recorded["starts_with"].encode()):
        yield f"the file begins with {content[:8]!r}"
        return
    title = recorded["text"][0]
    wanted, ours = _table(title, recorded["text"]), _table(title, _pdf_lines(content))
    if wanted != ours:
        yield f"PDF: {wanted}, not {ours}"


def _pdf_lines(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        return [line for page in document for line in page.get_textpage().get_text_bounded().splitlines()]
    finally:
        document.close()


def _table(title: str, lines: list[str]) -> list[str]:
    """Return the words of a directory's PDF without what repeats on every page, wherever the pages end."""
    heads = {"Last Name First Name Numbers", "Last Name", "First Name", "Numbers"}
    words: list[str] = []
    for line in lines:
        text = " ".join(line.split())
        if text not in heads and re.fullmatch(re.escape(title) + r"( \d+)?", text) is None:
            words += text.split()
    return words
