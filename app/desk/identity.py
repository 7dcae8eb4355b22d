"""As whom the phone speaks: the person's device in KAZOO, the account's realm, and what was set here."""

from collections.abc import Mapping

from attrs import field, frozen

from app.kazoo import Device
from app.phone import SipAccount
from app.store import PhoneSettings

__all__ = ["PhoneSetUp", "sip_account"]


@frozen
class PhoneSetUp:
    """The phone's settings with the passwords of their accounts, by id."""

    settings: PhoneSettings
    passwords: Mapping[str, str] = field(repr=False, factory=dict)


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
