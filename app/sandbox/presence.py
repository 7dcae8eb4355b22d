"""Who can be disturbed, for whoever subscribes: the presence package (RFC 3856) with RPID's activities (RFC 4480)."""

import re
import secrets
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from app.sandbox.registrar import header, response

__all__ = ["Notifier", "State"]

State: TypeAlias = Literal["open", "on-the-phone", "away", "closed"]

_USER: Final = re.compile(r"sips?:([^@;>]+)@", re.IGNORECASE)
_LONGEST_S: Final = 3_600
_PIDF: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" '
    'xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="{uri}">'
    '<tuple id="phone"><status><basic>{basic}</basic></status></tuple>{person}</presence>'
)
_PERSON: Final = '<dm:person id="who"><rpid:activities><rpid:{activity}/></rpid:activities></dm:person>'


class Notifier:
    """Answers a SUBSCRIBE and says at once how somebody is; that does not change while one subscribes."""

    def __init__(self, state_of: Callable[[str], State | None]) -> None:
        self._state_of = state_of
        self._dialogs: dict[str, tuple[str, int]] = {}

    def answer(self, subscribe: str, uri: str, here: str) -> tuple[str, ...]:
        """Return the response, and the NOTIFY that follows it; `here` is our own `host:port`."""
        match = _USER.match(uri)
        user = match[1] if match else ""
        state = self._state_of(user)
        if header(subscribe, "event").partition(";")[0].strip() != "presence":
            return (response(subscribe, "489 Bad Event", "Allow-Events: presence"),)
        if state is None:
            return (response(subscribe, "404 Not Found"),)
        call_id, wanted = header(subscribe, "call-id"), header(subscribe, "expires")
        seconds = min(int(wanted), _LONGEST_S) if wanted.isdecimal() else _LONGEST_S
        tag, number = self._dialogs.get(call_id, (secrets.token_hex(6), 0))
        self._dialogs[call_id] = tag, number + 1
        if seconds == 0:
            del self._dialogs[call_id]
        contact = f"Contact: <sip:{user}@{here}>"
        accepted = response(subscribe, "200 OK", contact, f"Expires: {seconds}", tag=tag)
        body = _document(uri, state) if seconds else ""
        return accepted, _notify(subscribe, (tag, number + 1), contact, seconds, body)


def _notify(subscribe: str, dialog: tuple[str, int], contact: str, seconds: int, body: str) -> str:
    tag, number = dialog
    target = header(subscribe, "contact").partition("<")[2].partition(">")[0]
    ours = header(subscribe, "to")
    via = contact.partition("@")[2].rstrip(">")
    lines = [
        f"NOTIFY {target} SIP/2.0",
        f"Via: SIP/2.0/UDP {via};rport;branch=z9hG4bK{secrets.token_hex(8)}",
        "Max-Forwards: 70",
        f"From: {ours}" if ";tag=" in ours else f"From: {ours};tag={tag}",
        f"To: {header(subscribe, 'from')}",
        f"Call-ID: {header(subscribe, 'call-id')}",
        f"CSeq: {number} NOTIFY",
        contact,
        "Event: presence",
        f"Subscription-State: {f'active;expires={seconds}' if seconds else 'terminated;reason=timeout'}",
        *(["Content-Type: application/pidf+xml"] if body else []),
        f"Content-Length: {len(body.encode())}",
    ]
    return "\r\n".join([*lines, "", body])


def _document(uri: str, state: State) -> str:
    person = "" if state in ("open", "closed") else _PERSON.format(activity=state)
    return _PIDF.format(uri=uri.partition(";")[0], basic="closed" if state == "closed" else "open", person=person)
