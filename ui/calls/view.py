"""A call as the window shows it, and what can be done with it."""

from enum import Enum
from typing import Final

from attrs import frozen

from app.phone import duration

__all__ = ["FACES", "CallView", "Face", "Offer", "Tone", "duration"]


class Tone(Enum):
    """How a call stands; decides colours and mark."""

    INCOMING = "incoming"
    RINGING = "ringing"
    CONNECTED = "connected"
    HELD = "held"
    LEAVING = "leaving"
    """It is being transferred."""
    FAILED = "failed"
    ENDED = "ended"


class Offer(Enum):
    """What the person can do with a call; the value is what the action is called in `ui/actions.py`."""

    ANSWER = "answer"
    BUSY = "busy"
    DECLINE = "decline"
    TALK = "swap"
    MUTE = "mute"
    HOLD = "hold"
    KEYPAD = "keys_to_call"
    TRANSFER = "transfer"
    CONSULT = "consult"
    COMPLETE = "complete"
    JOIN = "conference"
    SPLIT = "split"
    LEAVE = "leave"
    BACK = "back"
    HANG_UP = "hang_up"
    REDIAL = "redial"
    DISMISS = "dismiss"


@frozen
class Face:
    """The words and the icon of a button, and what its tip adds; `keys` are those of the action."""

    text: str
    icon: str
    tip: str = ""


FACES: Final = {
    Offer.ANSWER: Face("Answer", "phone", "Take the call; the one that is up is held"),
    Offer.BUSY: Face("Busy", "busy", "Let the caller hear that you are busy"),
    Offer.DECLINE: Face("Decline", "phone-off", "Turn the caller away"),
    Offer.TALK: Face("Talk", "play", "Speak in this call; the other one is held"),
    Offer.MUTE: Face("Mute", "mic", "Nobody hears your microphone"),
    Offer.HOLD: Face("Hold", "pause", "The other side waits"),
    Offer.KEYPAD: Face("Keypad", "keypad", "Keys go to the call instead of the search"),
    Offer.TRANSFER: Face("Transfer", "transfer", "Give the call to the person selected, without asking them"),
    Offer.CONSULT: Face("Consult", "consult", "Speak with the person selected first; the caller is held"),
    Offer.COMPLETE: Face("Connect them", "transfer", "Connect both with each other and leave"),
    Offer.JOIN: Face("Conference", "users", "Speak with both together"),
    Offer.SPLIT: Face("Separate", "split", "Make two calls of the conference again"),
    Offer.LEAVE: Face("Leave", "leave", "Go, and let the others talk on"),
    Offer.BACK: Face("Back to caller", "back", "Hang up here and speak with the caller again"),
    Offer.HANG_UP: Face("Hang up", "phone-off", "End the call"),
    Offer.REDIAL: Face("Redial", "refresh", "Call the same number again"),
    Offer.DISMISS: Face("Dismiss", "clear"),
}
"""In the order in which the buttons stand."""


@frozen
class CallView:
    """Plain data; every change of the call is a new one."""

    who: str
    number: str
    state: str
    """The state in a word for people: Ringing, Connected, On hold, Busy."""
    tone: Tone
    id: str = ""
    connected_at: float | None = None
    """When the other side answered, on the clock that the call bar was given."""
    ended_at: float | None = None
    """When the call ended, on the same clock."""
    waits_since: float | None = None
    """Since when a caller rings, or waits on hold."""
    muted: bool = False
    encrypted: bool = False
    keys_sent: str = ""
    keys_heard: str = ""
    problem: str = ""
    """Why the call failed and what to do, in a sentence."""
    note: str = ""
    """What else matters, such as that there are no sound devices."""
    offers: tuple[Offer, ...] = ()
    """What can be done, in this order, when the call is the one in front."""
    small_offers: tuple[Offer, ...] = ()
    """What can be done while another call is in front."""
