"""Playing one group of exchanges, and telling where the answers part from KAZOO's."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import Factory, define

from app.sandbox.pdf import text_of
from app.sandbox.recorded.exchange import Answered, Exchange, Sent

__all__ = ["Replay", "Send"]

Send: TypeAlias = Callable[[Sent], Awaitable[Answered]]

_WHOLE: Final = re.compile(r"\{\{([^{}]+)\}\}")
_ANYTHING: Final = frozenset(
    {
        *("request_id", "timestamp", "node", "version", "remaining", "gregorian", "exp", "identity_sig", "cluster_id"),
        *("random", "start_key", "revision"),
    }
)
_HEADERS: Final = (
    *("content-type", "etag", "expires", "content-language", "vary", "x-request-id", "location"),
    "content-disposition",
)
_IN_FLIGHT: Final = 16


@define
class Replay:
    """One group's way through a sandbox: `known` is what its placeholders have turned out to be."""

    send: Send
    tokens: Mapping[str, str]
    known: dict[str, str] = Factory(dict)

    async def differences(self, exchange: Exchange) -> list[str]:
        """Send one recorded request and return where the answer differs."""
        sent = self._sent(exchange["request"])
        among_others = "in flight" in exchange.get("note", "")
        answer = await (self._among_others(sent) if among_others else self.send(sent))
        recorded = exchange["response"]
        found = [] if answer.status == recorded["status"] else [f"status {recorded['status']}, not {answer.status}"]
        headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
        found += self._compare("headers", recorded["headers"], headers)
        return found + self._compare_body(recorded, answer.content)

    def _sent(self, request: Mapping[str, Any]) -> Sent:
        query = f"?{self._filled(request['query'])}" if request.get("query") else ""
        headers = {name: self._filled(value) for name, value in request["headers"].items()}
        return Sent(request["method"], self._filled(request["path"]) + query, headers, self._content(request))

    async def _among_others(self, sent: Sent) -> Answered:
        """Send the same request many times at once, and return the answer of one that lost."""
        answers = await asyncio.gather(*(self.send(sent) for _ in range(_IN_FLIGHT)))
        return max(answers, key=lambda answer: answer.status)

    def _content(self, request: Mapping[str, Any]) -> bytes | None:
        if "body" in request:
            return json.dumps(self._filled(request["body"]), ensure_ascii=False).encode()
        if "body_text" in request:
            return str(self._filled(request["body_text"])).encode()
        if "body_info" in request:
            head, tail = request["body_info"]["text"].split("...")
            size = request["body_info"]["bytes"] - len(head) - len(tail)
            return str(head + "x" * size + tail).encode()
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

    def _compare_body(self, recorded: Mapping[str, Any], content: bytes) -> list[str]:
        if "body" in recorded:
            try:
                return self._compare("body", recorded["body"], json.loads(content))
            except ValueError:
                return [f"no JSON: {content[:80]!r}"]
        if "body_text" in recorded:
            return self._compare("text", recorded["body_text"], content.decode(errors="replace"))
        if "body_info" in recorded:
            return list(_compare_pdf(recorded["body_info"], content))
        return [] if content == b"" else [f"a body: {content[:80]!r}"]

    def _compare(self, where: str, recorded: Any, ours: Any) -> list[str]:
        if isinstance(recorded, dict) and isinstance(ours, dict):
            return self._compare_objects(where, recorded, ours)
        if isinstance(recorded, list) and isinstance(ours, list) and len(recorded) == len(ours):
            pairs = enumerate(zip(recorded, ours, strict=True))
            return [line for place, pair in pairs for line in self._compare(f"{where}.{place}", *pair)]
        if isinstance(recorded, str) and (names := _WHOLE.findall(recorded)):
            return [] if self._fits(recorded, names, ours) else [f"{where}: {self._filled(recorded)!r}, not {ours!r}"]
        return [] if (type(recorded), recorded) == (type(ours), ours) else [f"{where}: {recorded!r}, not {ours!r}"]

    def _compare_objects(self, where: str, recorded: dict[str, Any], ours: dict[str, Any]) -> list[str]:
        recorded = {self._filled(key): value for key, value in recorded.items()}
        found = [f"{where}.{key} is missing" for key in recorded.keys() - ours.keys()]
        found += [f"{where}.{key} is too much" for key in ours.keys() - recorded.keys()]
        for key in recorded.keys() & ours.keys():
            found += self._compare(f"{where}.{key}", recorded[key], ours[key])
        return found

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


def _compare_pdf(recorded: Mapping[str, Any], content: bytes) -> Iterator[str]:
    if not content.startswith(recorded["starts_with"].encode()):
        yield f"the file begins with {content[:8]!r}"
        return
    title = recorded["text"][0]
    wanted, ours = _table(title, recorded["text"]), _table(title, text_of(content))
    if wanted != ours:
        yield f"PDF: {wanted}, not {ours}"


def _table(title: str, lines: list[str]) -> list[str]:
    """Return the words of a directory's PDF without what repeats on every page, wherever the pages end."""
    heads = {"Last Name First Name Numbers", "Last Name", "First Name", "Numbers"}
    words: list[str] = []
    for line in lines:
        text = " ".join(line.split())
        if text not in heads and re.fullmatch(re.escape(title) + r"( \d+)?", text) is None:
            words += text.split()
    return words
