"""Calls: placed, answered, heard of."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from app.phone.messages.common import BaseCommand, BaseEvent

__all__ = [
    "CallCommand",
    "CallEvent",
    "CallMedia",
    "CallMuted",
    "CallProgress",
    "Dial",
    "DigitHeard",
    "DigitSent",
    "FarSilence",
    "HangUp",
    "Hold",
    "IncomingCall",
    "MissedCall",
    "Mute",
    "PlayTone",
    "Progress",
    "Record",
    "RecordingSaved",
    "Reply",
    "SendKeys",
    "Short",
    "Tone",
    "Trying",
]

Progress: TypeAlias = Literal["dialling", "ringing", "early media", "connected", "ended"]


class Dial(BaseCommand, frozen=True, tag="dial", kw_only=True):
    """Call `uri`, a complete SIP URI, as `account`."""

    call: str
    uri: str
    account: str = "main"


class Reply(BaseCommand, frozen=True, tag="reply", kw_only=True):
    """Answer an incoming call by a SIP status: 180 rings, 200 takes it, 3xx-6xx turns it away."""

    call: str
    status: int


class HangUp(BaseCommand, frozen=True, tag="hang up", kw_only=True):
    """End a call in whatever state it is."""

    call: str


class SendKeys(BaseCommand, frozen=True, tag="keys", kw_only=True):
    """Key digits as RFC 4733 events, `,` pausing 500 ms; kept back until the call is connected and not held."""

    call: str
    keys: str


class Mute(BaseCommand, frozen=True, tag="mute", kw_only=True):
    """Send silence instead of the microphone, or stop doing so."""

    call: str
    on: bool


class Hold(BaseCommand, frozen=True, tag="hold", kw_only=True):
    """Put on hold, or resume, by re-INVITE (RFC 3264, section 8.4)."""

    call: str
    on: bool


Short: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=32_767)]
"""What the library keeps such numbers in."""


class Tone(msgspec.Struct, frozen=True):
    """One or two frequencies for a while, then a pause."""

    hz: Short
    ms: Short
    gap_ms: Short = 0
    with_hz: Short = 0


class PlayTone(BaseCommand, frozen=True, tag="tone", kw_only=True):
    """Play tones to the far end, after those still playing."""

    call: str
    tones: tuple[Tone, ...]


class Record(BaseCommand, frozen=True, tag="record", kw_only=True):
    """Write what the far end sends to a WAV file (16 kHz, mono, 16 bit); an empty path ends the recording."""

    call: str
    path: str = ""


class IncomingCall(BaseEvent, frozen=True, tag="incoming", kw_only=True):
    """Somebody calls; nothing has been answered yet. `number` and `name` are the caller's claim."""

    call: str
    number: str
    name: str
    called: str
    """The user part of the Request-URI: which of our numbers was dialled."""
    account: str = "main"
    sip_call_id: str = ""


class MissedCall(BaseEvent, frozen=True, tag="missed", kw_only=True):
    """A call was turned away with 486 because all lines were taken."""

    number: str
    name: str


class Trying(BaseEvent, frozen=True, tag="trying", kw_only=True):
    """The first answer of any kind came from the wire for a call we placed."""

    call: str


class CallProgress(BaseEvent, frozen=True, tag="call", kw_only=True):
    """A call reached a state. `status` and `reason` are SIP's, `cause` is Q.850's from a Reason header (RFC 3326)."""

    call: str
    state: Progress
    status: int = 0
    reason: str = ""
    cause: int = 0
    sip_call_id: str = ""


class CallMedia(BaseEvent, frozen=True, tag="media", kw_only=True):
    """Who holds whom."""

    call: str
    held_here: bool
    held_there: bool


class CallMuted(BaseEvent, frozen=True, tag="muted", kw_only=True):
    """The microphone of a call was switched."""

    call: str
    on: bool


class DigitSent(BaseEvent, frozen=True, tag="digit sent", kw_only=True):
    """A key went out, told at the pace of the wire: one each 240 ms."""

    call: str
    digit: str


class DigitHeard(BaseEvent, frozen=True, tag="digit heard", kw_only=True):
    """The far end keyed a digit, by RFC 4733 or by INFO."""

    call: str
    digit: str


class FarSilence(BaseEvent, frozen=True, tag="silence", kw_only=True):
    """No RTP for five seconds although nobody holds; or it flows again."""

    call: str
    silent: bool


class RecordingSaved(BaseEvent, frozen=True, tag="recorded", kw_only=True):
    """The file is complete and readable."""

    call: str
    path: str


CallCommand: TypeAlias = Dial | Reply | HangUp | SendKeys | Mute | Hold | PlayTone | Record
CallEvent: TypeAlias = (
    IncomingCall
    | MissedCall
    | Trying
    | CallProgress
    | CallMedia
    | CallMuted
    | DigitSent
    | DigitHeard
    | FarSilence
    | RecordingSaved
)
