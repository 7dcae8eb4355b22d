"""What desk and engine say to each other: one JSON object per line, commands in, events out.

Commands carry a `do`, events an `event`. A call is named by a string that the desk chooses for calls it
places and the engine for calls that come in; no name is ever used twice. `common` is about the engine as a whole,
`calls` about calls, `accounts` about who we are and what servers tell us.
"""

from typing import ClassVar, Final, TypeAlias

import msgspec

from app.phone.messages.accounts import (
    Account,
    AccountCommand,
    AccountEvent,
    Activity,
    CertificateFault,
    Encryption,
    LogLine,
    MessagesWaiting,
    PresenceSeen,
    Publish,
    Quality,
    Registration,
    RegistrationState,
    RemoveAccount,
    Renew,
    SetLogLevel,
    SipMessage,
    Transport,
    Watch,
)
from app.phone.messages.calls import (
    CallCommand,
    CallEvent,
    CallMedia,
    CallMuted,
    CallProgress,
    CallReferred,
    Conference,
    Dial,
    DigitHeard,
    DigitSent,
    FarSilence,
    HangUp,
    Hold,
    IncomingCall,
    KeyMethod,
    MissedBecause,
    MissedCall,
    Mute,
    PlayTone,
    Progress,
    Record,
    RecordingSaved,
    Reply,
    SendKeys,
    Tone,
    Transfer,
    TransferProgress,
    TransferTo,
    Trying,
)
from app.phone.messages.common import (
    Close,
    Failed,
    Fatal,
    Open,
    Ping,
    Pong,
    Ready,
    SoundState,
)

__all__ = [
    "Account",
    "AccountCommand",
    "AccountEvent",
    "Activity",
    "CallCommand",
    "CallEvent",
    "CallMedia",
    "CallMuted",
    "CallProgress",
    "CallReferred",
    "CertificateFault",
    "Close",
    "Command",
    "Conference",
    "Dial",
    "DigitHeard",
    "DigitSent",
    "Encryption",
    "Event",
    "Failed",
    "FarSilence",
    "Fatal",
    "HangUp",
    "Hold",
    "IncomingCall",
    "KeyMethod",
    "LogLine",
    "MessagesWaiting",
    "MissedBecause",
    "MissedCall",
    "Mute",
    "Open",
    "Ping",
    "PlayTone",
    "Pong",
    "PresenceSeen",
    "Progress",
    "Publish",
    "Quality",
    "Ready",
    "Record",
    "RecordingSaved",
    "Registration",
    "RegistrationState",
    "RemoveAccount",
    "Renew",
    "Reply",
    "SendKeys",
    "SetLogLevel",
    "SipMessage",
    "SoundState",
    "Tone",
    "Transfer",
    "TransferProgress",
    "TransferTo",
    "Transport",
    "Trying",
    "Watch",
    "decode_command",
    "decode_event",
    "encode",
]

Command: TypeAlias = Open | AccountCommand | CallCommand | Conference | Ping | Close
Event: TypeAlias = Ready | SoundState | AccountEvent | CallEvent | Failed | Pong | Fatal


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
