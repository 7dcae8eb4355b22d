"""As whom the phone speaks: the person's device in KAZOO, the account's realm, and what was set here."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from app.kazoo import Device
from app.phone import SipAccount
from app.store import ByHand, PhoneSettings, Reach

__all__ = ["MAIN", "PhoneSetUp", "sip_account", "sip_accounts", "why_no_calls"]

MAIN: Final = "main"
"""The account that KAZOO gives."""

_NO_DEVICE: Final = "This sign-in has no phone of its own in KAZOO: calls go out without a name and may be refused."
_DESK_PHONE: Final = (
    "Calls go out as your desk phone. For calls to come in here, create a softphone device under Phone and accounts."
)


@frozen
class PhoneSetUp:
    """The phone's settings with the passwords of their accounts, by id."""

    settings: PhoneSettings
    passwords: Mapping[str, str] = field(repr=False, factory=dict)


def sip_accounts(set_up: PhoneSetUp, realm: str, device: Device | None) -> tuple[SipAccount, ...]:
    """Return all identities, the person's own first."""
    settings, passwords = set_up.settings, set_up.passwords
    by_hand = (_by_hand(account, passwords.get(account.id, "")) for account in settings.accounts)
    return (sip_account(settings, realm, device), *by_hand)


def sip_account(settings: PhoneSettings, realm: str, device: Device | None) -> SipAccount:
    """Join the person's device, the account's realm and the phone's settings to a SIP identity."""
    account = SipAccount(
        id=MAIN,
        label=device.name if device else "KAZOO",
        username=device.sip_username if device else "anonymous",
        password=device.sip_password if device else "",
        realm=(device.sip_realm if device else "") or realm,
        messages_waiting=device is not None,
        **_reach(settings),
    )
    return account if _may_register(settings, device) else evolve(account, register=False, publish=False)


def why_no_calls(settings: PhoneSettings, device: Device | None) -> str:
    """Return why no calls come in as KAZOO's account, where they were to, as sentences; empty where they do."""
    if device is None:
        return _NO_DEVICE
    return _DESK_PHONE if settings.register and not _may_register(settings, device) else ""


def _may_register(settings: PhoneSettings, device: Device | None) -> bool:
    """A desk phone would lose its calls to us: only a person decides that, by choosing it."""
    return device is not None and (device.device_type == "softphone" or device.id == settings.device_id)


def _by_hand(account: ByHand, password: str) -> SipAccount:
    return SipAccount(
        id=account.id,
        label=account.label,
        username=account.username,
        password=password,
        realm=account.realm,
        auth_user=account.auth_user,
        display_name=account.display_name,
        **_reach(account),
    )


def _reach(reach: Reach) -> dict[str, Any]:
    return {name: getattr(reach, name) for name in Reach.__struct_fields__}
