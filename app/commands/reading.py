"""Reading a directory for a command: sign in, choose, fetch, with titles left out."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.book import Book
from app.commands.signin import Identity, in_account_below, sign_in
from app.directory import ALL_DIRECTORIES, Directory, Found, QueryKind, Snapshot, plain, read_query
from app.kazoo import Client
from app.problem import Problem

__all__ = ["UnknownDirectoryError", "chosen_directory", "opened", "search_directory"]


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
        await sign_in(client)
        there = await in_account_below(client)
        yield there, Book(there, lambda snapshot: None, lambda: datetime.now(UTC))


async def search_directory(identity: Identity, wanted: str, query: str) -> tuple[Snapshot, Found]:
    """Sign in, fetch the directory of that name or id and search it; those found are shown with their titles.

    Raises `KazooError` and `UnknownDirectoryError`.
    """
    async with opened(identity) as (_, book):
        snapshot = await book.open(chosen_directory(await book.directories(), wanted))
        if read_query(query).kind is QueryKind.TEXT:
            await book.describe_rest()
        found = (book.snapshot or snapshot).find(query)
        await book.describe([snapshot.entries[row].user_id for row in found.rows])
        return book.snapshot or snapshot, found
