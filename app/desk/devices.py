"""The signed-in person's devices in KAZOO: as which of them the phone speaks."""

from collections.abc import Collection
from typing import Final

from attrs import frozen

from app.kazoo import Client, Device

__all__ = ["DeviceChoice", "OwnDevices", "best_device"]

_SPEAKING: Final = ("softphone", "sip_device", "application")
"""Types of devices with SIP credentials, in the order of preference."""


@frozen
class DeviceChoice:
    """A device that the phone may speak as."""

    id: str
    name: str
    softphone: bool


class OwnDevices:
    """Only ever the signed-in user's own; an API key belongs to nobody and has none."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def possible(self) -> bool:
        """Whether somebody is there whose devices they would be."""
        return bool(self._client.session.owner_id)

    async def choices(self) -> tuple[DeviceChoice, ...]:
        """Those that can be chosen, the best first. Raises `KazooError`."""
        if not self.possible:
            return ()
        devices = sorted(usable(await self._client.devices_of(self._client.session.owner_id)), key=_preference)
        return tuple(DeviceChoice(device.id, device.name, device.device_type == "softphone") for device in devices)

    async def chosen(self, device_id: str) -> Device | None:
        """Return that device with its credentials, or the best where it is not there. Raises `KazooError`."""
        if not self.possible:
            return None
        devices = await self._client.devices_of(self._client.session.owner_id)
        wanted = next((device for device in usable(devices) if device.id == device_id), None)
        device = wanted or best_device(devices)
        return await self._client.device(device.id) if device else None

    async def create(self) -> Device:
        """Make a softphone device for the signed-in person. Raises `KazooError`."""
        return await self._client.create_softphone(self._client.session.owner_id)


def usable(devices: Collection[Device]) -> list[Device]:
    """Return those that are enabled and have SIP credentials."""
    return [device for device in devices if device.enabled and device.device_type in _SPEAKING]


def best_device(devices: Collection[Device]) -> Device | None:
    """The device to speak as: a softphone first, then a desk phone; disabled ones never."""
    return min(usable(devices), key=_preference, default=None)


def _preference(device: Device) -> int:
    return _SPEAKING.index(device.device_type)
