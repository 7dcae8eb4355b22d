"""`namedial find`: who matches, as a caller and as the desk sees it."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.commands.reading import search_directory
from app.commands.signin import Account, CaFile, Server, Username, fail, identity_of, run
from app.directory import Found, QueryKind, Snapshot, display_name, matched_letters, plain
from app.problem import Problem

__all__ = ["find"]


def find(
    query: Annotated[str, typer.Argument(help="Keys as on a telephone (528) or letters of a name, title or number.")],
    directory: Annotated[str, typer.Option("--directory", "-d", help="Name or id of a directory; else all.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Find people by keypad digits or by typing; exit code 1 when nobody matches.

    Digits are read as KAZOO's menu reads a caller's keys; what only the desk can find (by extension, by another word
    of the name) is listed after that and marked.

    [dim]namedial find 528[/dim]
    """
    identity = identity_of(server, account, user, ca_file)
    snapshot, found = run(search_directory(identity, directory, query))
    if as_json:
        typer.echo(msgspec.json.encode(_plain(snapshot, found)).decode())
    else:
        _print(snapshot, found)
    if not found.rows:
        if not as_json:
            fail(_nobody(snapshot, found))
        raise typer.Exit(1)


def _plain(snapshot: Snapshot, found: Found) -> dict[str, Any]:
    people = [
        {
            "user_id": entry.user_id,
            "first_name": entry.first_name,
            "last_name": entry.last_name,
            "number": entry.number or None,
            "numbers": entry.numbers,
            "title": entry.title or None,
            "by_caller": place < found.by_caller,
            "trouble": entry.trouble.value if entry.trouble else None,
        }
        for place, entry in enumerate(snapshot.entries[row] for row in found.rows)
    ]
    return {
        "directory": snapshot.directory.name,
        "query": found.query.text,
        "by_caller": found.by_caller,
        "people": people,
    }


def _print(snapshot: Snapshot, found: Found) -> None:
    if not found.rows:
        return
    by_keys = found.query.kind is QueryKind.KEYS
    table = Table(box=None, pad_edge=False)
    for heading in ("Name", "Number", "Title", *(("Found by",) if by_keys else ())):
        table.add_column(heading, justify="right" if heading == "Number" else "left", overflow="fold")
    for place, row in enumerate(found.rows):
        table.add_row(*_cells(snapshot, found, place, row, by_keys=by_keys))
    Console().print(table)


def _cells(snapshot: Snapshot, found: Found, place: int, row: int, *, by_keys: bool) -> Sequence[Text]:
    entry, settings = snapshot.entries[row], snapshot.directory
    name = Text(display_name(entry, settings.sort_by))
    for start, end in matched_letters(entry, found.query, settings.search_fields, settings.sort_by):
        name.stylize("bold cyan", start, end)
    title = Text(plain(entry.title) or (entry.trouble.value if entry.trouble else ""), style="dim")
    how = (Text("caller" if place < found.by_caller else "desk", style="dim"),) if by_keys else ()
    return (name, Text(entry.number or "-"), title, *how)


def _nobody(snapshot: Snapshot, found: Found) -> Problem:
    where = plain(snapshot.directory.name)
    if not snapshot.entries:
        return Problem(f"There is nobody in {where}.", "Choose another directory with --directory.")
    if found.nearest:
        return Problem(f"Nobody in {where} matches {found.query.text}.", f"{found.nearest} would still match somebody.")
    return Problem(f"Nobody in {where} matches {plain(found.query.text)}.", "Try fewer letters or another directory.")
