"""The built-in SIP phone: typed messages to and from an engine in a process of its own."""

from app.phone.account import MAX_ACCOUNTS, DtmfMethod, SipAccount
from app.phone.available import phone_available
from app.phone.call import Call, CallState, Direction, Transfer
from app.phone.ending import Ending, EndKind
from app.phone.errors import (
    BadKeys,
    BadNumber,
    DoubleAccount,
    EngineNotReady,
    NoSuchAccount,
    NoSuchCall,
    NotNow,
    NotRecorded,
    PhoneError,
    PhoneUnavailable,
    ServerNotFound,
    TooManyAccounts,
    TooManyCalls,
)
from app.phone.link import MAX_CALLS, Phone
from app.phone.messages import Activity, Encryption, MessagesWaiting, MissedCall, Open, Tone, Transport
from app.phone.number import clean_keys, clean_number, split_number
from app.phone.saying import duration, say
from app.phone.status import AccountStatus, PhoneState, PhoneStatus
from app.phone.watching import Presence

__all__ = [
    "MAX_ACCOUNTS",
    "MAX_CALLS",
    "AccountStatus",
    "Activity",
    "BadKeys",
    "BadNumber",
    "Call",
    "CallState",
    "Direction",
    "DoubleAccount",
    "DtmfMethod",
    "Encryption",
    "EndKind",
    "Ending",
    "EngineNotReady",
    "MessagesWaiting",
    "MissedCall",
    "NoSuchAccount",
    "NoSuchCall",
    "NotNow",
    "NotRecorded",
    "Open",
    "Phone",
    "PhoneError",
    "PhoneState",
    "PhoneStatus",
    "PhoneUnavailable",
    "Presence",
    "ServerNotFound",
    "SipAccount",
    "Tone",
    "TooManyAccounts",
    "TooManyCalls",
    "Transfer",
    "Transport",
    "clean_keys",
    "clean_number",
    "duration",
    "phone_available",
    "say",
    "split_number",
]
