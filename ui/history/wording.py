"""A call of the history as the window shows and speaks it."""

from datetime import datetime
from typing import Final

from app.desk.history_words import length, what, when, who
from app.directory import plain
from app.store import Record, Result

__all__ = ["icon_of", "spoken"]

_FAILED: Final = (Result.FAILED, Result.UNKNOWN)


def icon_of(record: Record) -> tuple[str, str]:
    """Icon and the token of its colour."""
    if record.missed:
        return "call-missed", "danger"
    if record.result in _FAILED:
        return "warning", "warn"
    return ("call-in", "accent") if record.direction == "in" else ("call-out", "accent")


def spoken(record: Record, now: datetime) -> str:
    """All of it for a screen reader."""
    came = "from" if record.direction == "in" else "to"
    number = plain(record.number)
    parts = (
        what(record),
        f"{came} {who(record)}",
        f"number {number}" if plain(record.name) and number else "",
        when(record, now),
        f"lasted {length(record)}" if length(record) else "",
    )
    return ", ".join(filter(None, parts))
