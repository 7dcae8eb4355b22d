"""Who we are towards SIP, and what servers tell us."""

from typing import Literal, TypeAlias

from app.phone.messages.common import BaseCommand, BaseEvent

__all__ = [
    "Account",
    "Registration",
    "RegistrationState",
    "Transport",
]

Transport: TypeAlias = Literal["udp", "tcp", "tls"]
RegistrationState: TypeAlias = Literal["trying", "registered", "refused", "failed", "off", "bad address"]


class Account(BaseCommand, frozen=True, tag="account", kw_only=True):
    """Who we are: replaces any earlier identity. The only message with a secret; its repr leaves it out."""

    id: str = "main"
    username: str
    realm: str
    """Empty: the address we are bound to, for calls without any server."""
    password: str = ""
    auth_user: str = ""
    server: str = ""
    transport: Transport = "udp"
    register: bool = False
    display_name: str = ""
    expires_s: int = 300
    ca_file: str = ""
    verify: bool = True

    def __repr__(self) -> str:
        return f"Account({self.username}@{self.realm} by {self.transport})"


class Registration(BaseEvent, frozen=True, tag="registration", kw_only=True):
    """Where the registration (RFC 3261, section 10) stands; `status` 0 when nothing came from the wire.

    `bad address` comes without a registration, too: `reason` names what of the account is none; no call can go out.
    """

    account: str = "main"
    state: RegistrationState
    status: int = 0
    reason: str = ""
    certificate: str = ""
    """What is wrong with the server's certificate, where that was the reason."""
