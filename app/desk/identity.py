"""As whom the phone speaks: the person's device in KAZOO, the account's realm, and what was set here."""

from collections.abc import Collection

from app.kazoo import Device
from app.phone import SipAccount
from app.store import PhoneSettings

__all__ = ["best_device", "sip_account"]


def best_device(devices: Collection[Device]) -> Device | None:
    """The device to speak as: a softphone first, then a desk phone; disabled ones never."""
    order = ("softphone", "sip_device", "application")
    usable = [device for device in devices if device.enabled and device.device_type in order]
    return min(usable, key=lambda device: order.index(device.device_type), default=None)


def sip_account(settings: PhoneSettings, realm: str, device: Device | None) -> SipAccount:
    """Join the person's device, the account's realm and the phone's settings to a SIP identity."""
    return SipAccount(
        username=device.sip_username if device else "anonymous",
        password=device.sip_password if device else "",
        realm=(device.sip_realm if device else "") or realm,
        server=settings.server,
        transport=settings.transport,
        register=settings.register and device is not None,
    )
