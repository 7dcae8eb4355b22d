"""The engine as a whole: opened, asked, closed."""

import msgspec

__all__ = [
    "BaseCommand",
    "BaseEvent",
    "Close",
    "Failed",
    "Fatal",
    "Open",
    "Ping",
    "Pong",
    "Ready",
    "SoundState",
]


class BaseCommand(msgspec.Struct, frozen=True, tag_field="do", kw_only=True):
    """Something the desk wants done."""


class BaseEvent(msgspec.Struct, frozen=True, tag_field="event", kw_only=True):
    """Something that happened."""


class Open(BaseCommand, frozen=True, tag="open", kw_only=True):
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


class Ping(BaseCommand, frozen=True, tag="ping", kw_only=True):
    """Ask for a `Pong`, to see whether the loop still turns."""


class Close(BaseCommand, frozen=True, tag="close", kw_only=True):
    """Hang up, unregister and exit."""


class Ready(BaseEvent, frozen=True, tag="ready", kw_only=True):
    """SIP is bound; `address` is host and port."""

    address: str


class SoundState(BaseEvent, frozen=True, tag="sound", kw_only=True):
    """Whether the person can hear and be heard; `text` says so in words."""

    speaker: bool
    microphone: bool
    text: str


class Failed(BaseEvent, frozen=True, tag="failed", kw_only=True):
    """A command could not be done; a call that could not be placed ends by `CallProgress` instead."""

    do: str
    reason: str
    call: str = ""
    account: str = ""


class Pong(BaseEvent, frozen=True, tag="pong", kw_only=True):
    """The answer to `Ping`."""


class Fatal(BaseEvent, frozen=True, tag="fatal", kw_only=True):
    """The engine's last words; `unavailable` when starting it again cannot help."""

    text: str
    unavailable: bool = False
