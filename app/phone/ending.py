"""Why a call ended, in words for people.

Sources: RFC 3261 section 21 (status codes), RFC 3326 with Q.850 (the cause KAZOO and gateways put in a Reason
header, often plainer than the status they chose for it).
"""

import enum
from typing import Final

from attrs import frozen

from app.phone.plain import printable

__all__ = [
    "ENGINE_STOPPED",
    "HUNG_UP_THERE",
    "PASSED_ON",
    "EndKind",
    "Ending",
    "failed_ending",
    "local_ending",
    "lost_ending",
    "moved_ending",
    "reason_of",
    "transferred_ending",
]


class EndKind(enum.Enum):
    """What the ending means to the person; the first four are no failures."""

    HUNG_UP = "hung up"
    FAR_HUNG_UP = "far end hung up"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    MISSED = "missed"
    TURNED_AWAY = "turned away"
    BUSY = "busy"
    NO_ANSWER = "no answer"
    DECLINED = "declined"
    NOT_FOUND = "not found"
    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not allowed"
    NO_COMMON_CODEC = "no common codec"
    MOVED = "moved"
    CONNECTION_LOST = "connection lost"
    ENGINE_STOPPED = "engine stopped"
    OTHER = "other"


@frozen
class Ending:
    """What happened, and what to do next; the second is empty where nothing needs doing."""

    kind: EndKind
    happened: str
    next_step: str = ""

    @property
    def text(self) -> str:
        """Both as one line."""
        return f"{self.happened} {self.next_step}".strip()


ENGINE_STOPPED: Final = Ending(
    EndKind.ENGINE_STOPPED, "The phone engine stopped and the call was cut.", "It is being started again: call again."
)
HUNG_UP_THERE: Final = Ending(EndKind.FAR_HUNG_UP, "The other side hung up.")
PASSED_ON: Final = Ending(EndKind.TRANSFERRED, "The other side has connected you with somebody else.")

_FAILURES: Final = {
    EndKind.BUSY: ("The line is busy.", "Try again later, or choose another number."),
    EndKind.NO_ANSWER: ("Nobody answered.", "Try again later, or choose another number."),
    EndKind.DECLINED: ("The call was declined.", "Try another number or send a message."),
    EndKind.NOT_FOUND: ("The number does not exist.", "Check the number; the directory may be out of date."),
    EndKind.UNREACHABLE: ("The other side cannot be reached.", "Check the network and the SIP server's address."),
    EndKind.NOT_ALLOWED: (
        "The server does not let this phone place the call.",
        "Check the SIP user name and password, or ask an administrator what may be dialled.",
    ),
    EndKind.NO_COMMON_CODEC: (
        "The two phones have no sound format in common.",
        "Ask an administrator to allow G.722 or G.711 for the other device, and encryption on both or on neither.",
    ),
    EndKind.CONNECTION_LOST: ("The connection was lost.", "Check the network, then call again."),
}
_BY_STATUS: Final = {
    401: EndKind.NOT_ALLOWED,
    403: EndKind.NOT_ALLOWED,
    404: EndKind.NOT_FOUND,
    406: EndKind.NO_COMMON_CODEC,  # the library's own: an answer without any sound in it
    407: EndKind.NOT_ALLOWED,
    408: EndKind.NO_ANSWER,
    410: EndKind.NOT_FOUND,
    415: EndKind.NO_COMMON_CODEC,  # the library's own: an answer with none of our codecs
    480: EndKind.NO_ANSWER,
    484: EndKind.NOT_FOUND,
    486: EndKind.BUSY,
    487: EndKind.NO_ANSWER,
    488: EndKind.NO_COMMON_CODEC,
    502: EndKind.UNREACHABLE,
    503: EndKind.UNREACHABLE,
    504: EndKind.UNREACHABLE,
    600: EndKind.BUSY,
    603: EndKind.DECLINED,
    604: EndKind.NOT_FOUND,
    606: EndKind.NO_COMMON_CODEC,
}
_BY_CAUSE: Final = {
    1: EndKind.NOT_FOUND,  # unallocated number
    3: EndKind.UNREACHABLE,  # no route to destination
    17: EndKind.BUSY,
    18: EndKind.NO_ANSWER,  # no user responding
    19: EndKind.NO_ANSWER,  # alerted, no answer
    20: EndKind.UNREACHABLE,  # subscriber absent: KAZOO's word for a device that is not registered
    21: EndKind.DECLINED,
    27: EndKind.UNREACHABLE,  # destination out of order
    28: EndKind.NOT_FOUND,  # invalid number format
}
_VAGUE: Final = (480, 487, 500, 503)
"""Statuses that stand for many things: a cause says which."""


def failed_ending(status: int, reason: str = "", *, cause: int = 0, answered_at_all: bool = True) -> Ending:
    """Return why a call we placed failed; `answered_at_all` when anything, even 100 or 180, came from the wire."""
    kind = _BY_STATUS.get(status, EndKind.OTHER)
    if status in _VAGUE:
        kind = _BY_CAUSE.get(cause, kind)
    if status in (0, 408) and not answered_at_all:
        kind = EndKind.UNREACHABLE
    if kind is EndKind.OTHER:
        said = " ".join(filter(None, (str(status) if status else "", printable(reason)))) or "no reason"
        return Ending(
            kind,
            f"The call failed: the server said {said}.",
            "Try again; if it stays so, give an administrator this code.",
        )
    return Ending(kind, *_FAILURES[kind])


def reason_of(status: int, reason: str = "") -> str:
    """Return why something failed at the other side, as the rest of a sentence."""
    ending = failed_ending(status, reason)
    if ending.kind is EndKind.OTHER:
        return f"the server said {status} {printable(reason)}".rstrip()
    return ending.happened[0].lower() + ending.happened[1:].rstrip(".")


def moved_ending(number: str) -> Ending:
    """Return how a call ended that was to go to another number instead (RFC 3261, section 21.3)."""
    return Ending(EndKind.MOVED, f"Calls to this number go to {number} now.", f"Call {number} instead.")


def transferred_ending(target: str) -> Ending:
    """Return how a call ended whose other side now talks to `target`."""
    return Ending(EndKind.TRANSFERRED, f"Transferred to {target}.")


def local_ending(status: int) -> Ending:
    """Return how a call ended that we turned away with `status`."""
    said = {486: "You let the caller hear that you are busy.", 603: "You declined the call."}
    return Ending(EndKind.TURNED_AWAY, said.get(status, "You did not take the call."))


def lost_ending() -> Ending:
    """Return how a connected call ended by a time-out or a transport error instead of a BYE."""
    return Ending(EndKind.CONNECTION_LOST, *_FAILURES[EndKind.CONNECTION_LOST])
