"""Crossbar's answer, opened: data out, or the error that it stands for.

Replies are read by content, never by their Content-Type: Crossbar leaves it out on many errors.
"""

from collections.abc import Mapping
from typing import Any, Final

import httpx
import msgspec

from app.kazoo.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KazooError,
    NotFound,
    NotKazoo,
    Redirected,
    ServerFault,
    SignedOut,
    TooManyRequests,
)

__all__ = ["Envelope", "error_of", "open_envelope"]


class Envelope(msgspec.Struct, frozen=True):
    """The parts of an envelope this program uses (`api_util:create_resp_envelope`)."""

    status: str
    data: Any = None
    message: str = ""
    auth_token: str = ""
    request_id: str = ""
    revision: str = ""


_DECODER: Final = msgspec.json.Decoder(Envelope)


def open_envelope(response: httpx.Response) -> Envelope:
    """Return a successful answer's envelope. Raises the `KazooError` that any other answer stands for."""
    envelope = _read(response)
    if envelope is None or envelope.status != "success" or not response.is_success:
        raise error_of(response, envelope)
    return envelope


def error_of(response: httpx.Response, envelope: Envelope | None = None) -> KazooError:
    """Turn an answer that is no success into an error; its envelope is read when not given."""
    envelope = envelope or _read(response)
    url, request_id = str(response.request.url), envelope.request_id if envelope else ""
    detail = _detail(response, envelope)
    if response.is_redirect:
        return Redirected(url, response.headers.get("location", "an unnamed place"))
    if response.status_code == 400 and envelope:
        fields = _complaints(envelope.data)
        named = "; ".join(f"{field}: {text}" for field, text in fields.items())
        return Invalid(url, named or detail, fields=fields, request_id=request_id)
    if response.status_code >= 500:
        return ServerFault(url, detail, request_id=request_id)
    known = _BY_STATUS.get(response.status_code)
    if known is None or (envelope is None and known is not Conflict and known is not TooManyRequests):
        return NotKazoo(url, detail, request_id=request_id)
    return known(url, detail, request_id=request_id)


_BY_STATUS: Final[Mapping[int, type[KazooError]]] = {
    401: SignedOut,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Conflict,
    429: TooManyRequests,
}


def _read(response: httpx.Response) -> Envelope | None:
    try:
        return _DECODER.decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _detail(response: httpx.Response, envelope: Envelope | None) -> str:
    if envelope is None:
        return f"HTTP {response.status_code}, no envelope" if response.is_success else f"HTTP {response.status_code}"
    said = envelope.data.get("message") if isinstance(envelope.data, Mapping) else None
    words = said if isinstance(said, str) else envelope.message
    return f"HTTP {response.status_code}, {words}" if words else f"HTTP {response.status_code}"


def _complaints(data: object) -> dict[str, str]:
    """`{"prop.path": {"code": {"message": text}}}` as path to text (`kz_json_schema:build_validate_error`)."""
    if not isinstance(data, Mapping):
        return {}
    found: dict[str, str] = {}
    for path, codes in data.items():
        if isinstance(codes, Mapping):
            texts = [_complaint(code, what) for code, what in codes.items()]
            found[str(path)] = ", ".join(texts)
    return found


def _complaint(code: object, what: object) -> str:
    text = what.get("message") if isinstance(what, Mapping) else what
    return text if isinstance(text, str) else str(code)
