"""Directories read to be edited, checked, created and saved."""

from attrs import frozen

from app.admin.draft import Draft
from app.kazoo import Client, Complaint, Conflict, Invalid, StoredDirectory

__all__ = ["Editing", "NotValid", "Rights", "create", "open_for_editing", "rights", "save"]


class NotValid(Invalid):
    """The check before sending found something; nothing was sent."""

    happened = "This cannot be saved: {detail}."
    kept = "Nothing was sent to the server."

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        said = "; ".join(f"{each.path}: {each.message.rstrip('.')}" for each in complaints)
        super().__init__("", said, complaints=complaints)


@frozen
class Rights:
    """Whether this sign-in may administer; if not, why, as a sentence."""

    may_edit: bool
    why: str = ""


@frozen
class Editing:
    """A directory as it was read, and the draft made of it."""

    directory: StoredDirectory
    draft: Draft


async def rights(client: Client) -> Rights:
    """Ask what KAZOO leaves to its clients: only an administrator may edit, and who holds an API key.

    Raises `KazooError`.
    """
    session = client.session
    if not session.owner_id:
        return Rights(True)
    level = session.priv_level or (await client.in_account(session.account_id).user(session.owner_id)).priv_level
    return Rights(True) if level == "admin" else Rights(False, "Only an administrator of the account may change this.")


async def open_for_editing(client: Client, directory_id: str) -> Editing:
    """Read a directory as it is stored. Raises `KazooError`."""
    stored = await client.stored_directory(directory_id)
    return Editing(stored, Draft.of(stored.fields))


async def save(client: Client, directory: StoredDirectory, draft: Draft) -> StoredDirectory:
    """Send what changed, unless somebody saved since `directory` was read; returns it as it is stored now.

    Raises `NotValid` before anything is sent, `Invalid` with KAZOO's complaints by field, `Conflict`, `KazooError`.
    """
    if not draft.changes:
        return directory
    _check(draft)
    try:
        return await client.change_directory(directory.id, draft.sent, directory.revision)
    except Conflict:
        newest = await client.stored_directory(directory.id)
        if newest.fields == directory.fields:  # a save that changed nothing, or one that met ours
            return await client.change_directory(directory.id, draft.sent, newest.revision)
        raise


async def create(client: Client, draft: Draft) -> StoredDirectory:
    """Create a directory, sent once. Raises `NotValid` before, else as `save`."""
    _check(draft)
    return await client.create_directory(draft.sent)


def _check(draft: Draft) -> None:
    if draft.complaints:
        raise NotValid(draft.complaints)
