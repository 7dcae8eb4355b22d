"""How the built-in phone is set up: kept with the profile, without passwords."""

from typing import Literal, TypeAlias

import msgspec

__all__ = ["ByHand", "Dtmf", "Encryption", "PhoneSettings", "Reach", "Transport"]

Transport: TypeAlias = Literal["udp", "tcp", "tls"]
Dtmf: TypeAlias = Literal["rfc4733", "info", "in-band"]
Encryption: TypeAlias = Literal["off", "optional", "mandatory"]


class Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """How one SIP identity reaches its server."""

    server: str = ""
    """`host` or `host:port` of the SIP server; empty: the realm, looked up in the DNS."""
    transport: Transport = "udp"
    register: bool = True
    """Register, so that calls come in; without it one can only call out, where the site lets one."""
    ca_file: str = ""
    """Certificate authorities for TLS (PEM); empty: the system's."""
    dtmf: Dtmf = "rfc4733"
    stun: str = ""
    """`host` or `host:port` of a STUN server; empty: none."""
    srtp: Encryption = "off"
    publish: bool = False
    """Tell the server our own state, for others to see."""


class ByHand(Reach, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """A further SIP identity, typed in; its password is a secret of the name `secret_name`."""

    id: str
    """Never changes and is never used again."""
    label: str = ""
    username: str
    realm: str
    auth_user: str = ""
    """Name in the digest, where it differs from `username`."""
    display_name: str = ""


class PhoneSettings(Reach, frozen=True, forbid_unknown_fields=False):
    """The identity that KAZOO gives (how to reach it), the further ones, and what is so for all of them."""

    device_id: str = ""
    """As which of the person's devices to speak; empty: the best one."""
    auto_answer_s: float | None = None
    do_not_disturb: bool = False
    accounts: tuple[ByHand, ...] = ()
