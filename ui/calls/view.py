"""A call as the call bar shows it."""

from enum import Enum

from attrs import frozen

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


def duration(seconds: float) -> str:
    """Return a length of time as `mm:ss`, from an hour on as `h:mm:ss`."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
