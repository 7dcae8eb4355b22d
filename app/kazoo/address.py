"""The server's address as a person enters it, made the root of all requests or refused with the reason."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from app.kazoo.errors import BadAddress

__all__ = ["api_root", "exposed"]

_SCHEMES: Final = ("http", "https")
_HERE: Final = ("localhost", "127.0.0.1", "::1")


def api_root(server: str) -> str:
    """Return the address requests start from, ending in `/v2`, for whatever a person entered as the server.

    Raises `BadAddress` for what no request can be sent to, and for a user name or password in it, since an address
    is shown and stored.
    """
    url = server.strip()
    if "://" not in url:
        url = f"https://{url}"
    complaint = _complaint(url)
    if complaint:
        raise BadAddress("", complaint)
    url = url.rstrip("/")
    return url if url.endswith("/v2") else f"{url}/v2"


def exposed(root: str) -> bool:
    """Tell whether what is sent to this address can be read on the way: not encrypted, and to another machine."""
    try:
        parts = urlsplit(root)
    except ValueError:
        return True
    return parts.scheme != "https" and parts.hostname not in _HERE


def _complaint(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "it cannot be read"
    if "@" in parts.netloc:
        return "it holds a user name or a password, which belong in fields of their own"
    if parts.scheme not in _SCHEMES:
        return "it begins with neither https:// nor http://"
    if parts.query or parts.fragment:
        return "it goes on with ? or # after the path"
    return _complaint_about_host(url, parts)


def _complaint_about_host(url: str, parts: SplitResult) -> str:
    if not parts.hostname or parts.hostname in _SCHEMES:
        return "it names no host"
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        return "its port is no number from 1 to 65535"
    try:
        host = httpx.URL(url).raw_host.decode()
        host.encode("idna")  # as the resolver will: it raises for an empty or too long part
    except (httpx.InvalidURL, UnicodeError):
        host = "%"
    return "its host cannot be the name of a server" if "%" in host else ""
