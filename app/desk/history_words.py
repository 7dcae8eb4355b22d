"""A call of the history in words, the same in the window and in the terminal."""

from datetime import datetime, timedelta
from typing import Final

from app.directory import isolated, plain
from app.phone import duration
from app.store import Record, Result

__all__ = ["length", "sub_line", "what", "when", "who"]

_IN: Final = {Result.ANSWERED: "Incoming", Result.LIVE: "Incoming, going on"}
_OUT: Final = {Result.ANSWERED: "Outgoing", Result.LIVE: "Outgoing, going on"}
_WORDS: Final = {
    Result.MISSED: "Missed",
    Result.DO_NOT_DISTURB: "Missed: do not disturb",
    Result.REJECTED: "Turned away",
    Result.BUSY: "Busy",
    Result.NO_ANSWER: "No answer",
    Result.DECLINED: "Declined",
    Result.CANCELLED: "Given up",
    Result.FAILED: "Failed",
    Result.UNKNOWN: "Ended while Namedial was not running",
}


def who(record: Record) -> str:
    """The other side by name, else by number."""
    return plain(record.name) or plain(record.number) or "Unknown caller"


def what(record: Record) -> str:
    """What became of it, in a word or two, and why where that is known."""
    if record.result is Result.TRANSFERRED:
        return f"Transferred to {isolated(plain(record.transferred_to))}"
    word = (_IN if record.direction == "in" else _OUT).get(record.result) or _WORDS[record.result]
    return f"{word}: {plain(record.reason)}" if record.reason else word


def sub_line(record: Record) -> str:
    """The line below the name."""
    number = plain(record.number) if plain(record.name) else ""
    account = plain(record.account)
    return " · ".join(filter(None, (what(record), isolated(number) if number else "", account)))


def when(record: Record, now: datetime) -> str:
    """The beginning, as much of it as is needed on the day `now` (local, aware)."""
    began = datetime.fromtimestamp(record.started_at, now.tzinfo)
    clock = f"{began:%H:%M}"
    if began.date() == now.date():
        return clock
    if began.date() == now.date() - timedelta(days=1):
        return f"Yesterday {clock}"
    day = f"{began.day} {began:%b}"
    return f"{day} {clock}" if began.year == now.year else f"{day} {began.year}"


def length(record: Record) -> str:
    """How long it was spoken, empty when nobody spoke."""
    return duration(record.duration) if record.duration is not None else ""
