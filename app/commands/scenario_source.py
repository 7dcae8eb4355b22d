"""Where scenarios get their directories from: an account file, the sample, or a live account."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from attrs import define, evolve, field

from app.book import Book
from app.commands.reading import UnknownDirectoryError, chosen_directory, opened
from app.commands.signin import Identity, fail, identity_of
from app.directory import Profile
from app.kazoo import Callflow, DirectoryDocument, DirectorySummary, KazooError, User, UserDetails
from app.kazoo.documents import (
    read_callflow,
    read_directory,
    read_directory_summary,
    read_user,
    read_user_details,
)
from app.problem import Problem
from app.scenario import DirectoryUnavailable, Fetched

if TYPE_CHECKING:
    from app.sandbox import AccountFile

__all__ = ["AccountFilePath", "Sample", "Sources", "identity_from_environment", "sources_of"]

AccountFilePath = Annotated[
    Path | None, typer.Option("--account-file", help="Directories come from this account file.", metavar="FILE.json")
]
Sample = Annotated[bool, typer.Option("--sample", help="Directories come from the sandbox's sample.")]

_SIGN_IN: Final = ("NAMEDIAL_SERVER", "NAMEDIAL_ACCOUNT", "NAMEDIAL_USER", "NAMEDIAL_PASSWORD")


@define
class Sources:
    """Directories of one run, each fetched once a profile; `app.scenario.Directories` for whoever runs callers.

    A scenario's own account file comes first, then `account`, then the sample, then the live account of `identity`,
    which is asked for when it is needed.
    """

    identity: Callable[[], Identity]
    account: Path | None = None
    is_sample: bool = False
    _fetched: dict[tuple[str, Path | None, str], Fetched] = field(factory=dict, init=False)

    def fetch(self, wanted: str, account: Path | None, profile: Profile) -> Fetched:
        """Return the directory of that name or id. Raises `DirectoryUnavailable`."""
        file = account or self.account
        key = wanted, file, profile.name
        if key not in self._fetched:
            try:
                self._fetched[key] = asyncio.run(self._fetch(wanted, file, profile))
            except (KazooError, UnknownDirectoryError) as error:
                raise DirectoryUnavailable(error.problem) from error
        return self._fetched[key]

    async def _fetch(self, wanted: str, file: Path | None, profile: Profile) -> Fetched:
        if file is None and not self.is_sample:
            async with opened(self.identity()) as (_, book):
                fetched = await _open(book, wanted)
        else:
            stored = _Stored(_account_file(file))
            fetched = await _open(Book(stored, lambda _: None, lambda: datetime.now(UTC)), wanted)
        snapshot = fetched.snapshot
        return evolve(fetched, snapshot=evolve(snapshot, directory=profile.applied_to(snapshot.directory)))


def sources_of(identity: Callable[[], Identity], account_file: Path | None, *, is_sample: bool) -> Sources:
    """Put a command's sources together; ends it when two are named."""
    if account_file and is_sample:
        fail(Problem("--account-file and --sample exclude each other.", "Choose one of them."), 2)
    return Sources(identity, account_file, is_sample)


def identity_from_environment() -> Identity:
    """Who the environment says to sign in as, without asking anybody. Raises `DirectoryUnavailable`."""
    server, account, user, _ = (os.environ.get(name, "") for name in _SIGN_IN)
    by_key = bool(server and os.environ.get("NAMEDIAL_API_KEY") and not user)
    missing = [name for name in _SIGN_IN if not os.environ.get(name)]
    if missing and not by_key:
        raise DirectoryUnavailable(
            Problem(
                f"It is not said where directories come from; not set: {', '.join(missing)}.",
                "Give --namedial-account FILE.json or --namedial-sample, or set what signs in to a live account.",
            )
        )
    return identity_of(server, account, user, None)


async def _open(book: Book, wanted: str) -> Fetched:
    snapshot = await book.open(chosen_directory(await book.directories(), wanted))
    return Fetched(snapshot, await book.recorded_names())


def _account_file(file: Path | None) -> "AccountFile":
    try:
        from app.sandbox import AccountFileError, read_account, sample_account  # noqa: PLC0415 - its libraries
    except ModuleNotFoundError as error:
        raise DirectoryUnavailable(
            Problem(f"Account files need a library that is not here: {error.name}.", "Install namedial[sandbox].")
        ) from error
    try:
        return read_account(file) if file else sample_account()
    except AccountFileError as error:
        hint = "Start from the sample: namedial sandbox --write-account FILE.json"
        raise DirectoryUnavailable(Problem(str(error), hint)) from error


def _has(document: Mapping[str, Any], key: str) -> bool:
    value: Any = document
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value is not None


class _Stored:
    """An account file's documents, answering the book as the API would."""

    def __init__(self, account: "AccountFile") -> None:
        self._documents = {
            document["_id"]: {**document, "id": document["_id"]}
            for stored in account.documents.values()
            for document in stored
            if not document.get("pvt_deleted")
        }

    async def directories(self) -> list[DirectorySummary]:
        return [read_directory_summary(row) for row in self._of_type("directory")]

    async def directory(self, directory_id: str) -> DirectoryDocument:
        members = list(self._members(directory_id))
        return read_directory({**self._documents[directory_id], "users": members})

    async def users(self) -> list[User]:
        return [read_user(row) for row in self._of_type("user")]

    async def callflows(self) -> list[Callflow]:
        return [read_callflow(row) for row in self._of_type("callflow")]

    async def user_ids_with(self, key: str) -> set[str]:
        """Ids of the users whose document has `key` (dotted)."""
        return {document["_id"] for document in self._of_type("user") if _has(document, key)}

    async def user_details(self, user_id: str) -> UserDetails:
        return read_user_details(self._documents[user_id])

    def _of_type(self, pvt_type: str) -> Iterator[Mapping[str, Any]]:
        return (document for document in self._documents.values() if document.get("pvt_type") == pvt_type)

    def _members(self, directory_id: str) -> Iterator[Mapping[str, Any]]:
        """Whatever maps the directory is a member, user or not (`directories/users_listing`)."""
        for document_id, document in self._documents.items():
            mapped = document.get("directories")
            if isinstance(mapped, dict) and directory_id in mapped:
                yield {"user_id": document_id, "callflow_id": mapped[directory_id]}
