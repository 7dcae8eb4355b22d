"""What an INVITE says of its caller; whether it is one at all. Pure, on the bytes as they came in."""

import re
from typing import Final

from attrs import frozen

from app.phone.number import read_address

__all__ = ["Invite", "read_invite"]

_ANSWER_AFTER: Final = re.compile(r"answer-after\s*=\s*\"?(\d{1,3})", re.IGNORECASE)
_ANSWER_NOW: Final = re.compile(r"info\s*=\s*\"?(?:alert-autoanswer|auto[- ]?answer|intercom)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^"<>]*)\s*<[^<>]+>[^<>]*|[^"<>]+')


@frozen
class Invite:
    """Who calls whom; `number` and `name` are the caller's claim."""

    number: str
    name: str
    called: str
    sip_call_id: str
    answer_after_s: float | None


def read_invite(text: str) -> Invite | None:
    """Return what an INVITE says, None for one that breaks off or whose caller cannot be read.

    The library takes both for calls: a body shorter than its Content-Length, a From with an angle bracket never
    closed (RFC 4475, sections 3.1.2.2 and 3.1.2.6).
    """
    sender = _header(text, "from", "f")
    length = _header(text, "content-length", "l")
    body = text.partition("\r\n\r\n")[2]
    if not _ADDRESS.fullmatch(sender) or (
        length.isdigit() and int(length) > len(body.encode(errors="surrogateescape"))
    ):
        return None
    number, name = read_address(sender)
    request = text.split(" ", 2)
    return Invite(
        number=number,
        name=name,
        called=read_address(request[1])[0] if len(request) > 1 else "",
        sip_call_id=_header(text, "call-id", "i"),
        answer_after_s=_answer_after(text),
    )


def _header(message: str, *names: str) -> str:
    """Return the first header of one of `names`, long or compact (RFC 3261, section 7.3.3)."""
    for line in message.split("\r\n\r\n", 1)[0].split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() in names:
            return value.strip()
    return ""


def _answer_after(text: str) -> float | None:
    hints = f"{_header(text, 'call-info')};{_header(text, 'alert-info')}"
    if (found := _ANSWER_AFTER.search(hints)) is not None:
        return float(found[1])
    return 0.0 if _ANSWER_NOW.search(hints) else None
