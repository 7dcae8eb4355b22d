"""A call as the call bar shows it."""

from enum import Enum

from attrs import frozen

from app.phone import duration

__all__ = ["CallView", "Tone", "duration"]


class Tone(Enum):
    """How a call stands; decides colours and buttons."""

    RINGING = "ringing"
    CONNECTED = "connected"
    HELD = "held"
    FAILED = "failed"
    ENDED = "ended"


@frozen
class CallView:
    """Plain data; every change of the call is a new one."""

    who: str
    number: str
    state: str
    """The state in a word for people: Ringing, Connected, On hold, Busy."""
    tone: Tone
    connected_at: float | None = None
    """When the other side answered, on the clock that the call bar was given."""
    ended_at: float | None = None
    """When the call ended, on the same clock."""
    muted: bool = False
    keys_sent: str = ""
    problem: str = ""
    """Why the call failed and what to do, in a sentence."""
    note: str = ""
    """What else matters, such as that there are no sound devices."""
