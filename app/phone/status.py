"""How the phone as a whole, and each of its accounts, is doing, as one line for people."""

import enum
import errno
from collections.abc import Sequence
from typing import Final

from attrs import evolve, frozen

from app.phone.account import SipAccount
from app.phone.messages import CertificateFault, Registration, RegistrationState
from app.phone.plain import printable

__all__ = [
    "AccountStatus",
    "PhoneState",
    "PhoneStatus",
    "account_status",
    "not_found_status",
    "still_trying",
    "untold_status",
    "with_accounts",
]


class PhoneState(enum.Enum):
    """What the phone can do now; `READY` and `REGISTERED` can call."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    REGISTERING = "registering"
    REGISTERED = "registered"
    REFUSED = "refused"
    BAD_ADDRESS = "bad address"
    UNREACHABLE = "unreachable"
    RESTARTING = "restarting"
    UNAVAILABLE = "unavailable"


@frozen
class AccountStatus:
    """One account: `text` is a sentence; `retry_at` (the phone's clock) is when it is tried again, None: no need."""

    id: str
    label: str
    state: PhoneState
    text: str
    retry_at: float | None = None
    unchecked: bool = False
    """Speaks TLS, but takes any certificate; the text says so, too."""


@frozen
class PhoneStatus:
    """`text` and `sound_text` are sentences; `address` is where the engine listens, `host:port`.

    With accounts, state and text are those of the first.
    """

    state: PhoneState = PhoneState.OFF
    text: str = "The phone is off."
    speaker: bool = False
    microphone: bool = False
    sound_text: str = ""
    address: str = ""
    accounts: tuple[AccountStatus, ...] = ()
    do_not_disturb: bool = False
    """Callers hear busy."""
    auto_answer_s: float | None = None
    """After how long calls are taken without anybody's doing; None: never."""

    @property
    def can_call(self) -> bool:
        """Whether a call has a chance now; while restarting it waits for the engine."""
        return self.state not in (PhoneState.OFF, PhoneState.UNAVAILABLE, PhoneState.BAD_ADDRESS)


_STATES: Final[dict[RegistrationState, PhoneState]] = {
    "trying": PhoneState.REGISTERING,
    "registered": PhoneState.REGISTERED,
    "refused": PhoneState.REFUSED,
    "failed": PhoneState.UNREACHABLE,
    "off": PhoneState.READY,
    "bad address": PhoneState.BAD_ADDRESS,
}
_WITHOUT: Final = "The phone is ready, without registration."
_KEEPS_TRYING: Final = "The phone keeps trying."
_CERTIFICATES: Final[dict[CertificateFault, str]] = {
    "untrusted": (
        "The SIP server's certificate cannot be trusted: it is signed by nobody known here. "
        "Ask the server's operator, or set the file of its certificate authority."
    ),
    "wrong name": (
        "The SIP server's certificate is for another name than {server}. "
        "Check the server's address, or ask its operator."
    ),
    "out of date": (
        "The SIP server's certificate is out of date. Check this computer's clock, or ask the server's operator."
    ),
    "other": "The SIP server's certificate cannot be trusted ({text}). Ask the server's operator.",
}
_CONNECTIONS: Final = {
    errno.ECONNREFUSED: "The SIP server refused the connection: nothing answers at {server}. Check address and port.",
    errno.ENETUNREACH: "There is no way to the SIP server {server}. Check this computer's network.",
    errno.EHOSTUNREACH: "There is no way to the SIP server {server}. Check this computer's network.",
}


def with_accounts(status: PhoneStatus, accounts: Sequence[AccountStatus]) -> PhoneStatus:
    """Return `status` with what is known of the accounts."""
    if not accounts:
        return evolve(status, accounts=())
    return evolve(status, accounts=tuple(accounts), state=accounts[0].state, text=accounts[0].text)


def untold_status(account: SipAccount) -> AccountStatus:
    """Return how an account is before anybody was asked."""
    if account.register:
        return _said(account, PhoneState.REGISTERING, "Registering with the SIP server.")
    return _said(account, PhoneState.READY, _WITHOUT)


def not_found_status(account: SipAccount, retry_at: float) -> AccountStatus:
    """Return how an account is whose server has no address."""
    text = f"No address is known for the SIP server {_server(account)}. Check its name and the network. {_KEEPS_TRYING}"
    return _said(account, PhoneState.UNREACHABLE, text, retry_at)


def account_status(account: SipAccount, event: Registration, before: AccountStatus, now: float) -> AccountStatus:
    """Return how an account is after what the registrar said."""
    if event.state == "trying" and not event.reason and before.state is PhoneState.UNREACHABLE:
        return evolve(before, retry_at=None)  # one more try of many
    return _said(account, _STATES[event.state], _text(account, event), now + event.retry_s if event.retry_s else None)


def still_trying(status: AccountStatus) -> AccountStatus:
    """Return `status` when nothing has come from the wire for a while."""
    if status.state is not PhoneState.REGISTERING:
        return status
    return evolve(status, text="The SIP server has not answered yet. Still trying.")


def _said(account: SipAccount, state: PhoneState, text: str, retry_at: float | None = None) -> AccountStatus:
    unchecked = account.transport == "tls" and not account.verify
    if unchecked:
        text += " The server's certificate is not being checked."
    return AccountStatus(account.id, account.name, state, text, retry_at, unchecked)


def _server(account: SipAccount) -> str:
    return f"“{printable(account.server or account.realm)}”"


def _text(account: SipAccount, event: Registration) -> str:
    reason = printable(event.reason)
    match event.state:
        case "trying":
            return reason or "Registering with the SIP server."
        case "registered":
            return "The phone is registered."
        case "refused":
            return _refusal(account, event.status, reason)
        case "failed":
            return _failure(account, event)
        case "off":
            return _WITHOUT
        case "bad address":
            return f"The SIP {reason or 'address'} cannot be used; check it in the settings."


def _refusal(account: SipAccount, status: int, reason: str) -> str:
    if status in (401, 403, 407):
        return "The SIP server does not accept the user name or the password. Check both in the settings."
    if status == 404:
        realm = printable(account.realm)
        return f"The SIP server knows no realm “{realm}”, or not this user in it. Check the realm and the user name."
    said = f"{status} {reason}".strip()
    return f"The SIP server refused the registration ({said}). Check the realm and the user name."


def _failure(account: SipAccount, event: Registration) -> str:
    server = _server(account)
    if event.certificate:
        return _CERTIFICATES[event.certificate].format(server=server, text=printable(event.certificate_text))
    if event.error in _CONNECTIONS:
        return f"{_CONNECTIONS[event.error].format(server=server)} {_KEEPS_TRYING}"
    if event.status == 408:
        return f"The SIP server {server} does not answer. {_KEEPS_TRYING}"
    said = f"{event.status or ''} {printable(event.reason)}".strip() or "no answer"
    return f"The SIP server cannot be reached ({said}). {_KEEPS_TRYING}"
