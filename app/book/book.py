"""The account's directories, kept current: fetched in a fixed number of requests, published as snapshots."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final, Protocol

from app.book.join import Documents, directory_of, entries_of, entries_of_all
from app.directory import ALL_DIRECTORIES, Directory, Snapshot
from app.kazoo import Callflow, DirectoryDocument, DirectorySummary, KazooError, User, UserDetails

__all__ = ["Book", "Source"]

_TITLE: Final = "profile.title"
_AT_ONCE: Final = 5
_BURST: Final = 50
_PAUSE_S: Final = 0.6
"""After `_BURST` single requests, five at once each 0.6 s: KAZOO 4 gives a client 100 tokens and 10 more a second."""


def _untold(done: int, of: int) -> None:
    """Nobody wants to know how far it is."""


class Source(Protocol):
    """What the book reads from; `app.kazoo.Client` is one."""

    async def directories(self) -> list[DirectorySummary]: ...  # noqa: D102 - as in Client
    async def directory(self, directory_id: str) -> DirectoryDocument: ...  # noqa: D102
    async def users(self) -> list[User]: ...  # noqa: D102
    async def callflows(self) -> list[Callflow]: ...  # noqa: D102
    async def user_ids_with(self, key: str) -> set[str]: ...  # noqa: D102
    async def user_details(self, user_id: str) -> UserDetails: ...  # noqa: D102


class Book:
    """Publishes a snapshot per change. One loading at a time; a newer one replaces an older that still runs."""

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
        self._pause = pause
        self._details: dict[str, UserDetails] = {}
        self._with_title: set[str] = set()
        self._documents: tuple[DirectoryDocument, ...] = ()
        self._known = Documents({}, {}, {})
        self._fetched_at = clock()
        self._snapshot: Snapshot | None = None
        self.directory_id = ALL_DIRECTORIES.id

    async def directories(self) -> list[Directory]:
        """The directories to choose from, by name; their settings come with `open`. Raises `KazooError`."""
        listed = await self._source.directories()
        return sorted((Directory(row.id, row.name) for row in listed), key=lambda row: (row.name.casefold(), row.id))

    async def open(self, directory_id: str) -> Snapshot:
        """Fetch and publish one directory, or everybody for `ALL_DIRECTORIES.id`. Raises `KazooError`.

        Directory, users, callflows and who has a title: four requests for any number of people.
        """
        self.directory_id = directory_id
        documents, users, callflows, titled = await asyncio.gather(
            self._fetch(directory_id),
            self._source.users(),
            self._source.callflows(),
            self._source.user_ids_with(_TITLE),
        )
        self._with_title = titled
        self._documents = tuple(documents)
        self._known = Documents.of(users, callflows, self._details)
        self._fetched_at = self._clock()
        return await self._put_together(directory_id)

    @property
    def snapshot(self) -> Snapshot | None:
        """What was published last."""
        return self._snapshot

    async def refresh(self) -> Snapshot:
        """Fetch the open directory again."""
        return await self.open(self.directory_id)

    async def describe(self, user_ids: Iterable[str], progress: Callable[[int, int], None] = _untold) -> None:
        """Fetch the titles of these people where they have one and it is not known yet; publish when any came.

        KAZOO 4 lists nobody's title, so they are asked for one by one, only for people in view or to be printed, at a
        pace its token bucket bears, and kept. A person whose document cannot be read stays without a title.
        """
        wanted = [user_id for user_id in user_ids if user_id in self._with_title and user_id not in self._details]
        if not wanted:
            return
        directory_id = self.directory_id
        for done in range(0, len(wanted), _AT_ONCE):
            progress(done, len(wanted))
            await self._pause(_PAUSE_S if done >= _BURST else 0)
            await asyncio.gather(*map(self._learn, wanted[done : done + _AT_ONCE]))
        if self.directory_id == directory_id:
            self._known = Documents(self._known.users, self._known.callflows, self._details)
            await self._put_together(directory_id)

    async def _learn(self, user_id: str) -> None:
        try:
            self._details[user_id] = await self._source.user_details(user_id)
        except KazooError:
            return

    async def _fetch(self, directory_id: str) -> list[DirectoryDocument]:
        if directory_id != ALL_DIRECTORIES.id:
            return [await self._source.directory(directory_id)]
        listed = await self.directories()
        return list(await asyncio.gather(*(self._source.directory(row.id) for row in listed)))

    async def _put_together(self, directory_id: str) -> Snapshot:
        snapshot = await asyncio.to_thread(_snapshot, directory_id, self._documents, self._known, self._fetched_at)
        if self.directory_id == directory_id:
            self._snapshot = snapshot
            self._publish(snapshot)
        return snapshot


def _snapshot(
    directory_id: str, documents: tuple[DirectoryDocument, ...], known: Documents, fetched_at: datetime
) -> Snapshot:
    if directory_id == ALL_DIRECTORIES.id:
        return Snapshot.of(ALL_DIRECTORIES, entries_of_all(documents, known), fetched_at)
    return Snapshot.of(directory_of(documents[0]), entries_of(documents[0], known), fetched_at)
