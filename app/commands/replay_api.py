"""Exchanges with KAZOO's API replayed both ways: the sandbox answers as recorded, and the client understands it."""

import asyncio
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from app.sandbox import AccountFile

__all__ = ["Judged", "NoSeedError", "is_exchange", "judge"]


@frozen
class Judged:
    """One exchange, by its line in the file; nothing is said where all agrees."""

    line: int
    recorded: str = ""
    ours: str = ""


class NoSeedError(ValueError):
    """The accounts that the exchanges start from are not beside them."""


def is_exchange(line: dict[str, Any]) -> bool:
    """Whether a line is an exchange with the API."""
    return "request" in line and "response" in line


def judge(file: Path, lines: Sequence[dict[str, Any]]) -> Iterator[Judged]:
    """Replay a whole file, group by group. Raises `NoSeedError` and `ValueError` for what is none."""
    from app.sandbox.recorded import groups_of  # noqa: PLC0415 - the sandbox's libraries are wanted late

    for number, line in enumerate(lines, start=1):
        if not is_exchange(line) or not isinstance(line.get("group"), str):
            raise ValueError(f"line {number}: no exchange with the API")
    account = _seed(file, str(lines[0].get("seed", "api-seed.json")))
    numbers = {id(line): number for number, line in enumerate(lines, start=1)}
    for group in groups_of(lines).values():
        try:
            results = asyncio.run(_both_ways(group, account))
        except (KeyError, TypeError, AttributeError) as missing:
            raise ValueError(f"line {numbers[id(group[0])]}: no whole recording: {missing!r}") from missing
        for exchange, found in zip(group, results, strict=True):
            yield _judged(numbers[id(exchange)], str(exchange.get("id")), found)


async def _both_ways(group: Sequence[Any], account: "AccountFile") -> list[list[str]]:
    from app.kazoo.recorded import misunderstood  # noqa: PLC0415 - httpx is wanted late
    from app.sandbox.recorded import replay_group  # noqa: PLC0415 - as above

    answered = await replay_group(group, account)
    read = [await misunderstood(exchange) for exchange in group]
    return [[*parts, *([f"the client: {wrong}"] if wrong else [])] for parts, wrong in zip(answered, read, strict=True)]


def _judged(line: int, name: str, found: Sequence[str]) -> Judged:
    return Judged(line, name, "; ".join(found)) if found else Judged(line)


def _seed(file: Path, name: str) -> "AccountFile":
    from app.sandbox import AccountFileError, parse_account  # noqa: PLC0415 - as above

    for place in (file.with_name(name), file.with_name(f"{name}.xz")):
        if place.exists():
            content = place.read_bytes()
            text = (lzma.decompress(content) if place.suffix == ".xz" else content).decode()
            try:
                return parse_account(text, str(place))
            except AccountFileError as broken:
                raise NoSeedError(str(broken)) from broken
    raise NoSeedError(f"the exchanges start from {name}, which is not beside the file")
