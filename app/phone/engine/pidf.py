"""What a server says of somebody: PIDF (RFC 3863) with RPID's activities (RFC 4480), and counts of messages.

Activities are elements, not words; a note is for people and decides nothing.
"""

import re
from typing import Final
from xml.etree import ElementTree

from attrs import frozen

from app.phone.messages import Activity
from app.phone.plain import printable

__all__ = ["Seen", "Waiting", "read_pidf", "read_waiting"]

_LONGEST: Final = 65_536
_BUSY: Final = frozenset(
    ("busy", "on-the-phone", "meeting", "appointment", "conference", "presentation", "performance", "steering")
)
_AWAY: Final = frozenset(
    (
        *("away", "in-transit", "travel", "holiday", "vacation", "permanent-absence", "shopping", "sleeping"),
        *("breakfast", "dinner", "lunch", "meal", "playing", "spectator", "tv", "worship"),
    )
)
_COUNTS: Final = re.compile(r"^\s*(\d{1,6})\s*/\s*(\d{1,6})")


@frozen
class Seen:
    """Somebody's state as the server has it."""

    activity: Activity
    note: str = ""


@frozen
class Waiting:
    """How many voice messages there are."""

    waiting: bool
    new: int = 0
    old: int = 0


def read_pidf(body: str) -> Seen | None:
    """Return what `body` says; None when it is no such document. One without a state in it says "unknown"."""
    if len(body) > _LONGEST or "<!DOCTYPE" in body:  # entities could make much of little
        return None
    try:
        root = ElementTree.fromstring(body.strip().encode(errors="replace"))
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    if _name(root) != "presence":
        return None
    basic = {(element.text or "").strip() for element in root.iter() if _name(element) == "basic"}
    activities = {_name(child) for found in root.iter() if _name(found) == "activities" for child in found}
    return Seen(_activity(basic, activities), _note(root))


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _activity(basic: set[str], activities: set[str]) -> Activity:
    if activities & _BUSY:
        return "busy"
    if "closed" in basic and "open" not in basic:
        return "offline"
    if activities & _AWAY:
        return "away"
    return "available" if "open" in basic else "unknown"


def _note(root: ElementTree.Element) -> str:
    notes = (printable(element.text or "") for element in root.iter() if _name(element) == "note")
    return next(filter(None, notes), "")


def read_waiting(message: str) -> Waiting | None:
    """Return the counts in the body of a NOTIFY (RFC 3842, section 5); None when there are none."""
    lines = message.partition("\r\n\r\n")[2].splitlines()
    fields = {name.strip().lower(): value for name, _, value in (line.partition(":") for line in lines)}
    if "messages-waiting" not in fields:
        return None
    counts = _COUNTS.match(fields.get("voice-message", ""))
    new, old = (int(counts[1]), int(counts[2])) if counts else (0, 0)
    return Waiting(fields["messages-waiting"].strip().lower() == "yes", new, old)
