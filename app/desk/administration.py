"""The directories of one account, administered: what the window's editor asks."""

import asyncio
from collections.abc import Callable, Sequence

from attrs import frozen

from app.admin import (
    Callflows,
    Candidate,
    Draft,
    Editing,
    Loss,
    MemberRun,
    NotDeleted,
    Outcome,
    Restored,
    Rights,
    Wanted,
    create,
    delete,
    open_for_editing,
    restore,
    rights,
    roster,
    save,
    what_is_lost,
)
from app.directory import collation_key, plain
from app.kazoo import (
    Callflow,
    Client,
    Complaint,
    Conflict,
    DirectorySummary,
    Forbidden,
    Invalid,
    Member,
    StoredDirectory,
    User,
)
from app.problem import Problem
from app.store import DirectoryCopy, KeptCopies

__all__ = ["Administration", "Met", "Overview", "People", "Refused", "Saved", "StillThere"]

Progress = Callable[[int, int], None]


@frozen
class Overview:
    """What there is to administer, and whether this sign-in may."""

    rights: Rights
    directories: tuple[DirectorySummary, ...]
    deleted: tuple[DirectoryCopy, ...]


@frozen
class People:
    """Who is in a directory and who could be, and the callflows to choose from."""

    roster: tuple[Candidate, ...]
    callflows: Callflows


@frozen
class Saved:
    """A directory as it is stored now."""

    directory: StoredDirectory


@frozen
class Refused:
    """What KAZOO, or the check before sending, has against the draft, by field; without the right, `read_only`."""

    problem: Problem
    complaints: tuple[Complaint, ...] = ()
    read_only: bool = False


@frozen
class Met:
    """Somebody else saved meanwhile; this is what is stored now."""

    newest: StoredDirectory


@frozen
class StillThere:
    """The directory was not deleted, but some members may be out; the copy brings them back."""

    copy: DirectoryCopy
    problem: Problem


class Administration:
    """One account's; what fails raises `KazooError` unless it is something to answer."""

    def __init__(self, client: Client, kept: KeptCopies) -> None:
        self._client = client
        self._kept = kept
        self._run: MemberRun | None = None
        self._stopping = False

    async def overview(self) -> Overview:
        """What there is; without the right to look at oneself, one may look only."""
        may = await self._rights()
        key_of = collation_key("en")
        directories = sorted(await self._client.directories(), key=lambda each: key_of(plain(each.name)))
        return Overview(may, tuple(directories), tuple(await self._copies()))

    async def open(self, directory_id: str) -> Editing:
        """Read a directory to be edited."""
        return await open_for_editing(self._client, directory_id)

    async def people(self, directory_id: str) -> People:
        """Read who is in a directory, and everybody who could be."""
        stored = await self._client.stored_directory(directory_id)
        flows, users = await self._client.callflows(), await self._client.users()
        return await asyncio.to_thread(_people, users, flows, stored.members)

    async def save(self, directory: StoredDirectory, draft: Draft) -> "Saved | Refused | Met":
        """Send what changed."""
        try:
            return Saved(await save(self._client, directory, draft))
        except (Invalid, Forbidden) as refused:
            return _refused(refused)
        except Conflict:
            return Met(await self._client.stored_directory(directory.id))

    async def create(self, draft: Draft) -> "Saved | Refused":
        """Create a directory, sent once."""
        try:
            return Saved(await create(self._client, draft))
        except (Invalid, Forbidden) as refused:
            return _refused(refused)

    async def change_members(self, directory_id: str, wanted: Sequence[Wanted], progress: Progress) -> Outcome:
        """Add, remove or lead elsewhere, one by one; who fails is in the outcome. `stop` ends it early."""
        self._run, self._stopping = MemberRun(self._client, directory_id, wanted, progress), False
        return await self._run.go()

    async def stop(self) -> None:
        """Begin with nobody more, also where nobody is begun with yet; the outcome comes as it does at the end."""
        self._stopping = True
        if self._run is not None:
            self._run.stop()

    async def what_is_lost(self, directory_id: str) -> Loss:
        """What goes with a directory."""
        return await what_is_lost(self._client, directory_id)

    async def delete(self, loss: Loss, progress: Progress) -> "DirectoryCopy | StillThere":
        """Keep a copy, then delete. Raises `KeptCopiesError`, `KazooError`."""
        self._run, self._stopping = None, False
        try:
            return (await delete(self._client, loss, self._kept, progress, self._begun)).copy
        except NotDeleted as not_deleted:
            return StillThere(not_deleted.copy, not_deleted.problem)

    async def restore(self, copy: DirectoryCopy, progress: Progress) -> Restored:
        """Bring a deleted directory back."""
        return await restore(self._client, copy, self._kept, progress)

    async def forget(self, copy: DirectoryCopy) -> None:
        """Drop the copy of a deleted directory: it cannot be brought back then."""
        await self._kept.drop(copy)

    async def _rights(self) -> Rights:
        try:
            return await rights(self._client)
        except Forbidden as forbidden:
            return Rights(False, forbidden.problem.happened)

    async def _copies(self) -> list[DirectoryCopy]:
        return await self._kept.copies(self._client.root, self._client.account_id)

    def _begun(self, run: MemberRun) -> None:
        self._run = run
        if self._stopping:
            run.stop()


def _people(users: Sequence[User], flows: Sequence[Callflow], members: Sequence[Member]) -> People:
    callflows = Callflows(flows)
    return People(roster(users, callflows, members), callflows)


def _refused(error: Invalid | Forbidden) -> Refused:
    if isinstance(error, Forbidden):
        return Refused(error.problem, read_only=True)
    return Refused(error.problem, error.complaints)
