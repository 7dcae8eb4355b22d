"""What desk and engine say to each other: one JSON object per line, commands in, events out.

Commands carry a `do`, events an `event`. A call is named by a string that the desk chooses for calls it
places and the engine for calls that come in; no name is ever used twice.
"""

from typing import Annotated, ClassVar, Final, Literal, TypeAlias

import msgspec

__all__ = [
    "Account",
    "CallMedia",
    "CallMuted",
    "CallProgress",
    "Close",
    "Command",
    "Dial",
    "DigitHeard",
    "DigitSent",
    "Event",
    "Failed",
    "FarSilence",
    "Fatal",
    "HangUp",
    "Hold",
    "IncomingCall",
    "MissedCall",
    "Mute",
    "Open",
    "Ping",
    "PlayTone",
    "Pong",
    "Progress",
    "Ready",
    "Record",
    "RecordingSaved",
    "Registration",
    "RegistrationState",
    "Reply",
    "SendKeys",
    "SoundState",
    "Tone",
    "Transport",
    "Trying",
    "decode_command",
    "decode_event",
    "encode",
]

Transport: TypeAlias = Literal["udp", "tcp", "tls"]
Progress: TypeAlias = Literal["dialling", "ringing", "early media", "connected", "ended"]
RegistrationState: TypeAlias = Literal["trying", "registered", "refused", "failed", "off", "bad address"]


class _Command(msgspec.Struct, frozen=True, tag_field="do", kw_only=True):
    pass


class Open(_Command, frozen=True, tag="open", kw_only=True):
    """First command of all: bind SIP and RTP to `address` (empty: every interface), `port` 0 for any free one."""

    address: str = ""
    port: int = 0
    user_agent: str = "Namedial"
    sound: bool = True
    speaker: str = ""
    """A device's name; empty for the system's default."""
    microphone: str = ""
    silent_after_s: float = 5.0
    """How long nothing may come from the far end before `FarSilence` says so."""


class Account(_Command, frozen=True, tag="account", kw_only=True):
    """Who we are: replaces any earlier identity. The only message with a secret; its repr leaves it out."""

    username: str
    realm: str
    """Empty: the address we are bound to, for calls without any server."""
    password: str = ""
    auth_user: str = ""
    server: str = ""
    transport: Transport = "udp"
    register: bool = False
    display_name: str = ""
    expires_s: int = 300
    ca_file: str = ""
    verify: bool = True

    def __repr__(self) -> str:
        return f"Account({self.username}@{self.realm} by {self.transport})"


class Dial(_Command, frozen=True, tag="dial", kw_only=True):
    """Call `uri`, a complete SIP URI."""

    call: str
    uri: str


class Reply(_Command, frozen=True, tag="reply", kw_only=True):
    """Answer an incoming call by a SIP status: 180 rings, 200 takes it, 3xx-6xx turns it away."""

    call: str
    status: int


class HangUp(_Command, frozen=True, tag="hang up", kw_only=True):
    """End a call in whatever state it is."""

    call: str


class SendKeys(_Command, frozen=True, tag="keys", kw_only=True):
    """Key digits as RFC 4733 events, `,` pausing 500 ms; kept back until the call is connected and not held."""

    call: str
    keys: str


class Mute(_Command, frozen=True, tag="mute", kw_only=True):
    """Send silence instead of the microphone, or stop doing so."""

    call: str
    on: bool


class Hold(_Command, frozen=True, tag="hold", kw_only=True):
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


class PlayTone(_Command, frozen=True, tag="tone", kw_only=True):
    """Play tones to the far end, after those still playing."""

    call: str
    tones: tuple[Tone, ...]


class Record(_Command, frozen=True, tag="record", kw_only=True):
    """Write what the far end sends to a WAV file (16 kHz, mono, 16 bit); an empty path ends the recording."""

    call: str
    path: str = ""


class Ping(_Command, frozen=True, tag="ping", kw_only=True):
    """Ask for a `Pong`, to see whether the loop still turns."""


class Close(_Command, frozen=True, tag="close", kw_only=True):
    """Hang up, unregister and exit."""


class _Event(msgspec.Struct, frozen=True, tag_field="event", kw_only=True):
    pass


class Ready(_Event, frozen=True, tag="ready", kw_only=True):
    """SIP is bound; `address` is host and port."""

    address: str


