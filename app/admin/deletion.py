"""A directory deleted: what is lost, the members' maps cleaned first, a copy kept; and brought back from the copy."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from attrs import frozen

from app.admin.members import MemberRun, Outcome, Wanted
from app.kazoo import Callflow, Client, Conflict, KazooError, NotFound, StoredDirectory, Unconfirmed
from app.problem import Problem
from app.store import DirectoryCopy, KeptCopies, KeptMember, KeptPointer

__all__ = ["Deleted", "Loss", "NotDeleted", "Restored", "delete", "restore", "what_is_lost"]

_DEEPEST: Final = 200
Progress = Callable[[int, int], None]


@frozen
class Loss:
    """What goes with a directory, to be named before it is deleted."""

    directory: StoredDirectory
    members: tuple[KeptMember, ...]
    pointers: tuple[KeptPointer, ...]
    """Callflows that lead callers to it; they stay, and lead nowhere then."""

    @property
    def name(self) -> str:
        """The directory's."""
        return str(self.directory.fields.get("name") or "")


@frozen
class Deleted:
    """The copy, already kept, and what became of the members' maps."""

    copy: DirectoryCopy
    outcome: Outcome


@frozen
class Restored:
    """What came back, and in sentences what is not as it was."""

    directory: StoredDirectory
    outcome: Outcome
    differences: tuple[str, ...]


