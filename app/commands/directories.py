"""`namedial directories`: listed, shown, created, edited, deleted and brought back."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.admin import Change, Draft, Loss, MemberRun, NotDeleted, create, delete, open_for_editing, restore, save
from app.admin import what_is_lost as find_what_is_lost
from app.commands.administering import (
    Directory,
    DryRun,
    Json,
    Yes,
    administered,
    agree,
    kept_copies,
    print_json,
    progress,
    stopped_by_ctrl_c,
    tell,
    tell_failed,
    tell_outcome,
)
from app.commands.reading import chosen_directory, opened
from app.commands.signin import Account, CaFile, Identity, Server, Username, fail, identity_of, run
from app.directory import plain
from app.kazoo import StoredDirectory
from app.problem import Problem
from app.store import DirectoryCopy

__all__ = ["directories"]

directories = typer.Typer(no_args_is_help=True, help="List, show, create, edit, delete and restore directories.")

MinDtmf = Annotated[int | None, typer.Option("--min-dtmf", help="Fewest keys; KAZOO 4 and 5 ask for two all the same.")]
MaxDtmf = Annotated[int | None, typer.Option("--max-dtmf", help="Most keys before matches are offered; 0: no limit.")]
ConfirmMatch = Annotated[
    bool | None, typer.Option("--confirm-match/--no-confirm-match", help="A single match has to be agreed to.")
]
SearchFields = Annotated[
    Literal["both", "first_name", "last_name"] | None, typer.Option("--search-fields", help="Which name is keyed.")
]
SortBy = Annotated[
    Literal["first_name", "last_name"] | None, typer.Option("--sort-by", help="In which order matches are read out.")
]
Flags = Annotated[
    list[str] | None, typer.Option("--flag", help="A mark for other programs, instead of all there are; repeat it.")
]


@directories.command("list")
def list_(
    as_json: Json = False, server: Server = "", account: Account = "", user: Username = "", ca_file: CaFile = None
) -> None:
    """List the account's directories by name."""
    identity = identity_of(server, account, user, ca_file)
    found = run(_listed(identity))
    if as_json:
        print_json({"directories": [{"id": each_id, "name": name} for each_id, name in found]})
        return
    table = Table("Name", "Id", box=None, pad_edge=False)
    for each_id, name in found:
        table.add_row(Text(plain(name)), Text(each_id))
    Console(highlight=False).print(table)


