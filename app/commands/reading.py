"""Reading a directory for a command: sign in, choose, fetch, with titles left out."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.book import Book
from app.commands.signin import Identity
from app.directory import ALL_DIRECTORIES, Directory, Snapshot, plain
from app.kazoo import Client
from app.problem import Problem

__all__ = ["UnknownDirectoryError", "chosen_directory", "opened", "read_directory"]


class UnknownDirectoryError(Exception):
    """No directory, or more than one, goes by the name given."""

    def __init__(self, wanted: str, listed: Sequence[Directory]) -> None:
        super().__init__(wanted)
        names = ", ".join(sorted(plain(directory.name) for directory in listed)) or "none"
        self.problem = Problem(
            f"There is no single directory {plain(wanted)!r}.", f"The account has: {names}. An id works too."
        )


def chosen_directory(listed: Sequence[Directory], wanted: str) -> str:
    """Return the id of the directory named `wanted` (name in any case, or id); all for an empty text.

    Raises `UnknownDirectoryError`.
    """
    if not wanted:
        return ALL_DIRECTORIES.id
    fitting = [row.id for row in listed if wanted in (row.id, row.name)]
    fitting = fitting or [row.id for row in listed if row.name.casefold() == wanted.casefold()]
    if len(fitting) != 1:
        raise UnknownDirectoryError(wanted, listed)
    return fitting[0]


@asynccontextmanager
async def opened(identity: Identity) -> AsyncIterator[tuple[Client, Book]]:
    """Sign in; yields the client and a book that publishes to nobody. Raises `KazooError`."""
    ca_file = Path(identity.profile.ca_file) if identity.profile.ca_file else None
    async with Client(identity.profile.server, identity.login, ca_file=ca_file) as client:
        await client.sign_in()
        yield client, Book(client, lambda snapshot: None, lambda: datetime.now(UTC))


async def read_directory(identity: Identity, wanted: str) -> Snapshot:
    """Sign in and fetch the directory of that name or id. Raises `KazooError` and `UnknownDirectoryError`."""
    async with opened(identity) as (_, book):
        return await book.open(chosen_directory(await book.directories(), wanted))
