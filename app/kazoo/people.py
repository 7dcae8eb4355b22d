"""What an account's directories lead to: users, their devices and callflows, read only."""

from collections.abc import Mapping

from app.kazoo.documents import (
    Callflow,
    CallflowDocument,
    Device,
    User,
    UserDetails,
    read_callflow,
    read_callflow_document,
    read_device,
    read_user,
    read_user_details,
)
from app.kazoo.envelope import error_of
from app.kazoo.place import EVERYTHING, Place
from app.kazoo.session import Reply

__all__ = ["PeopleCalls"]


class PeopleCalls(Place):
    """The people of an account and what rings them."""

    async def users(self) -> list[User]:
        """All users of the account."""
        return [read_user(row) for row in (await self._list("users")).rows]

    async def user_ids_with(self, key: str) -> set[str]:
        """Ids of the users whose whole document has `key` (dotted), asked in one request."""
        reply = await self._list("users", {"has_key": key})
        return {read_user(row).id for row in reply.rows}

    async def user(self, user_id: str) -> User:
        """One user."""
        return read_user((await self._one("users/{}", user_id)).document)

    async def user_details(self, user_id: str) -> UserDetails:
        """What only the whole document of a user tells."""
        return read_user_details((await self._one("users/{}", user_id)).document)

    async def recorded_name(self, user_id: str) -> bytes:
        """The sound of a user's recorded name, MP3 or WAV mostly; empty when there is none."""
        media_id = (await self.user_details(user_id)).recorded_name
        if not media_id:
            return b""
        # KAZOO offers the sound in its own type only, whatever that is
        response = await self._connection.read(self._url("media/{}/raw", media_id), headers={"Accept": "*/*"})
        if not response.is_success:
            raise error_of(response)
        return response.content

    async def callflows(self) -> list[Callflow]:
        """All callflows of the account."""
        return [read_callflow(row) for row in (await self._list("callflows")).rows]

    async def callflow(self, callflow_id: str) -> CallflowDocument:
        """One callflow with its tree."""
        return read_callflow_document((await self._one("callflows/{}", callflow_id)).document)

    async def devices_of(self, user_id: str) -> list[Device]:
        """A user's devices, without their credentials."""
        reply = await self._connection.get(self._url("users/{}/devices", user_id), EVERYTHING)
        return [read_device(row) for row in reply.rows]

    async def device(self, device_id: str) -> Device:
        """One device with its SIP credentials: only ever the signed-in user's own."""
        return read_device((await self._one("devices/{}", device_id)).document)

    async def _list(self, path: str, params: Mapping[str, str] | None = None) -> Reply:
        return await self._connection.get(self._url(path), {**EVERYTHING, **(params or {})})

    async def _one(self, path: str, document_id: str) -> Reply:
        return await self._connection.get(self._url(path, document_id))
