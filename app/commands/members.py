"""`namedial members`: people added to a directory and removed from it."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from attrs import frozen

from app.admin import Callflows, Candidate, MemberRun, Wanted, roster
from app.commands.administering import (
    Directory,
    DryRun,
    Json,
    Yes,
    administered,
    agree,
    print_json,
    progress,
    stopped_by_ctrl_c,
    tell,
    tell_outcome,
)
from app.commands.signin import Account, CaFile, Identity, Server, Username, fail, identity_of, run
from app.directory import plain
from app.kazoo import Client, User
from app.problem import Problem

__all__ = ["members"]

members = typer.Typer(no_args_is_help=True, help="Add people to a directory, or remove them.")

People = Annotated[
    list[str] | None, typer.Argument(help="Full name, user name, extension or id of each; put names in quotes.")
]


@members.command()
def add(
    directory: Directory,
    people: People = None,
    callflow: Annotated[
        str,
        typer.Option("--callflow", help="Id, name or number of the callflow, for one person; else the fitting one."),
    ] = "",
    everybody: Annotated[bool, typer.Option("--everybody", help="All users who are not in it.")] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Add people, each with the callflow that fits best; says which and why. Exit code 1 when somebody is not added.

    Their other directories stay as they are.

    [dim]namedial members add Sales "Bob Baker" 2006 --dry-run[/dim]
    """
    if bool(people) is everybody or (callflow and len(people or ()) != 1):
        fail(
            Problem("Nobody in particular was said.", "Name people, or say --everybody; --callflow is for one person.")
        )
    wanted = _Asked(directory, tuple(people or ()), callflow, dry_run, as_json)
    run(_add(identity_of(server, account, user, ca_file), wanted))


@members.command()
def remove(
    directory: Directory,
    people: People = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="All who are in it.")] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Take people out of a directory; asks first. Exit code 1 when somebody is not removed.

    Their other directories stay as they are.

    [dim]namedial members remove Sales "Bob Baker"[/dim]
    """
    if bool(people) is everybody:
        fail(Problem("Nobody in particular was said.", "Name people, or say --everybody."))
    wanted = _Asked(directory, tuple(people or ()), "", dry_run, as_json)
    run(_remove(identity_of(server, account, user, ca_file), wanted, yes=yes))


@frozen
class _Asked:
    directory: str
    people: Sequence[str]
    callflow: str
    dry_run: bool
    as_json: bool


@frozen
class _Known:
    """Everybody beside the directory, and by what they are called."""

    candidates: Sequence[Candidate]
    users: dict[str, User]
    callflows: Callflows

    @classmethod
    async def read(cls, client: Client, directory_id: str) -> "_Known":
        stored = await client.stored_directory(directory_id)
        users, callflows = await client.users(), Callflows(await client.callflows())
        return cls(roster(users, callflows, stored.members), {user.id: user for user in users}, callflows)

    def chosen(self, names: Iterable[str]) -> list[Candidate]:
        """Return who is meant, each once; ends the command where nobody or several are."""
        found = [self._one(name) for name in names]
        return list({each.user_id: each for each in found}.values())

    def _one(self, name: str) -> Candidate:
        fitting = [each for each in self.candidates if name == each.user_id] or [
            each for each in self.candidates if name.casefold() in self._called(each)
        ]
        if len(fitting) != 1:
            several = "; ".join(f"{each.name}: {each.user_id}" for each in fitting)
            step = (
                f"There are {several}. Say an id."
                if several
                else "Say a full name, a user name, an extension or an id."
            )
            fail(Problem(f"There is no single person {plain(name)!r}.", step))
        return fitting[0]

    def _called(self, candidate: Candidate) -> set[str]:
        user = self.users.get(candidate.user_id)
        names = [candidate.name, candidate.extension]
        names += [user.username, user.presence_id, f"{user.first_name} {user.last_name}".strip()] if user else []
        return {name.casefold() for name in names if name}


async def _add(identity: Identity, asked: _Asked) -> None:
    async with administered(identity, asked.directory) as (client, directory_id):
        known = await _Known.read(client, directory_id)
        found = known.chosen(asked.people) if asked.people else [each for each in known.candidates if not each.member]
        explicit = _callflow(known, asked.callflow) if asked.callflow else ""
        plan = [(each, explicit or _best(each)) for each in found]
        if not asked.as_json:
            for each, callflow_id in plan:
                tell(f"{each.name}: {_reason(known, each, callflow_id, chosen=bool(explicit))}")
        lost = [each for each, callflow_id in plan if not callflow_id]
        wanted = [Wanted(each.user_id, callflow_id, each.name) for each, callflow_id in plan if callflow_id]
        if asked.dry_run:
            _tell_plan(wanted, asked, left_out=lost)
            return
        await _go(client, directory_id, wanted, asked, left_out=len(lost))


async def _remove(identity: Identity, asked: _Asked, *, yes: bool) -> None:
    async with administered(identity, asked.directory) as (client, directory_id):
        known = await _Known.read(client, directory_id)
        found = known.chosen(asked.people) if asked.people else [each for each in known.candidates if each.member]
        wanted = [Wanted(each.user_id, None, each.name) for each in found if each.member]
        if not asked.as_json:
            for each in found:
                tell(each.name if each.member else f"{each.name} is not in it.")
        if asked.dry_run:
            _tell_plan(wanted, asked)
            return
        if wanted:
            agree(f"Take {len(wanted)} people out of {plain(asked.directory)!r}?", yes)
        await _go(client, directory_id, wanted, asked)


async def _go(client: Client, directory_id: str, wanted: list[Wanted], asked: _Asked, left_out: int = 0) -> None:
    members_run = MemberRun(client, directory_id, wanted, progress)
    with stopped_by_ctrl_c([members_run]):
        outcome = await members_run.go()
    tell_outcome(outcome, as_json=asked.as_json)
    if left_out:
        raise typer.Exit(1)


def _best(candidate: Candidate) -> str:
    """A member keeps the callflow it has."""
    if candidate.mapped:
        return candidate.mapped
    return candidate.suggestion.callflow.id if candidate.suggestion.callflow else ""


def _callflow(known: _Known, wanted: str) -> str:
    flows = known.callflows.by_id.values()
    fitting = [flow.id for flow in flows if wanted == flow.id]
    fitting = fitting or [
        flow.id for flow in flows if wanted in flow.numbers or wanted.casefold() == flow.name.casefold()
    ]
    if len(fitting) != 1:
        fail(Problem(f"There is no single callflow {plain(wanted)!r}.", "Say its id, or one of its numbers."))
    return fitting[0]


def _reason(known: _Known, candidate: Candidate, callflow_id: str, *, chosen: bool) -> str:
    words = known.callflows.words(callflow_id)
    if chosen:
        return words
    if candidate.mapped:
        return f"{words}. Is in it already."
    return f"{words}. {candidate.suggestion.reason}"


def _tell_plan(wanted: Sequence[Wanted], asked: _Asked, left_out: Sequence[Candidate] = ()) -> None:
    if asked.as_json:
        print_json({"would_change": [_plain(each) for each in wanted], "left_out": [each.user_id for each in left_out]})
    else:
        tell("Nothing was changed.")


def _plain(wanted: Wanted) -> dict[str, Any]:
    return {"user_id": wanted.user_id, "name": wanted.name or None, "callflow_id": wanted.callflow_id}