class NotDeleted(Exception):
    """The directory is still there: some members could not be taken out, or it changed meanwhile."""

    def __init__(self, copy: DirectoryCopy, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.copy = copy
        self.outcome = outcome
        taken_out = sum(each.changed for each in outcome.done)
        self.problem = Problem(
            f"The directory was not deleted: {why}.",
            "Undo puts back who was taken out, or try again.",
            f"It is still there; {taken_out} of its members were taken out, and a copy is kept.",
        )


async def what_is_lost(client: Client, directory_id: str) -> Loss:
    """Read the directory, who is in it and what leads to it. Raises `KazooError`.

    When listing members fails KAZOO shows none and does not say so: whose map names the directory is asked, too.
    """
    directory = await client.stored_directory(directory_id)
    users = {user.id: f"{user.first_name} {user.last_name}".strip() for user in await client.users()}
    mapped = {member.user_id: member.callflow_id for member in directory.members}
    for user_id in sorted(await client.user_ids_with(f"directories.{directory_id}") - mapped.keys()):
        mapped[user_id] = (await client.holder(user_id)).directories.get(directory_id, "")
    members = tuple(KeptMember(user_id, flow_id, users.get(user_id, "")) for user_id, flow_id in mapped.items())
    return Loss(directory, members, tuple([pointer async for pointer in _pointers(client, directory_id)]))


async def delete(
    client: Client,
    loss: Loss,
    kept: KeptCopies,
    progress: Progress | None = None,
    begun: Callable[[MemberRun], None] = lambda _: None,
) -> Deleted:
    """Keep a copy, take every member out, then delete, unless the directory was saved since `loss` was read.

    `begun` is told the run over the members, to stop it. Raises `NotDeleted` while the directory is still there,
    `KeptCopiesError` before anything is sent when the copy cannot be kept, `KazooError`.
    """
    copy = _copy(client, loss)
    await kept.keep(copy)
    wanted = (Wanted(member.user_id, None, member.name) for member in loss.members)
    members = MemberRun(client, loss.directory.id, wanted, progress)
    begun(members)
    outcome = await members.go()
    copy = await _without_strangers(kept, copy, outcome)
    if not outcome.complete:
        left = len(outcome.again)
        raise NotDeleted(copy, outcome, f"{left} of {len(loss.members)} members could not be taken out")
    joined = await _joined_meanwhile(client, loss)
    if joined:
        raise NotDeleted(copy, outcome, f"{joined} more became members meanwhile")
    try:
        await client.delete_directory(loss.directory.id, loss.directory.revision)
    except Conflict as changed:
        raise NotDeleted(copy, outcome, "somebody changed it meanwhile") from changed
    except NotFound:  # somebody else was faster
        pass
    except Unconfirmed:
        if await _still_there(client, loss.directory.id) is not None:
            raise
    return Deleted(copy, outcome)


async def restore(client: Client, copy: DirectoryCopy, kept: KeptCopies, progress: Progress | None = None) -> Restored:
    """Bring back what `copy` holds: the directory, unless it is still there, and its memberships.

    The copy is dropped once everything is back; until then it goes on where it was broken off, and makes no second
    directory. Raises `KazooError`; members that fail are in the outcome.
    """
    directory = await _still_there(client, copy.directory_id)
    if directory is None:
        directory = await client.create_directory(copy.fields)
    moved = copy.moved_to(directory.id)
    await kept.replace(copy, moved)
    wanted = (Wanted(member.user_id, member.callflow_id, member.name) for member in copy.members)
    outcome = await MemberRun(client, directory.id, wanted, progress).go()
    if outcome.complete:
        await kept.drop(moved)
    return Restored(directory, outcome, tuple(_differences(copy, directory, outcome)))


async def _without_strangers(kept: KeptCopies, copy: DirectoryCopy, outcome: Outcome) -> DirectoryCopy:
    """Leave out who was listed and is no member: early 4.3.8x lists those of other directories as well."""
    strangers = {done.wanted.user_id for done in outcome.done if done.before is None}
    if not strangers:
        return copy
    members = tuple(member for member in copy.members if member.user_id not in strangers)
    corrected = copy.with_members(members)
    await kept.keep(corrected)
    return corrected


def _differences(copy: DirectoryCopy, directory: StoredDirectory, outcome: Outcome) -> Iterator[str]:
    if directory.id != copy.directory_id:
        yield f"The directory has a new id, {directory.id}; it was {copy.directory_id}."
        if copy.pointers:
            names = ", ".join(pointer.name or pointer.callflow_id for pointer in copy.pointers)
            yield f"These callflows still lead to the deleted one: {names}. Choose the directory there again."
    other = [key for key, value in copy.fields.items() if directory.fields.get(key) != value]
    if other:
        yield f"These settings are not as they were: {', '.join(sorted(other))}."
    missing = len(outcome.again)
    if missing:
        yield f"{missing} of {len(copy.members)} members are not back."


async def _still_there(client: Client, directory_id: str) -> StoredDirectory | None:
    try:
        return await client.stored_directory(directory_id)
    except NotFound:
        return None


async def _joined_meanwhile(client: Client, loss: Loss) -> int:
    now = await _still_there(client, loss.directory.id)
    known = {member.user_id for member in loss.members}
    return sum(member.user_id not in known for member in now.members) if now else 0


def _copy(client: Client, loss: Loss) -> DirectoryCopy:
    return DirectoryCopy(
        server=client.root,
        account_id=client.account_id,
        directory_id=loss.directory.id,
        deleted_at=datetime.now(UTC),
        fields=dict(loss.directory.fields),
        members=loss.members,
        pointers=loss.pointers,
    )


async def _pointers(client: Client, directory_id: str) -> AsyncIterator[KeptPointer]:
    """Callflows whose tree has the directory: the list tells who has any, then each of those is read."""
    for row in await client.callflows():
        if "directory" in row.modules and await _points(client, row, directory_id):
            yield KeptPointer(row.id, row.name, row.numbers)


async def _points(client: Client, row: Callflow, directory_id: str) -> bool:
    try:
        flow = (await client.callflow(row.id)).flow
    except KazooError:
        return False
    return any(node.get("module") == "directory" and _leads(node.get("data"), directory_id) for node in _nodes(flow))


def _leads(data: object, directory_id: str) -> bool:
    return isinstance(data, Mapping) and data.get("id") == directory_id and data.get("skip_module") is not True


def _nodes(flow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [(flow, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node
        children = node.get("children")
        if isinstance(children, Mapping) and depth < _DEEPEST:
            waiting += [(child, depth + 1) for child in children.values() if isinstance(child, Mapping)]
