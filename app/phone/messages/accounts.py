"""Who we are towards SIP, and what servers tell us."""

from typing import Literal, TypeAlias

from app.phone.messages.common import BaseCommand, BaseEvent

__all__ = [
    "Account",
    "AccountCommand",
    "AccountEvent",
    "Activity",
    "CertificateFault",
    "Encryption",
    "LogLine",
    "MessagesWaiting",
    "PresenceSeen",
    "Publish",
    "Quality",
    "Registration",
    "RegistrationState",
    "RemoveAccount",
    "Renew",
    "SetLogLevel",
    "SipMessage",
    "Transport",
    "Watch",
]

Transport: TypeAlias = Literal["udp", "tcp", "tls"]
Encryption: TypeAlias = Literal["off", "optional", "mandatory"]
RegistrationState: TypeAlias = Literal["trying", "registered", "refused", "failed", "off", "bad address"]
CertificateFault: TypeAlias = Literal["", "untrusted", "wrong name", "out of date", "other"]
Activity: TypeAlias = Literal["available", "busy", "away", "offline", "unknown"]


class Account(BaseCommand, frozen=True, tag="account", kw_only=True):
    """A new identity, or a change of the one of this `id`. The only message with a secret; its repr leaves it out."""

    id: str = "main"
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
    stun: str = ""
    """A STUN server, `host` or `host:port`; empty: none."""
    srtp: Encryption = "off"
    keep_alive_s: int = 15
    """Pause between packets that keep a router's door open (UDP); 0: none. TCP and TLS have the library's own."""
    session_s: int = 180
    """How long a call lasts whose far end does not answer any more (RFC 4028); 90 at least."""
    publish: bool = False
    """Tell the server our own state (RFC 3903), as `Publish` says it."""
    messages_waiting: bool = False
    """Ask the server for the voicemail count (RFC 3842)."""

    def __repr__(self) -> str:
        return f"Account({self.id}: {self.username}@{self.realm} by {self.transport})"


class RemoveAccount(BaseCommand, frozen=True, tag="remove account", kw_only=True):
    """Be this identity no longer; it is unregistered, and let go of when its last call has ended."""

    account: str


class Renew(BaseCommand, frozen=True, tag="renew", kw_only=True):
    """The network is another one, or the computer slept: make connections and registrations anew."""

    reason: str
    """A sentence for the status."""


class Watch(BaseCommand, frozen=True, tag="watch", kw_only=True):
    """Follow the presence of exactly these `numbers` (RFC 3856) as `account`, and of no others."""

    account: str = "main"
    numbers: tuple[str, ...]


class Publish(BaseCommand, frozen=True, tag="publish", kw_only=True):
    """Our own state, for accounts that publish."""

    activity: Activity
    note: str = ""


class SetLogLevel(BaseCommand, frozen=True, tag="log level", kw_only=True):
    """How much of the library's log becomes `LogLine`s: 0 nothing, 4 all there is (5 the same)."""

    level: int


class Registration(BaseEvent, frozen=True, tag="registration", kw_only=True):
    """Where the registration (RFC 3261, section 10) stands; `status` 0 when nothing came from the wire.

    `bad address` comes without a registration, too: `reason` names what of the account is none; no call can go out.
    """

    account: str = "main"
    state: RegistrationState
    status: int = 0
    reason: str = ""
    error: int = 0
    """The system's error number, where a connection failed."""
    certificate: CertificateFault = ""
    """What is wrong with the server's certificate, where that was the reason."""
    certificate_text: str = ""
    retry_s: float = 0.0
    """In how many seconds it is tried again; 0: it is under way, or there is no need."""


class PresenceSeen(BaseEvent, frozen=True, tag="presence", kw_only=True):
    """What the server says of somebody; `unknown` when it says nothing (any more)."""

    account: str = "main"
    number: str
    activity: Activity
    note: str = ""


class MessagesWaiting(BaseEvent, frozen=True, tag="messages", kw_only=True):
    """The voicemail count of an account (RFC 3842)."""

    account: str = "main"
    waiting: bool
    new: int = 0
    old: int = 0


class Quality(BaseEvent, frozen=True, tag="quality", kw_only=True):
    """How a call's sound arrives: packets, and milliseconds."""

    call: str
    codec: str = ""
    received: int = 0
    lost: int = 0
    jitter_ms: float = 0.0
    buffer_ms: float = 0.0
    round_trip_ms: float = 0.0


class SipMessage(BaseEvent, frozen=True, tag="sip", kw_only=True):
    """A message that went over the wire, without its secrets. `at` is seconds since 1970."""

    at: float
    sent: bool
    peer: str
    text: str


class LogLine(BaseEvent, frozen=True, tag="log", kw_only=True):
    """A line of the library's log."""

    at: float
    level: int
    text: str


AccountCommand: TypeAlias = Account | RemoveAccount | Renew | Watch | Publish | SetLogLevel
AccountEvent: TypeAlias = Registration | PresenceSeen | MessagesWaiting | Quality | SipMessage | LogLine
