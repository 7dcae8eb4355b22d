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
    "CallReferred",
    "Conference",
    "Dial",
    "DigitHeard",
    "DigitSent",
    "FarSilence",
    "HangUp",
    "Hold",
    "IncomingCall",
    "KeyMethod",
    "MissedBecause",
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
    "Transfer",
    "TransferProgress",
    "TransferTo",
    "Trying",
]

Progress: TypeAlias = Literal["dialling", "ringing", "early media", "connected", "ended"]
KeyMethod: TypeAlias = Literal["rfc4733", "info", "in-band"]
MissedBecause: TypeAlias = Literal["busy", "do not disturb"]


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
    """Key digits, `,` pausing 500 ms; kept back until the call is connected and not held."""

    call: str
    keys: str
    by: KeyMethod = "rfc4733"


class Mute(BaseCommand, frozen=True, tag="mute", kw_only=True):
    """Send silence instead of the microphone, or stop doing so."""

    call: str
    on: bool


class Hold(BaseCommand, frozen=True, tag="hold", kw_only=True):
    """Put on hold, or resume, by re-INVITE (RFC 3264, section 8.4).

    What is held is silent here at once, whether the far end agrees or not.
    """

    call: str
    on: bool


class Transfer(BaseCommand, frozen=True, tag="transfer", kw_only=True):
    """Ask the far end to call `uri` instead of us (REFER, RFC 3515), once no hold is under way."""

    call: str
    uri: str


class TransferTo(BaseCommand, frozen=True, tag="transfer to", kw_only=True):
    """Ask the far end to take our place in the call `other` (REFER with Replaces, RFC 3891)."""

    call: str
    other: str


class Conference(BaseCommand, frozen=True, tag="conference", kw_only=True):
    """Let everybody in `calls` hear everybody, and nobody else; fewer than two: no conference."""

    calls: tuple[str, ...]


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
    answer_after_s: float | None = None
    """The caller, an intercom, asks to be answered by itself (Call-Info or Alert-Info)."""
    replaces: str = ""
    """Which call of ours it takes the place of (RFC 3891); it is answered already."""


class CallReferred(BaseEvent, frozen=True, tag="referred", kw_only=True):
    """The far end of `replaces` has connected us with somebody else: `call` is on its way there."""

    call: str
    replaces: str
    number: str
    name: str
    account: str = "main"


class TransferProgress(BaseEvent, frozen=True, tag="transfer", kw_only=True):
    """How far a transfer of `call` is, by the SIP status that the far end got from the target.

    `final` is the last word; a `status` below 200 then means that nobody says what became of it.
    """

    call: str
    status: int
    reason: str = ""
    final: bool = False


class MissedCall(BaseEvent, frozen=True, tag="missed", kw_only=True):
    """A call was turned away with 486: all lines were taken, or nobody wants to be disturbed."""

    number: str
    name: str
    because: MissedBecause = "busy"
    account: str = "main"


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
    moved_to: str = ""
    """Where a 3xx says that calls go now."""


class CallMedia(BaseEvent, frozen=True, tag="media", kw_only=True):
    """Who holds whom."""

    call: str
    held_here: bool
    held_there: bool
    encrypted: bool = False
    """The sound is encrypted on the wire (SRTP)."""


class CallMuted(BaseEvent, frozen=True, tag="muted", kw_only=True):
    """The microphone of a call was switched."""

    call: str
    on: bool


class DigitSent(BaseEvent, frozen=True, tag="digit sent", kw_only=True):
    """A key went out, told at the pace of the wire."""

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


CallCommand: TypeAlias = Dial | Reply | HangUp | SendKeys | Mute | Hold | PlayTone | Record | Transfer | TransferTo
"""Commands in one `call`."""
CallEvent: TypeAlias = (
    IncomingCall
    | CallReferred
    | TransferProgress
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
