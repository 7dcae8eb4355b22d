"""`namedial simulate`: callers of the menu tried out without a call."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import indent
from typing import Annotated, Any

import msgspec
import typer
from attrs import evolve, frozen
from rich.console import Console
from rich.text import Text

from app.commands.scenario_source import AccountFilePath, Sample, Sources, sources_of
from app.commands.signin import Account, CaFile, Server, Username, fail, identity_of
from app.directory import KAZOO_4, Profile
from app.problem import Problem
from app.scenario import (
    PROFILES_BY_NAME,
    Caller,
    DirectoryUnavailable,
    KeyingError,
    ProfileName,
    Result,
    ScenarioError,
    failure_text,
    menu_of,
    read_acts,
    read_scenario,
    result_as_data,
    run_caller,
    transcript_text,
)

__all__ = ["simulate"]


@frozen
class Tried:
    """What came of one file: its callers, or why it cannot be used."""

    file: Path
    results: tuple[Result, ...] = ()
    unusable: ScenarioError | None = None


def simulate(
    files: Annotated[list[Path] | None, typer.Argument(help="Scenarios, NAME.caller.toml.")] = None,
    directory: Annotated[str, typer.Option("--directory", "-d", help="One caller at once: in this directory.")] = "",
    keys: Annotated[str, typer.Option("--keys", help="One caller at once: keys, a blank waits for the menu.")] = "",
    profile: Annotated[ProfileName | None, typer.Option(help="Run this menu, whatever the files say.")] = None,
    account_file: AccountFilePath = None,
    sample: Sample = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a report.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show passed calls line by line too.")] = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Try callers of the dial-by-name menu on a virtual clock: what they hear, whom they reach, and is it as expected.

    Exit code 0 when all callers pass, 1 when one fails, 2 when a file cannot be used. The same files run under pytest.

    [dim]namedial simulate sales.caller.toml[/dim]

    [dim]namedial simulate --directory Sales --keys "528 1"[/dim]
    """
    chosen = PROFILES_BY_NAME[profile] if profile else None
    sources = sources_of(lambda: identity_of(server, account, user, ca_file), account_file, is_sample=sample)
    if files and not (directory or keys):
        try:
            code = _try_files(sources, files, chosen, as_json=as_json, verbose=verbose)
        except typer.Exit:  # nobody is signed in, which is said by now
            code = 2
        raise typer.Exit(code)
    if files or not directory:
        fail(Problem("Give files, or --directory and --keys for one caller.", "namedial simulate --help shows both."))
    _try_one(sources, directory, keys, chosen or KAZOO_4, as_json=as_json)


def _try_one(sources: Sources, directory: str, keys: str, profile: Profile, *, as_json: bool) -> None:
    try:
        caller = Caller(keys, keys, read_acts(keys))
        menu = sources.fetch(directory, None, profile).menu(profile)
    except KeyingError as error:
        fail(Problem(f"{error.wrong}.", error.hint))
    except DirectoryUnavailable as error:
        fail(error.problem)
    result = run_caller(menu, caller)
    if as_json:
        typer.echo(msgspec.json.encode(result_as_data(result)).decode())
    else:
        typer.echo(transcript_text(result.lines))


def _try_files(sources: Sources, files: list[Path], profile: Profile | None, *, as_json: bool, verbose: bool) -> int:
    console = Console(highlight=False, quiet=as_json)
    tried = [_try_file(sources, file, profile, console, verbose=verbose) for file in files]
    if as_json:
        typer.echo(msgspec.json.encode([_plain(one) for one in tried]).decode())
    results = [result for one in tried for result in one.results]
    failed = sum(not result.is_passed for result in results)
    unusable = sum(one.unusable is not None for one in tried)
    if len(tried) > 1:
        _recall(console, tried)
    console.print(
        Text(_summary(len(results), failed, unusable), style="bold red" if failed or unusable else "bold green")
    )
    return 2 if unusable else 1 if failed else 0


def _try_file(sources: Sources, file: Path, profile: Profile | None, console: Console, *, verbose: bool) -> Tried:
    """Run a file's callers, each told as soon as it is over."""
    console.print(Text(str(file), style="bold"), soft_wrap=True)
    try:
        scenario = read_scenario(file)
        scenario = evolve(scenario, profile=profile or scenario.profile)
        menu = menu_of(scenario, sources)
    except ScenarioError as error:
        console.print(Text(f"  {error}", style="red"), soft_wrap=True)
        return Tried(file, unusable=error)
    results = []
    for caller in scenario.callers:
        results.append(run_caller(menu, caller))
        _print(console, results[-1], verbose=verbose)
    return Tried(file, tuple(results))


def _print(console: Console, result: Result, *, verbose: bool) -> None:
    mark = ("  ok    ", "green") if result.is_passed else ("  FAIL  ", "bold red")
    end = f"{result.end.in_words()}, {result.end.at_ms / 1_000:g} s"
    console.print(Text.assemble(mark, result.caller.name, "  ", (end, "dim")), soft_wrap=True)
    told = failure_text(result) if not result.is_passed else transcript_text(result.lines) if verbose else ""
    if told:
        console.print(Text(indent(told, "        ")), soft_wrap=True)


def _recall(console: Console, tried: Sequence[Tried]) -> None:
    """Name once more what failed, for it may have scrolled away."""
    for one in tried:
        where = f"{one.file}:{one.unusable.line}: not usable" if one.unusable else ""
        failed = (f"{one.file}:{each.caller.line}: {each.caller.name}" for each in one.results if not each.is_passed)
        for line in filter(None, (where, *failed)):
            console.print(Text(line, style="red"), soft_wrap=True)


def _summary(callers: int, failed: int, unusable: int) -> str:
    files = f", {unusable} file{'s' if unusable > 1 else ''} not usable" if unusable else ""
    return f"{callers - failed} passed, {failed} failed{files}"


def _plain(one: Tried) -> dict[str, Any]:
    error = one.unusable
    return {
        "file": str(one.file),
        "unusable": {"line": error.line, "wrong": error.wrong, "hint": error.hint or None} if error else None,
        "callers": [result_as_data(result) for result in one.results],
    }
