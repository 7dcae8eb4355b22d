"""What the commands that change a directory share: the right to it, the one that is meant, asking first, progress."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from app.admin import Failed, MemberRun, Outcome, rights
from app.commands.reading import chosen_directory, opened
from app.commands.signin import Identity, fail
from app.directory import plain
from app.kazoo import Client
from app.problem import Problem
from app.store import KeptCopies, ProfileStore

__all__ = [
    "Directory",
    "DryRun",
    "Json",
    "Yes",
    "administered",
    "agree",
    "kept_copies",
    "print_json",
    "progress",
    "stopped_by_ctrl_c",
    "tell",
    "tell_failed",
    "tell_outcome",
]

Directory = Annotated[str, typer.Argument(help="Name or id of the directory.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and change nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


@asynccontextmanager
async def administered(identity: Identity, wanted: str = "") -> AsyncIterator[tuple[Client, str]]:
    """Sign in as who may change directories; yields the client and the id of the directory meant, if one is.

    Ends the command with a sentence without the right. Raises `KazooError` and `UnknownDirectoryError`.
    """
    async with opened(identity) as (client, book):
        allowed = await rights(client)
        if not allowed.may_edit:
            fail(Problem(allowed.why, "Sign in as an administrator, or with the account's API key."))
        yield client, chosen_directory(await book.directories(), wanted) if wanted else ""


def agree(question: str, yes: bool) -> None:
    """Go on when the person agrees, or has by `--yes`; ends the command otherwise."""
    if yes:
        return
    if not sys.stdin.isatty():
        fail(Problem("Nothing was changed: this asks first.", "Say --yes, or run it in a terminal to be asked."))
    if not typer.confirm(question):
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(1)


def kept_copies() -> KeptCopies:
    """Where the window, too, keeps what was deleted."""
    return KeptCopies(ProfileStore().copies_file)


def tell(line: str, *, error: bool = False) -> None:
    """Print a line as plain text."""
    Console(stderr=error, highlight=False, emoji=False).print(escape(line), soft_wrap=True)


def print_json(facts: Any) -> None:
    """Print facts as one JSON object."""
    typer.echo(msgspec.json.encode(facts).decode())


def progress(done: int, of: int) -> None:
    """Show how far a run over members is, where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{done} of {of}", end=end, file=sys.stderr, flush=True)


@contextlib.contextmanager
def stopped_by_ctrl_c(runs: Sequence[MemberRun]) -> Iterator[None]:
    """Let Ctrl+C finish who is under way and begin with nobody more, so that the outcome can be told."""

    def stop() -> None:
        for run in runs:
            run.stop()

    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, stop)
    except NotImplementedError:  # Windows: Ctrl+C ends the command
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def tell_failed(members: Sequence[Failed]) -> None:
    """Print who could not be changed, why, and what to do."""
    for failed in members:
        who = plain(failed.wanted.name or failed.wanted.user_id)
        tell(f"{who}: {failed.problem.happened} {failed.problem.next_step}", error=True)


def tell_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """Print what became of each member; ends the command with exit code 1 unless all is as wanted."""
    if as_json:
        print_json(_plain(outcome))
    else:
        changed = sum(done.changed for done in outcome.done)
        tell(f"{changed} changed, {len(outcome.done) - changed} as wanted already.")
        tell_failed(outcome.failed)
        if outcome.not_tried:
            names = ", ".join(plain(each.name or each.user_id) for each in outcome.not_tried)
            tell(f"Not tried: {names}.", error=True)
    if not outcome.complete:
        raise typer.Exit(1)


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "done": [
            {
                "user_id": done.wanted.user_id,
                "name": done.wanted.name or None,
                "before": done.before,
                "callflow_id": done.wanted.callflow_id,
                "changed": done.changed,
            }
            for done in outcome.done
        ],
        "failed": [
            {
                "user_id": failed.wanted.user_id,
                "name": failed.wanted.name or None,
                "happened": failed.problem.happened,
                "next_step": failed.problem.next_step,
            }
            for failed in outcome.failed
        ],
        "not_tried": [wanted.user_id for wanted in outcome.not_tried],
    }
