"""The account's directories, kept current: fetched in a fixed number of requests, published as snapshots."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, Protocol

from app.book.join import Documents, directory_of, entries_of, entries_of_all, owners_of
from app.book.titles import Pace, Titles, untold
from app.directory import ALL_DIRECTORIES, Directory, Entry, Snapshot
from app.kazoo import Callflow, DirectoryDocument, DirectorySummary, NotFound, User, UserDetails

__all__ = ["Book", "Source"]

_TITLE: Final = "profile.title"
_RECORDED_NAME: Final = "media.name"
_REST: Final = 300
"""At most so many titles are fetched of people nobody has looked at: half a minute at the pace of `Titles`."""
_TOLD_AFTER: Final = 50


class Source(Protocol):
    """What the book reads from; `app.kazoo.Client` is one."""

    async def directories(self) -> list[DirectorySummary]:
        """All directories, in any order."""

    async def directory(self, directory_id: str) -> DirectoryDocument:
        """One directory with all its members."""

    async def users(self) -> list[User]:
        """All users of the account."""

    async def callflows(self) -> list[Callflow]:
        """All callflows of the account."""

    async def user_ids_with(self, key: str) -> set[str]:
        """Ids of the users whose whole document has `key` (dotted)."""

    async def user_details(self, user_id: str) -> UserDetails:
        """What only the whole document of a user tells."""


class Book:
    """Publishes a snapshot per change, only of the directory opened last.

    A newer loading outdates one that still runs: that one's caller gets what it asked for, but it is neither kept nor
    published, in whatever order the answers come.
    """

    def __init__(
        self,
        source: Source,
        publish: Callable[[Snapshot], None],
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._source = source
        self._publish = publish
        self._clock = clock
        self._titles = Titles(source.user_details, Pace(clock, pause))
        self._retitling = asyncio.Lock()
        self._loading: object | None = None
        self._snapshot: Snapshot | None = None
        self.owners: tuple[Entry, ...] = ()
        """Whose the account's numbers are, as of the last directory published: its members and everybody else."""
        self._published_id = ALL_DIRECTORIES.id
        self.directory_id = ALL_DIRECTORIES.id

    async def directories(self) -> list[Directory]:
        """The directories to choose from, by name; their settings come with `open`. Raises `KazooError`."""
        listed = await self._source.directories()
        return sorted((Directory(row.id, row.name) for row in listed), key=lambda row: (row.name.casefold(), row.id))

    async def open(self, directory_id: str) -> Snapshot:
        """Fetch and publish one directory, or everybody for `ALL_DIRECTORIES.id`. Raises `KazooError`.

        The directory, users, callflows and who has a title: four requests for any number of people. For all
        directories it is the list of them and one request for each, instead of the first.
        """
        self.directory_id = directory_id
        mine = self._loading = object()
        try:
            snapshot, owners = await self._load(directory_id, mine)
            if self._loading is mine:
                self.owners = owners
                self._snapshot, self._published_id = snapshot, directory_id
                self._publish(snapshot)
            return snapshot
        finally:
            if self._loading is mine:
                self._loading = None

    @property
    def snapshot(self) -> Snapshot | None:
        """What was published last."""
        return self._snapshot

    async def refresh(self) -> Snapshot:
        """Fetch the open directory again."""
        return await self.open(self.directory_id)

    async def describe(self, user_ids: Iterable[str], progress: Callable[[int, int], None] = untold) -> None:
        """Fetch the titles of these people where they have one and it is not current; publish when any is new.

        For people in view, or to be printed. After `open` or `refresh` a title is asked for anew, and the one known
        before is shown until then. Never raises `KazooError`: who cannot be read stays as they were.
        """
        people = list(user_ids)
        await self._titles.learn(people, progress)
        await self._show_titles(people)

    async def describe_rest(self) -> None:
        """Fetch the titles still unknown in the open directory, if they are few enough that waiting for them is short.

        For more than 300 it does nothing: those are fetched as people come into view. Publishes after each 50, and ends
        when another directory is opened or the server cannot be reached. Never raises `KazooError`.
        """
        snapshot, directory_id = self._snapshot, self.directory_id
        if snapshot is None or directory_id != self._published_id:
            return
        rest = self._titles.unknown((entry.user_id for entry in snapshot.entries), _REST + 1)
        if len(rest) > _REST:
            return
        for start in range(0, len(rest), _TOLD_AFTER):
            some = rest[start : start + _TOLD_AFTER]
            await self.describe(some)
            if self.directory_id != directory_id or len(self._titles.unknown(some, len(some))) == len(some):
                return

    async def recorded_names(self) -> dict[str, str]:
        """What the menu's recordings of names are known by, by user id, in one request. Raises `KazooError`.

        KAZOO plays a recording only where its document has a sound; whether it has is not asked.
        """
        return {user_id: f"{user_id}/{_RECORDED_NAME}" for user_id in await self._source.user_ids_with(_RECORDED_NAME)}

    async def _load(self, directory_id: str, mine: object) -> tuple[Snapshot, tuple[Entry, ...]]:
        documents, users, callflows, titled = await asyncio.gather(
            self._fetch(directory_id),
            self._source.users(),
            self._source.callflows(),
            self._source.user_ids_with(_TITLE),
        )
        if self._loading is mine:
            self._titles.renew(titled)
        details = dict(self._titles.known)
        return await asyncio.to_thread(
            _snapshot, directory_id, documents, users, callflows, details, fetched_at=self._clock()
        )

    async def _fetch(self, directory_id: str) -> list[DirectoryDocument]:
        if directory_id != ALL_DIRECTORIES.id:
            return [await self._source.directory(directory_id)]
        documents = await asyncio.gather(*(self._fetch_if_there(row.id) for row in await self.directories()))
        return [document for document in documents if document is not None]

    async def _fetch_if_there(self, directory_id: str) -> DirectoryDocument | None:
        try:
            return await self._source.directory(directory_id)
        except NotFound:  # deleted since it was listed
            return None

    async def _show_titles(self, user_ids: Sequence[str]) -> None:
        """Publish what is known of these people and not shown yet, on whatever snapshot is the latest by then."""
        async with self._retitling:
            while self._may_publish() and (before := self._snapshot) and (told := self._untold(before, user_ids)):
                after = await asyncio.to_thread(before.retitled, told)
                if self._snapshot is before and self._may_publish():
                    self._snapshot = after
                    self._publish(after)

    def _may_publish(self) -> bool:
        return self._loading is None or self.directory_id == self._published_id

    def _untold(self, snapshot: Snapshot, user_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Title and email of these people, of those where `snapshot` shows others."""
        known = self._titles.known
        told = ((snapshot.row_of(user_id), known[user_id]) for user_id in user_ids if user_id in known)
        people = ((snapshot.entries[row], details) for row, details in told if row is not None)
        return {
            entry.user_id: (details.title, entry.email or details.email)
            for entry, details in people
            if (entry.title, entry.email) != (details.title, entry.email or details.email)
        }


def _snapshot(
    directory_id: str,
    documents: Sequence[DirectoryDocument],
    users: Iterable[User],
    callflows: Iterable[Callflow],
    details: dict[str, UserDetails],
    *,
    fetched_at: datetime,
) -> tuple[Snapshot, tuple[Entry, ...]]:
    known = Documents.of(users, callflows, details)
    owners = tuple(owners_of(known))
    if directory_id == ALL_DIRECTORIES.id:
        return Snapshot.of(ALL_DIRECTORIES, entries_of_all(documents, known), fetched_at), owners
    return Snapshot.of(directory_of(documents[0]), entries_of(documents[0], known), fetched_at), owners
