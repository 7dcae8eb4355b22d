"""A softphone device for a person (`cb_devices`)."""

import secrets
from typing import Final

from app.kazoo.documents import Device, read_device
from app.kazoo.place import Place

__all__ = ["SoftphoneCalls"]

_NAME: Final = "Namedial"


class SoftphoneCalls(Place):
    """What gives a person a device to speak as."""

    async def create_softphone(self, owner_id: str) -> Device:
        """Make an enabled softphone of that user, with a user name and a password that chance chose.

        Sent once. Raises `KazooError`; after `Unconfirmed` it may be there all the same.
        """
        data = {
            "name": _NAME,
            "device_type": "softphone",
            "enabled": True,
            "owner_id": owner_id,
            "sip": {
                "method": "password",
                "username": f"namedial_{secrets.token_hex(8)}",
                "password": secrets.token_hex(16),
            },
        }
        return read_device((await self._connection.change("PUT", self._url("devices"), data)).document)
