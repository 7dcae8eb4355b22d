"""What can be wrong with the phone's settings, in words; empty where nothing is. Pure."""

import re
from typing import Final

from app.phone import MAX_ACCOUNTS

__all__ = ["MOST_BY_HAND", "host_problem", "realm_problem", "user_problem"]

MOST_BY_HAND: Final = MAX_ACCOUNTS - 1
"""One of the accounts that the engine holds is the one that KAZOO gives."""

_LABEL: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_IPV6: Final = re.compile(r"\[[0-9A-Fa-f:.]+\]")
_USER: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()&=+$,;?/%]+")
_MAX_PORT: Final = 65_535
_LONGEST: Final = 253


def host_problem(text: str) -> str:
    """Check `host` or `host:port`; empty is right, too."""
    host, port = _parted(text.strip())
    if not text.strip():
        return ""
    if not _is_host(host):
        return "This is no host name or address, such as sip.example.com or 192.0.2.7."
    if port is not None and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= _MAX_PORT):
        return f"The port is a number from 1 to {_MAX_PORT}."
    return ""


def realm_problem(text: str) -> str:
    """Check a SIP domain: a host, without a port."""
    if not text.strip():
        return "The domain is missing: what stands behind the @ of the address."
    return "" if _is_host(text.strip()) else "This is no domain, such as example.com."


def user_problem(text: str) -> str:
    """Check the user part of a SIP address (RFC 3261, section 25.1)."""
    if not text.strip():
        return "The user name is missing: what stands before the @ of the address."
    if "@" in text:
        return "Without the @ and what follows: that is the domain."
    return "" if _USER.fullmatch(text.strip()) else "The user name has characters that no SIP address may have."


def _parted(text: str) -> tuple[str, str | None]:
    if text.startswith("["):
        host, bracket, rest = text.partition("]")
        colon, port = rest[:1], rest[1:]
        return host + bracket + colon.strip(":"), port if rest else None
    host, colon, port = text.partition(":")
    return host, port if colon else None


def _is_host(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_NAME.fullmatch(text) or _IPV6.fullmatch(text))
