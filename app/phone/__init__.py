"""The built-in SIP phone: typed messages to and from an engine in a process of its own."""

from app.phone.account import SipAccount
from app.phone.available import phone_available
from app.phone.call import Call, CallState, Direction, Transfer
from app.phone.ending import Ending, EndKind
from app.phone.errors import (
    BadKeys,
    BadNumber,
    EngineNotReady,
    NoSuchCall,
    NotRecorded,
    PhoneError,
    PhoneUnavailable,
    TooManyCalls,
)
from app.phone.link import MAX_CALLS, Phone
from app.phone.messages import MissedCall, Open, Tone, Transport
from app.phone.number import clean_keys, clean_number
from app.phone.saying import say
from app.phone.status import PhoneState, PhoneStatus

__all__ = [
    "MAX_CALLS",
    "BadKeys",
    "BadNumber",
    "Call",
    "CallState",
    "Direction",
    "EndKind",
    "Ending",
    "EngineNotReady",
    "MissedCall",
    "NoSuchCall",
    "NotRecorded",
    "Open",
    "Phone",
    "PhoneError",
    "PhoneState",
    "PhoneStatus",
    "PhoneUnavailable",
    "SipAccount",
    "Tone",
    "TooManyCalls",
    "Transfer",
    "Transport",
    "clean_keys",
    "clean_number",
    "phone_available",
    "say",
]
