"""Directories: listed, read, printed, created, replaced, changed and deleted (`cb_directories`)."""

from collections.abc import Mapping
from typing import Any, Final

from app.kazoo.documents import (
    DirectoryDocument,
    DirectorySummary,
    StoredDirectory,
    read_directory,
    read_directory_summary,
    read_stored_directory,
)
from app.kazoo.envelope import error_of
from app.kazoo.errors import NotKazoo, PdfNotRendered
from app.kazoo.place import EVERYTHING, Place
from app.kazoo.session import Reply

__all__ = ["DirectoryCalls", "sendable"]

_STEERING: Final = frozenset(
    {
        *("accept", "accept_charges", "account_id", "ascending", "auth_token", "created_from", "created_to", "id"),
        *("metadata", "modified_from", "modified_to", "page_size", "paginate", "should_soft_delete", "start_key"),
        *("ui_metadata", "users", "verb"),
    }
)
"""Keys of `data` that KAZOO takes for something else: it looks for the request's own parameters there first
(`cb_context:req_value`), `id` chooses a new document's id, and `users` is refused as a GET shows it."""


class DirectoryCalls(Place):
    """All of an account's directories."""

    async def directories(self) -> list[DirectorySummary]:
        """All directories, in KAZOO's order (by id)."""
        reply = await self._connection.get(self._url("directories"), EVERYTHING)
        return [read_directory_summary(row) for row in reply.rows]

    async def directory(self, directory_id: str) -> DirectoryDocument:
        """One directory with all its members: without paging, for the default cut at 50 gives no sign."""
        return read_directory((await self._directory(directory_id)).document)

    async def stored_directory(self, directory_id: str) -> StoredDirectory:
        """One directory as it is stored, to be changed; with its members."""
        reply = await self._directory(directory_id)
        return read_stored_directory(reply.document, reply.revision, directory_id)

    async def directory_pdf(self, directory_id: str) -> bytes:
        """The PDF that KAZOO renders. Raises `PdfNotRendered` for its stock error page, which comes as a 200."""
        url = self._directory_url(directory_id)
        response = await self._connection.read(url, EVERYTHING, {"Accept": "application/pdf"})
        if not response.is_success:
            raise error_of(response)
        if not response.content.startswith(b"%PDF"):
            raise NotKazoo(url, "no PDF came")
        if 'filename="file.pdf"' in response.headers.get("content-disposition", ""):
            raise PdfNotRendered(url)
        return response.content

    async def create_directory(self, fields: Mapping[str, Any]) -> StoredDirectory:
        """Create a directory without members; KAZOO fills in what is left out.

        Never sent twice, for a second time would make a second directory. Raises `Invalid` with complaints by field.
        """
        reply = await self._connection.change("PUT", self._url("directories"), sendable(fields))
        return read_stored_directory(reply.document, reply.revision, _id_of(reply))

    async def replace_directory(
        self, directory_id: str, fields: Mapping[str, Any], revision: str = ""
    ) -> StoredDirectory:
        """Replace every public field; what is left out gets its default. Members are not touched.

        Raises `Conflict` when `revision` is no longer the newest, `Invalid` with complaints by field.
        """
        url = self._directory_url(directory_id)
        reply = await self._connection.change("POST", url, sendable(fields), revision)
        return read_stored_directory(reply.document, reply.revision, directory_id)

    async def change_directory(
        self, directory_id: str, change: Mapping[str, Any], revision: str = ""
    ) -> StoredDirectory:
        """Change these fields only; lists are replaced whole, None brings a default back. Members are not touched.

        Raises `Conflict` when `revision` is no longer the newest, `Invalid` with complaints by field.
        """
        url = self._directory_url(directory_id)
        reply = await self._connection.change("PATCH", url, sendable(change), revision)
        return read_stored_directory(reply.document, reply.revision, directory_id)

    async def delete_directory(self, directory_id: str, revision: str = "") -> None:
        """Delete a directory for good; the maps of its members keep naming it. Raises as `change_directory`."""
        await self._connection.change("DELETE", self._directory_url(directory_id), revision=revision)

    async def _directory(self, directory_id: str) -> Reply:
        return await self._connection.get(self._directory_url(directory_id), EVERYTHING)

    def _directory_url(self, directory_id: str) -> str:
        return self._url("directories/{}", directory_id)


def sendable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a directory's fields may be sent; KAZOO would take the rest for orders, or refuse it."""
    return {key: value for key, value in fields.items() if key not in _STEERING and not key.startswith(("_", "pvt_"))}


def _id_of(reply: Reply) -> str:
    """The new document's id: in `data`, in KAZOO 5's `metadata`, or at the end of Location."""
    for part in (reply.data, reply.metadata):
        found = part.get("id") if isinstance(part, Mapping) else None
        if isinstance(found, str) and found:
            return found
    return reply.location.rstrip("/").rpartition("/")[2]
