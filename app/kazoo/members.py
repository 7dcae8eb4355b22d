"""Membership: whose document maps a directory to which callflow (`directories` of users, and of devices)."""

from app.kazoo.documents import Holder, HolderKind, read_holder
from app.kazoo.errors import NotFound
from app.kazoo.place import Place

__all__ = ["MemberCalls"]


class MemberCalls(Place):
    """The maps of directories."""

    async def holder(self, document_id: str) -> Holder:
        """The map of a user, or of a device: KAZOO lists those as members too. Raises `NotFound` for neither."""
        try:
            return await self._holder("users", document_id)
        except NotFound:
            return await self._holder("devices", document_id)

    async def set_membership(self, holder: Holder, directory_id: str, callflow_id: str | None) -> Holder:
        """Map a directory to a callflow, or take it out of the map for None; nothing else of the document is sent.

        KAZOO checks the whole document again, so `Invalid` may name a field that has nothing to do with it. Raises
        `Conflict` when the document was saved since `holder` was read.
        """
        if not directory_id:
            raise ValueError("no directory")  # an empty map would take the person out of every directory
        url = self._url(f"{holder.kind}/{{}}", holder.id)
        change = {"directories": {directory_id: callflow_id}}
        reply = await self._connection.change("PATCH", url, change, holder.revision)
        return read_holder(reply.document, holder.kind, reply.revision)

    async def _holder(self, kind: HolderKind, document_id: str) -> Holder:
        reply = await self._connection.get(self._url(f"{kind}/{{}}", document_id))
        found = read_holder(reply.document, kind, reply.revision)
        return Holder(found.id or document_id, kind, found.name, found.directories, found.revision)
