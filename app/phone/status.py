"""How the phone as a whole is doing, as one line for people."""

import enum
from typing import Final

from attrs import evolve, frozen

from app.phone.messages import Registration, RegistrationState
from app.phone.plain import printable

__all__ = ["PhoneState", "PhoneStatus", "registration_status"]


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
class PhoneStatus:
    """`text` and `sound_text` are sentences; `address` is where the engine listens, `host:port`."""

    state: PhoneState = PhoneState.OFF
    text: str = "The phone is off."
    speaker: bool = False
    microphone: bool = False
    sound_text: str = ""
    address: str = ""

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


def registration_status(status: PhoneStatus, event: Registration) -> PhoneStatus:
    """Return `status` with what the registrar said."""
    return evolve(status, state=_STATES[event.state], text=_text(event))


def _text(event: Registration) -> str:
    reason = printable(event.reason)
    said = f"{event.status} {reason}".strip() if event.status else reason or "no answer"
    if event.certificate:
        return (
            f"The SIP server's certificate cannot be trusted ({printable(event.certificate)}). "
            "Ask the server's operator, or set the file of its certificate authority."
        )
    match event.state:
        case "trying":
            return event.reason or "Registering with the SIP server."
        case "registered":
            return "The phone is registered."
        case "refused" if event.status in (401, 403, 407):
            return "The SIP server does not accept the user name or the password. Check both in the settings."
        case "refused":
            return f"The SIP server refused the registration ({said}). Check the realm and the user name."
        case "failed":
            return f"The SIP server cannot be reached ({said}). The phone keeps trying."
        case "off":
            return "The phone is ready, without registration."
        case "bad address":
            return f"The SIP {reason or 'address'} cannot be used; check it in the settings."
