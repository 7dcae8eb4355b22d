"""What can go wrong before anything reaches the wire.

PhoneError
├── BadNumber          not a number that can be dialled
├── BadKeys            not keys of a telephone
├── NoSuchCall         the call has ended, or never was
├── NotNow             the call is not as far as that
├── TooManyCalls       all lines are taken
├── TooManyAccounts    more identities than the library holds
├── DoubleAccount      two accounts of one id
├── NoSuchAccount      an id that no account has
├── ServerNotFound     the name of a SIP server leads nowhere
├── NotRecorded        a recording that was begun could not be saved
├── EngineNotReady     the phone engine does not come up
└── PhoneUnavailable   this computer has no phone engine
"""

from typing import ClassVar

from app.problem import Problem

__all__ = [
    "BadKeys",
    "BadNumber",
    "DoubleAccount",
    "EngineNotReady",
    "NoSuchAccount",
    "NoSuchCall",
    "NotNow",
    "NotRecorded",
    "PhoneError",
    "PhoneUnavailable",
    "ServerNotFound",
    "TooManyAccounts",
    "TooManyCalls",
]


class PhoneError(Exception):
    """Root of this room's errors; `{detail}` in a sentence is what was said at the place it went wrong."""

    happened: ClassVar[str]
    next_step: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {detail}".rstrip(": "))
        self.detail = detail

    @property
    def problem(self) -> Problem:
        """The failure in sentences."""
        return Problem(self.happened.format(detail=self.detail), self.next_step.format(detail=self.detail))


class BadNumber(PhoneError):
    """The text is not a number, an extension or a SIP address."""

    happened = "This cannot be dialled: {detail}."
    next_step = "Use digits, * and #, an extension's name, or an address such as sip:name@example.com."


class BadKeys(PhoneError):
    """The text has characters no telephone has keys for."""

    happened = "These keys cannot be sent: {detail}."
    next_step = "Use the digits, *, #, A to D, and a comma for a pause."


class NoSuchCall(PhoneError):
    """A command for a call that is over."""

    happened = "That call has already ended."
    next_step = "Call again if it is still needed."


class NotNow(PhoneError):
    """A command that this state of a call does not allow."""

    happened = "This cannot be done now: {detail}."
    next_step = "The calls are as they were."


class TooManyCalls(PhoneError):
    """The engine has four lines; ringing and held calls take one each."""

    happened = "All {detail} lines are taken."
    next_step = "End one of the calls first."


class TooManyAccounts(PhoneError):
    """The engine has eight places for accounts."""

    happened = "More than {detail} accounts at once are not possible."
    next_step = "Remove one of the accounts first."


class DoubleAccount(PhoneError):
    """Accounts are told apart by their id."""

    happened = "Two accounts have the same name in the settings."
    next_step = "Give each account a name of its own."


class NoSuchAccount(PhoneError):
    """The account was removed meanwhile, or never was."""

    happened = "There is no account “{detail}”."
    next_step = "Choose another account to call with."


class ServerNotFound(PhoneError):
    """DNS knows no address, or does not answer."""

    happened = "No address is known for the SIP server “{detail}”."
    next_step = "Check the network, and the server's name in the settings."


class NotRecorded(PhoneError):
    """No file came of a recording."""

    happened = "The recording was not saved."
    next_step = "Check the folder and the space on the disk, then record again."


class EngineNotReady(PhoneError):
    """The engine did not become ready in time."""

    happened = "The phone engine is not running: {detail}."
    next_step = "It is being started again. Try once more in a few seconds."


class PhoneUnavailable(PhoneError):
    """Restarting cannot help: a part of the phone is not installed."""

    happened = "The phone cannot be used here: {detail}"
    next_step = "Everything else works. Dial the number on your desk phone."
