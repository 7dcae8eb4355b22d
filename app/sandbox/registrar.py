"""Who is registered with the sandbox: REGISTER answered as RFC 3261 (section 10) and RFC 2617 have it, over UDP."""

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from attrs import field, frozen

from app.sandbox.account import AccountFile

__all__ = ["Address", "Credentials", "Registrar", "credentials_of", "header", "host_and_port", "response"]

Address: TypeAlias = tuple[str, int]

_DEFAULT_S: Final = 300
_PARAMETER: Final = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_COPIED: Final = ("via", "from", "call-id", "cseq")
_COMPACT: Final = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "o": "event"}
_HOST: Final = re.compile(r"sips?:(?:[^@>]*@)?([^;>:\s]+)(?::(\d{1,5}))?", re.IGNORECASE)


@frozen
class Credentials:
    """What a device signs in with, and the extension it rings for."""

    extension: str
    password: str = field(repr=False)


@frozen
class _Binding:
    address: Address
    until: float


class Registrar:
    """Knows devices by their SIP user name, and where those that registered are."""

    def __init__(self, devices: Mapping[str, Credentials], clock: Callable[[], float] = time.monotonic) -> None:
        self._devices = devices
        self._clock = clock
        self._nonce = secrets.token_hex(16)
        self._bindings: dict[str, _Binding] = {}

    @property
    def registered(self) -> tuple[str, ...]:
        """The extensions with a registered device."""
        return tuple(extension for extension in self._bindings if self.where(extension))

    def where(self, extension: str) -> Address | None:
        """Return where the device of `extension` listens, if one is registered."""
        binding = self._bindings.get(extension)
        return binding.address if binding and binding.until > self._clock() else None

    def answer(self, request: str) -> str:
        """Answer a REGISTER: 401 until the digest is right, 200 with what is bound then."""
        device = self._devices.get(_user(header(request, "to")))
        if device is None:
            return response(request, "404 Not Found")
        if not self._is_right(request, device):
            challenge = f'WWW-Authenticate: Digest realm="sandbox", nonce="{self._nonce}", algorithm=MD5, qop="auth"'
            return response(request, "401 Unauthorized", challenge)
        return response(request, "200 OK", *self._bind(request, device.extension))

    def _bind(self, request: str, extension: str) -> tuple[str, ...]:
        contact = header(request, "contact")
        if not contact:
            return ()
        match = re.search(r";\s*expires=(\d+)", contact)
        wanted = match[1] if match else header(request, "expires")
        seconds = int(wanted) if wanted.isdecimal() else _DEFAULT_S
        address = host_and_port(contact)
        if seconds == 0 or address is None:
            self._bindings.pop(extension, None)
            return ()
        self._bindings[extension] = _Binding(address, self._clock() + seconds)
        uri = contact.partition("<")[2].partition(">")[0] or contact.partition(";")[0]
        return (f"Contact: <{uri}>;expires={seconds}", f"Expires: {seconds}")

    def _is_right(self, request: str, device: Credentials) -> bool:
        said = {
            name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(header(request, "authorization"))
        }
        if said.get("nonce") != self._nonce:
            return False
        whose = _md5(f"{said.get('username', '')}:{said.get('realm', '')}:{device.password}")
        what = _md5(f"REGISTER:{said.get('uri', '')}")
        counted = f"{said.get('nc', '')}:{said.get('cnonce', '')}:{said['qop']}:" if "qop" in said else ""
        return secrets.compare_digest(said.get("response", ""), _md5(f"{whose}:{self._nonce}:{counted}{what}"))


def credentials_of(account: AccountFile) -> dict[str, Credentials]:
    """Return the devices of the accounts by SIP user name; the extension is their owner's presence id."""
    documents = [document for stored in account.documents.values() for document in stored]
    extensions = {document["_id"]: document.get("presence_id", "") for document in documents}
    found: dict[str, Credentials] = {}
    for document in documents:
        sip = document.get("sip") or {}
        extension = extensions.get(document.get("owner_id", ""), "")
        if document.get("pvt_type") == "device" and sip.get("username") and extension:
            found[sip["username"]] = Credentials(extension, sip.get("password", ""))
    return found


def header(message: str, wanted: str) -> str:
    """Return the first header called `wanted` (lower case), long or compact, or an empty text."""
    return next((value for name, value in _headers(message) if name == wanted), "")


def host_and_port(uri: str) -> Address | None:
    """Return where a SIP URI with a numeric address leads, or None when it names a host."""
    match = _HOST.search(uri)
    if match is None or not re.fullmatch(r"[\d.]+", match[1]):
        return None
    return match[1], int(match[2] or 5060)


def _headers(message: str) -> list[tuple[str, str]]:
    lines = message.partition("\r\n\r\n")[0].split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return [(_COMPACT.get(name.strip().lower(), name.strip().lower()), value.strip()) for name, _, value in pairs]


def _user(address: str) -> str:
    match = re.search(r"sips?:([^@>;]+)@", address)
    return match[1] if match else ""


def response(request: str, status: str, *more: str, tag: str = "") -> str:
    """Return the answer to `request`: what has to be copied, a tag, and `more` headers."""
    kept = [f"{name.title()}: {value}" for name, value in _headers(request) if name in _COPIED]
    to = header(request, "to")
    ours = "" if ";tag=" in to else f";tag={tag or secrets.token_hex(6)}"
    return "\r\n".join([f"SIP/2.0 {status}", *kept, f"To: {to}{ours}", *more, "Content-Length: 0", "", ""])


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
