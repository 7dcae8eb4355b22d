"""`namedial audit`: whom a directory's callers reach, and whom not, and why."""

from collections.abc import Iterator
from typing import Annotated, Final, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from app.commands.scenario_source import AccountFilePath, Sample, sources_of
from app.commands.signin import Account, CaFile, Server, Username, fail, identity_of
from app.directory import display_name, plain
from app.directory.audit import (
    Audit,
    Finding,
    Outcome,
    Outlook,
    Reachability,
    advice_on,
    audit_as_csv,
    audit_as_data,
    audit_of,
    heard_in_words,
    in_words,
    remarks_on,
    summary_of,
    title_of,
)
from app.problem import Problem
from app.scenario import PROFILES_BY_NAME, DirectoryUnavailable, ProfileName

__all__ = ["audit"]

_BAR: Final = 40
_SHOWN: Final = 50
_NOT_HAD: Final = 2


def audit(
    directory: Annotated[str, typer.Argument(help="Name or id of the directory.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a row per person for a spreadsheet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a report.")] = False,
    profile: Annotated[ProfileName, typer.Option(help="Whose menu.")] = "kazoo-4",
    account_file: AccountFilePath = None,
    sample: Sample = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """See whom callers of a directory's menu reach, after how many keys, and who cannot be reached and why.

    Exit code 0 when everybody can be reached alone, 1 when somebody cannot or the directory is broken, 2 when it cannot
    be had.

    [dim]namedial audit Company --csv > company.csv[/dim]
    """
    if as_csv and as_json:
        _fail(Problem("--csv and --json exclude each other.", "Choose one of them."))
    if not directory:
        _fail(Problem("All directories together have no menu of their own.", "Name one directory."))
    menu = PROFILES_BY_NAME[profile]
    try:
        sources = sources_of(lambda: identity_of(server, account, user, ca_file), account_file, is_sample=sample)
        snapshot = sources.fetch(directory, None, menu).snapshot
    except DirectoryUnavailable as error:
        _fail(error.problem)
    except typer.Exit:  # nobody is signed in, which is said by now
        raise typer.Exit(_NOT_HAD) from None
    told = audit_of(snapshot, menu)
    if as_csv:
        typer.echo(audit_as_csv(told).encode(), nl=False)
    elif as_json:
        typer.echo(msgspec.json.encode(audit_as_data(told)).decode())
    else:
        _print(told)
    raise typer.Exit(0 if told.is_everybody_alone else 1)


def _fail(problem: Problem) -> NoReturn:
    fail(problem, _NOT_HAD)


def _print(told: Audit) -> None:
    console = Console(highlight=False)
    style = "green" if told.is_everybody_alone else "bold red" if told.is_broken else "bold"
    console.print(Text.assemble((plain(told.directory.name), "bold"), "  ", (summary_of(told), style)))
    if told.people:
        _section(console, "Keys needed to be the only match", _histogram(told.present), Text(heard_in_words(told)))
        _section(console, "Settings", *map(Text, remarks_on(told)))
        _section(console, "What another setting would do", _alternatives(told))
    for finding in Finding:
        people = [person for person in told.people if finding in person.findings]
        if people:
            _section(console, f"{title_of(finding)} ({len(people):,})", *_affected(told, people, finding))


def _section(console: Console, title: str, *parts: Table | Text) -> None:
    console.print()
    console.print(Text(title, style="bold cyan"))
    for part in parts:
        console.print(Padding(part, (0, 0, 0, 2), expand=False))


def _histogram(outlook: Outlook) -> Table | Text:
    if not outlook.keys_needed:
        return Text("Nobody can be reached alone.")
    table = Table.grid(padding=(0, 1))
    most = max(count for _, count in outlook.keys_needed)
    for keys, count in outlook.keys_needed:
        table.add_row(Text(f"{keys:>3}"), Text("█" * max(1, round(count / most * _BAR)), style="cyan"), f"{count:,}")
    return table


def _alternatives(told: Audit) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("setting")
    for heading in (*(outcome.value for outcome in Outcome), "keys on average", "read first", "last place"):
        table.add_column(heading, justify="right")
    table.add_row("as it is", *_figures(told.present), style="bold")
    for each in told.alternatives:
        table.add_row(f"{each.setting.value} {each.value}", *_figures(each.outlook))
    return table


def _figures(outlook: Outlook) -> Iterator[str]:
    yield from (f"{count:,}" for _, count in outlook.counts)
    yield f"{outlook.mean_presses:.1f}"
    yield from (f"{outlook.first_read:,}", f"{outlook.last_place:,}")


def _affected(told: Audit, people: list[Reachability], finding: Finding) -> Iterator[Table | Text]:
    """What is the same for all is said once."""
    sentences = [in_words(person, finding) for person in people]
    is_one_for_all = len(set(sentences)) == 1
    if is_one_for_all:
        yield Text(sentences[0])
    yield Text(advice_on(finding), style="dim")
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    for person, sentence in list(zip(people, sentences, strict=True))[:_SHOWN]:
        name = Text(display_name(person.entry, told.directory.sort_by))
        number = Text(plain(person.entry.number) or "-")
        table.add_row(name, number, *(() if is_one_for_all else (Text(sentence),)))
    yield table
    if len(people) > _SHOWN:
        yield Text(f"and {len(people) - _SHOWN:,} more, all of them with --csv", style="dim")
