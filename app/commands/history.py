"""`namedial history`: the calls made and taken by whoever is signed in on this machine."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.commands.signin import fail, run
from app.desk import Journal, history_words
from app.directory import plain
from app.problem import Problem
from app.store import History, ProfileStore, Record, WhichCalls

__all__ = ["history"]


def history(
    query: Annotated[str, typer.Argument(help="Part of a name or number; without one all calls.")] = "",
    which: Annotated[WhichCalls, typer.Option("--only", help="Only these calls.")] = "all",
    limit: Annotated[int, typer.Option(help="At most so many, the newest.", min=1)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """List calls, newest first; exit code 1 when there are none. Nobody is asked and nothing is changed.

    [dim]namedial history baker --only missed[/dim]
    """
    profile = ProfileStore().load()
    if profile is None:
        fail(Problem("Nobody is remembered on this machine.", "Sign in in the window and let it be remembered."))
    file = ProfileStore().history_file(profile)
    records = run(_calls(file, query, which, limit)) if file.exists() else []
    if as_json:
        typer.echo(msgspec.json.encode({"calls": [_plain(record) for record in records]}).decode())
    else:
        _print(records)
    if not records:
        if not as_json:
            fail(Problem("There is no such call.", "Try less of the name, or without --only."))
        raise typer.Exit(1)


async def _calls(file: Path, query: str, which: WhichCalls, limit: int) -> list[Record]:
    kept = await History.open(file, settle=False)
    try:
        if kept.trouble is not None:
            fail(kept.trouble)
        return await Journal(kept, lambda missed: None, fail).page(query, which, limit=limit)
    finally:
        await kept.close()


def _plain(record: Record) -> dict[str, Any]:
    return {
        "direction": record.direction,
        "number": record.number,
        "name": record.name or None,
        "user_id": record.user_id or None,
        "account": record.account or None,
        "started_at": _time(record.started_at),
        "ended_at": _time(record.ended_at) if record.ended_at is not None else None,
        "seconds": round(record.duration, 1) if record.duration is not None else None,
        "result": record.result.value,
        "reason": record.reason or None,
        "transferred_to": record.transferred_to or None,
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def _print(records: Sequence[Record]) -> None:
    now = datetime.now().astimezone()
    table = Table(box=None, pad_edge=False)
    for heading in ("When", "", "Who", "Number", "What became of it", "Length"):
        table.add_column(heading, justify="right" if heading == "Length" else "left", overflow="fold")
    for record in records:
        style = "red" if record.missed else ""
        table.add_row(
            history_words.when(record, now),
            "←" if record.direction == "in" else "→",
            Text(history_words.who(record), style=style),
            Text(plain(record.number)),
            Text(plain(history_words.what(record)), style=style or "dim"),
            history_words.length(record),
        )
    Console().print(table)