class SoundState(_Event, frozen=True, tag="sound", kw_only=True):
    """Whether the person can hear and be heard; `text` says so in words."""

    speaker: bool
    microphone: bool
    text: str


class Registration(_Event, frozen=True, tag="registration", kw_only=True):
    """Where the registration (RFC 3261, section 10) stands; `status` 0 when nothing came from the wire.

    `bad address` comes without a registration, too: `reason` names what of the account is none; no call can go out.
    """

    state: RegistrationState
    status: int = 0
    reason: str = ""
    certificate: str = ""
    """What is wrong with the server's certificate, where that was the reason."""


class IncomingCall(_Event, frozen=True, tag="incoming", kw_only=True):
    """Somebody calls; nothing has been answered yet. `number` and `name` are the caller's claim."""

    call: str
    number: str
    name: str
    called: str
    """The user part of the Request-URI: which of our numbers was dialled."""
    sip_call_id: str = ""


class MissedCall(_Event, frozen=True, tag="missed", kw_only=True):
    """A call was turned away with 486 because all lines were taken."""

    number: str
    name: str


class Trying(_Event, frozen=True, tag="trying", kw_only=True):
    """The first answer of any kind came from the wire for a call we placed."""

    call: str


class CallProgress(_Event, frozen=True, tag="call", kw_only=True):
    """A call reached a state. `status` and `reason` are SIP's, `cause` is Q.850's from a Reason header (RFC 3326)."""

    call: str
    state: Progress
    status: int = 0
    reason: str = ""
    cause: int = 0
    sip_call_id: str = ""


class CallMedia(_Event, frozen=True, tag="media", kw_only=True):
    """Who holds whom."""

    call: str
    held_here: bool
    held_there: bool


class CallMuted(_Event, frozen=True, tag="muted", kw_only=True):
    """The microphone of a call was switched."""

    call: str
    on: bool


class DigitSent(_Event, frozen=True, tag="digit sent", kw_only=True):
    """A key went out, told at the pace of the wire: one each 240 ms."""

    call: str
    digit: str


class DigitHeard(_Event, frozen=True, tag="digit heard", kw_only=True):
    """The far end keyed a digit, by RFC 4733 or by INFO."""

    call: str
    digit: str


class FarSilence(_Event, frozen=True, tag="silence", kw_only=True):
    """No RTP for five seconds although nobody holds; or it flows again."""

    call: str
    silent: bool


class RecordingSaved(_Event, frozen=True, tag="recorded", kw_only=True):
    """The file is complete and readable."""

    call: str
    path: str


class Failed(_Event, frozen=True, tag="failed", kw_only=True):
    """A command could not be done; a call that could not be placed ends by `CallProgress` instead."""

    do: str
    reason: str
    call: str = ""


class Pong(_Event, frozen=True, tag="pong", kw_only=True):
    """The answer to `Ping`."""


class Fatal(_Event, frozen=True, tag="fatal", kw_only=True):
    """The engine's last words; `unavailable` when starting it again cannot help."""

    text: str
    unavailable: bool = False


Command: TypeAlias = Open | Account | Dial | Reply | HangUp | SendKeys | Mute | Hold | PlayTone | Record | Ping | Close
Event: TypeAlias = (
    Ready
    | SoundState
    | Registration
    | IncomingCall
    | MissedCall
    | Trying
    | CallProgress
    | CallMedia
    | CallMuted
    | DigitSent
    | DigitHeard
    | FarSilence
    | RecordingSaved
    | Failed
    | Pong
    | Fatal
)


class _Codec:
    encoder: ClassVar = msgspec.json.Encoder()
    commands: ClassVar[msgspec.json.Decoder[Command]] = msgspec.json.Decoder(Command)
    events: ClassVar[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Event)


_NEWLINE: Final = b"\n"


def encode(message: Command | Event) -> bytes:
    """Return `message` as one line, line end included; JSON escapes any line end inside."""
    return _Codec.encoder.encode(message) + _NEWLINE


def decode_command(line: bytes) -> Command:
    """Read one line from the desk; raises msgspec.MsgspecError."""
    return _Codec.commands.decode(line)


def decode_event(line: bytes) -> Event:
    """Read one line from the engine; raises msgspec.MsgspecError."""
    return _Codec.events.decode(line)
