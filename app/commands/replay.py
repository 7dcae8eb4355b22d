"""`namedial replay`: recordings of KAZOO's own code against ours."""

import lzma
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Annotated, Any, Final

import msgspec
import typer
from attrs import define, field
from rich.console import Console
from rich.markup import escape

from app.commands.replay_api import is_exchange, judge
from app.directory import Difference, check_recording

__all__ = ["replay"]

_SHOWN: Final = 3


@define
class Tally:
    """What came of one file."""

    file: str
    passed: int = 0
    failed: int = 0
    differences: list[dict[str, object]] = field(factory=list)
    unreadable: str = ""


def replay(
    files: Annotated[list[Path], typer.Argument(help="Recordings, one JSON object a line; .xz is unpacked.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
) -> None:
    """Run recordings of KAZOO's dialpad, sorting, filter, menu and API, and print passed and failed per file.

    Exchanges with the API are replayed both ways: the sandbox answers as recorded, and the client understands it. What
    they start from (`api-seed.json`) stands beside them.

    Exit code 0 when all agree, 1 when any differ, 2 when a file cannot be read.

    [dim]namedial replay tests/vectors/filter.jsonl.xz tests/vectors/traces.jsonl.xz[/dim]
    """
    tallies = [_run(file) for file in files]
    if as_json:
        typer.echo(msgspec.json.encode([_plain(tally) for tally in tallies]).decode())
    else:
        console = Console(highlight=False)
        for tally in tallies:
            _print(console, tally)
    if any(tally.unreadable for tally in tallies):
        raise typer.Exit(2)
    raise typer.Exit(1 if any(tally.failed for tally in tallies) else 0)


def _run(file: Path) -> Tally:
    tally = Tally(str(file))
    try:
        lines = _decoded(file)
        first = list(islice(lines, 1))
        if first and is_exchange(first[0]):
            for judged in judge(file, [*first, *lines]):
                _count(tally, judged.line, Difference(judged.recorded, judged.ours) if judged.ours else None)
        else:
            _check(tally, chain(first, lines))
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as broken:
        tally.unreadable = f"cannot be read: {broken}"
    except ValueError as unknown:
        tally.unreadable = str(unknown)
    return tally


def _check(tally: Tally, lines: Iterable[dict[str, Any]]) -> None:
    for number, line in enumerate(lines, start=1):
        try:
            _count(tally, number, check_recording(line))
        except ValueError as unknown:
            raise ValueError(f"line {number}: {unknown}") from unknown


def _decoded(file: Path) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(_lines(file), start=1):
        try:
            line = msgspec.json.decode(text)
        except msgspec.DecodeError as broken:
            raise ValueError(f"line {number}: {broken}") from broken
        if not isinstance(line, dict):
            raise ValueError(f"line {number}: no JSON object")
        yield line


def _lines(file: Path) -> Iterator[str]:
    with _open(file) as stream:
        yield from filter(str.strip, stream)


def _open(file: Path) -> IO[str]:
    return lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8")


def _count(tally: Tally, number: int, difference: Difference | None) -> None:
    if difference is None:
        tally.passed += 1
        return
    tally.failed += 1
    if len(tally.differences) < _SHOWN:
        tally.differences.append({"line": number, "recorded": difference.recorded, "ours": difference.ours})


def _plain(tally: Tally) -> dict[str, object]:
    return {
        "file": tally.file,
        "passed": tally.passed,
        "failed": tally.failed,
        "differences": tally.differences,
        "unreadable": tally.unreadable or None,
    }


def _print(console: Console, tally: Tally) -> None:
    colour = "red" if tally.failed or tally.unreadable else "green"
    console.print(f"[{colour}]{tally.passed} passed, {tally.failed} failed[/]  {escape(tally.file)}", soft_wrap=True)
    if tally.unreadable:
        console.print(f"  {escape(tally.unreadable)}", soft_wrap=True)
    for difference in tally.differences:
        console.print(f"  line {difference['line']}", soft_wrap=True)
        console.print(f"    recorded  {escape(str(difference['recorded']))}", soft_wrap=True)
        console.print(f"    ours      {escape(str(difference['ours']))}", soft_wrap=True)