@directories.command()
def show(
    directory: Directory,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Show a directory's settings, its members, and the callflows that lead callers to it."""
    identity = identity_of(server, account, user, ca_file)
    loss = run(_shown(identity, directory))
    if as_json:
        print_json({**_plain(loss.directory), **_lost(loss)})
        return
    _print_settings(loss.directory.fields)
    _print_lost(loss)


@directories.command("create")
def create_(
    name: Annotated[str, typer.Argument(help="Name of the new directory.")],
    min_dtmf: MinDtmf = None,
    max_dtmf: MaxDtmf = None,
    confirm_match: ConfirmMatch = None,
    search_fields: SearchFields = None,
    sort_by: SortBy = None,
    flag: Flags = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Create a directory without members; what is not said gets KAZOO's default.

    [dim]namedial directories create "Night Desk" --sort-by first_name[/dim]
    """
    draft = Draft.new(name).with_values(
        **_given(min_dtmf, max_dtmf, confirm_match, search_fields=search_fields, sort_by=sort_by, flags=flag)
    )
    made = run(_created(identity_of(server, account, user, ca_file), draft, dry_run=dry_run))
    _tell_saved(draft, made, as_json=as_json, what="created")


@directories.command()
def edit(
    directory: Directory,
    name: Annotated[str | None, typer.Option("--name", help="A new name.")] = None,
    min_dtmf: MinDtmf = None,
    max_dtmf: MaxDtmf = None,
    confirm_match: ConfirmMatch = None,
    search_fields: SearchFields = None,
    sort_by: SortBy = None,
    flag: Flags = None,
    no_flags: Annotated[bool, typer.Option("--no-flags", help="Take all flags away.")] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Change settings of a directory: what is said, and nothing else. Members stay.

    What somebody else saved at the same time is not overwritten.

    [dim]namedial directories edit Company --min-dtmf 2 --dry-run[/dim]
    """
    flags = [] if no_flags else flag
    values = _given(min_dtmf, max_dtmf, confirm_match, search_fields=search_fields, sort_by=sort_by, flags=flags)
    values |= {} if name is None else {"name": name}
    if not values:
        fail(Problem("Nothing to change was said.", "See namedial directories edit --help for the settings."))
    identity = identity_of(server, account, user, ca_file)
    draft, saved = run(_edited(identity, directory, values, dry_run=dry_run))
    _tell_saved(draft, saved, as_json=as_json, what="saved")


@directories.command("delete")
def delete_(
    directory: Directory,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Delete a directory: name what is lost, ask, take its members out, and delete it. A copy is kept.

    [dim]namedial directories restore[/dim] brings it back, under a new id.
    """
    run(_deleted(identity_of(server, account, user, ca_file), directory, yes=yes, dry_run=dry_run, as_json=as_json))


@directories.command("restore")
def restore_(
    directory: Annotated[str, typer.Argument(help="Name or former id; without one the last that was deleted.")] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Bring a deleted directory back from its copy, with its members, and say what is not as it was."""
    run(_restored(identity_of(server, account, user, ca_file), directory, dry_run=dry_run, as_json=as_json))


async def _listed(identity: Identity) -> list[tuple[str, str]]:
    async with opened(identity) as (_, book):
        return [(each.id, each.name) for each in await book.directories()]


async def _shown(identity: Identity, wanted: str) -> Loss:
    async with opened(identity) as (client, book):
        return await find_what_is_lost(client, chosen_directory(await book.directories(), wanted))


async def _created(identity: Identity, draft: Draft, *, dry_run: bool) -> StoredDirectory | None:
    async with administered(identity) as (client, _):
        return None if dry_run else await create(client, draft)


async def _edited(
    identity: Identity, wanted: str, values: Mapping[str, Any], *, dry_run: bool
) -> tuple[Draft, StoredDirectory | None]:
    async with administered(identity, wanted) as (client, directory_id):
        editing = await open_for_editing(client, directory_id)
        draft = editing.draft.with_values(**values)
        return draft, None if dry_run else await save(client, editing.directory, draft)


async def _deleted(identity: Identity, wanted: str, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    async with administered(identity, wanted) as (client, directory_id):
        loss = await find_what_is_lost(client, directory_id)
        if not as_json:
            tell(f"{plain(loss.name)} ({directory_id})")
            _print_lost(loss)
        if dry_run:
            if as_json:
                print_json({**_plain(loss.directory), **_lost(loss), "deleted": False})
            return
        agree(f"Delete {plain(loss.name)!r} and take its {len(loss.members)} members out?", yes)
        runs: list[MemberRun] = []
        with stopped_by_ctrl_c(runs):
            try:
                await delete(client, loss, kept_copies(), progress, runs.append)
            except NotDeleted as error:
                tell_failed(error.outcome.failed)
                raise
    if as_json:
        print_json({**_plain(loss.directory), **_lost(loss), "deleted": True})
    else:
        tell("Deleted. To bring it back: namedial directories restore")


async def _restored(identity: Identity, wanted: str, *, dry_run: bool, as_json: bool) -> None:
    async with administered(identity) as (client, _):
        kept = kept_copies()
        copy = _chosen_copy(await kept.copies(client.root, client.account_id), wanted)
        if dry_run:
            tell(f"{plain(copy.name)} with {len(copy.members)} members, deleted {copy.deleted_at:%Y-%m-%d %H:%M} UTC")
            return
        restored = await restore(client, copy, kept, progress)
    if as_json:
        print_json({**_plain(restored.directory), "differences": restored.differences})
    else:
        tell(f"{plain(copy.name)} is back ({restored.directory.id}).")
        for sentence in restored.differences:
            tell(plain(sentence))
    if not restored.outcome.complete:
        if not as_json:
            tell_outcome(restored.outcome, as_json=False)
        raise typer.Exit(1)


def _chosen_copy(copies: list[DirectoryCopy], wanted: str) -> DirectoryCopy:
    fitting = [copy for copy in copies if not wanted or wanted in (copy.directory_id, copy.name)]
    if not fitting:
        names = ", ".join(plain(copy.name) for copy in copies) or "none"
        fail(Problem("No copy of such a deleted directory is kept here.", f"Kept are: {names}."))
    return fitting[0]


def _given(min_dtmf: int | None, max_dtmf: int | None, confirm_match: bool | None, **more: Any) -> dict[str, Any]:
    values = {"min_dtmf": min_dtmf, "max_dtmf": max_dtmf, "confirm_match": confirm_match, **more}
    return {key: value for key, value in values.items() if value is not None}


def _tell_saved(draft: Draft, saved: StoredDirectory | None, *, as_json: bool, what: str) -> None:
    if as_json:
        facts = {"sent": draft.sent, "filled_in": {each.field.key: each.after for each in draft.filled_in}}
        print_json({**facts, "saved": _plain(saved) if saved else None})
        return
    for change in draft.changes:
        tell(_words(change) if draft.stored else f"{change.field.title}: {_value(change.after)}")
    for change in draft.filled_in:
        tell(f"{_words(change)} (KAZOO fills this in with any save)")
    for warning in (*draft.warnings, *(() if saved else draft.complaints)):
        tell(f"{warning.path}: {warning.message}", error=True)
    if not draft.changes:
        tell("Nothing differs from what is stored.")
    tell(f"{what.capitalize()}: {saved.id}" if saved else f"Nothing was {what}.")
    if draft.complaints:  # only where nothing was to be sent: else it was refused before
        raise typer.Exit(1)


def _words(change: Change) -> str:
    return f"{change.field.title}: {_value(change.before)} -> {_value(change.after)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(str(each)) for each in value) or "none"
    return plain(str(value))


def _print_settings(fields: Mapping[str, Any]) -> None:
    for change in Draft({}, Draft.of(fields).values).changes:
        stored = "" if change.field.key in fields else " (not stored)"
        tell(f"{change.field.title}: {_value(change.after)}{stored}")


def _print_lost(loss: Loss) -> None:
    tell(f"Members: {len(loss.members)}")
    for member in loss.members:
        tell(f"  {plain(member.name or member.user_id)}")
    for pointer in loss.pointers:
        numbers = ", ".join(map(plain, pointer.numbers))
        tell(f"Callers come by {plain(pointer.name or pointer.callflow_id)}" + (f" ({numbers})" if numbers else ""))
    if not loss.pointers:
        tell("No callflow leads callers to it.")


def _plain(directory: StoredDirectory) -> dict[str, Any]:
    return {"id": directory.id, "settings": dict(directory.fields)}


def _lost(loss: Loss) -> dict[str, Any]:
    return {
        "members": [
            {"user_id": each.user_id, "name": each.name or None, "callflow_id": each.callflow_id or None}
            for each in loss.members
        ],
        "callflows": [
            {"id": each.callflow_id, "name": each.name or None, "numbers": each.numbers} for each in loss.pointers
        ],
    }
