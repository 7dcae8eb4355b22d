"""Crossbar's answer, opened: data out, or the error that it stands for.

Replies are read by content, never by their Content-Type: Crossbar leaves it out on many errors.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import msgspec

from app.kazoo.complaint import Complaint
from app.kazoo.errors import (
    AccountUnavailable,
    Conflict,
    Forbidden,
    Invalid,
    KazooError,
    NotFound,
    NotKazoo,
    NotOffered,
    PaymentNeeded,
    Redirected,
    ServerFault,
    SignedOut,
    TooManyRequests,
    TooMuchAtOnce,
)

__all__ = ["Envelope", "envelope_of", "error_of", "open_envelope", "revision_of"]

_UNGUARDED: Final = "automatic"
"""What KAZOO calls the revision of what has none."""


class Envelope(msgspec.Struct, frozen=True):
    """The parts of an envelope this program uses (`api_util:create_resp_envelope`)."""

    status: str
    data: Any = None
    message: str = ""
    auth_token: str = ""
    request_id: str = ""
    revision: str = ""
    version: str = ""
    metadata: Any = None
    """KAZOO 5 tells here what others put into `data._read_only`."""


_DECODER: Final = msgspec.json.Decoder()
_TEXTS: Final = ("message", "auth_token", "request_id", "revision", "version")


def open_envelope(response: httpx.Response) -> Envelope:
    """Return a successful answer's envelope. Raises the `KazooError` that any other answer stands for."""
    envelope = envelope_of(response)
    if envelope is None or envelope.status != "success" or not response.is_success:
        raise error_of(response, envelope)
    return envelope


def envelope_of(response: httpx.Response) -> Envelope | None:
    """Return the envelope of any answer, None when it has none; odd values in it are left out."""
    try:
        raw = _DECODER.decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("status"), str):
        return None
    texts = {key: raw[key] for key in _TEXTS if isinstance(raw.get(key), str)}
    return Envelope(raw["status"], raw.get("data"), metadata=raw.get("metadata"), **texts)


def revision_of(response: httpx.Response, envelope: Envelope) -> str:
    """Return the revision to guard a change with, or nothing: the ETag, which a proxy may have marked as weak."""
    etag: str = response.headers.get("etag", "")
    found = etag.removeprefix("W/").strip('"') or envelope.revision
    return "" if found == _UNGUARDED else found


def error_of(response: httpx.Response, envelope: Envelope | None = None) -> KazooError:
    """Turn an answer that is no success into an error; its envelope is read when not given."""
    envelope = envelope or envelope_of(response)
    url, request_id = str(response.request.url), envelope.request_id if envelope else ""
    detail = _detail(response, envelope)
    if response.is_redirect:
        return Redirected(url, _where_to(response))
    if response.status_code == 400 and envelope:
        return _refused(url, detail, envelope)
    if response.status_code >= 500:
        return ServerFault(url, detail, request_id=request_id)
    known = _BY_STATUS.get(response.status_code)
    if known is None or (envelope is None and known not in _WITHOUT_ENVELOPE):
        return NotKazoo(url, detail, request_id=request_id)
    return known(url, detail, request_id=request_id)


_BY_STATUS: Final[Mapping[int, type[KazooError]]] = {
    401: SignedOut,
    402: PaymentNeeded,
    403: Forbidden,
    404: NotFound,
    405: NotOffered,
    406: NotOffered,
    409: Conflict,
    410: NotOffered,
    412: Conflict,
    416: TooMuchAtOnce,
    429: TooManyRequests,
}
_WITHOUT_ENVELOPE: Final = (Conflict, TooManyRequests, NotOffered)
_OF_THE_ACCOUNT: Final = ("account.expired", "account.disabled")


def _refused(url: str, detail: str, envelope: Envelope) -> KazooError:
    complaints = tuple(_complaints(envelope.data))
    named = "; ".join(f"{each.path}: {each.message}" if each.path else each.message for each in complaints)
    of_account = any(f"{each.path}.{each.code}" in _OF_THE_ACCOUNT for each in complaints)
    kind = AccountUnavailable if of_account else Invalid
    return kind(url, named or detail, complaints=complaints, request_id=envelope.request_id)


def _where_to(response: httpx.Response) -> str:
    """The host alone: an address may hold anything, a token too."""
    try:
        return urlsplit(response.headers.get("location", "")).netloc.rpartition("@")[2] or "another path of it"
    except ValueError:
        return "an unreadable address"


def _detail(response: httpx.Response, envelope: Envelope | None) -> str:
    if envelope is None:
        return f"HTTP {response.status_code}, no envelope" if response.is_success else f"HTTP {response.status_code}"
    data = envelope.data
    said = data.get("message") if isinstance(data, Mapping) else data
    words = said if isinstance(said, str) else envelope.message
    return f"HTTP {response.status_code}, {words}" if words else f"HTTP {response.status_code}"


def _complaints(data: object) -> Iterator[Complaint]:
    """`{"prop.path": {"code": {"message": text}}}` (`kz_json_schema:build_validate_error`); `v1` has text for codes."""
    if not isinstance(data, Mapping):
        return
    for path, codes in data.items():
        if isinstance(codes, Mapping):
            yield from (Complaint(_name(path), str(code), _message(code, what)) for code, what in codes.items())


def _name(path: object) -> str:
    return str(path).replace("%2E", ".")


def _message(code: object, what: object) -> str:
    text = what.get("message") if isinstance(what, Mapping) else what
    return text if isinstance(text, str) else str(code)
