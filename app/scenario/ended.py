"""How a call ended, in a caller's terms."""

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from app.directory import Entry, Rehearsal, UnreadableName, display_name, name_keys
from app.directory.menu import Branch, Crash
from app.scenario.scenario import Ending

__all__ = ["Ended", "ended", "person_in_words"]


@frozen
class Ended:
    """Where the call ended, and when; `entry` is the person reached."""

    how: Literal["reaches"] | Ending
    at_ms: int
    entry: Entry | None = None
    why: str = ""

    def in_words(self) -> str:
        """As a scenario file would expect it, and why where that helps."""
        whom = f" {person_in_words(self.entry)}" if self.entry else ""
        return f"{self.how}{whom}{f' ({self.why})' if self.why else ''}"


def ended(call: Rehearsal) -> Ended:
    """Tell the end of a call that has run out."""
    outcome = call.outcome
    assert outcome is not None
    entries = call.menu.listing.entries
    for done in call.done:
        match done.action:
            case Branch(row) if outcome.ending == "route":
                return Ended("reaches", outcome.at_ms, entries[row])
            case Crash():
                return Ended("breaks", outcome.at_ms, why=_why_broken(entries))
            case _:
                pass
    if outcome.ending == "continue":
        return Ended("leaves", outcome.at_ms)
    return Ended("menu hangs up" if outcome.ending == "server_hangup" else "caller hangs up", outcome.at_ms)


def person_in_words(entry: Entry) -> str:
    """Name and number, on one line."""
    return ", ".join(filter(None, (display_name(entry), entry.number)))


def _why_broken(entries: Sequence[Entry]) -> str:
    nameless = [person_in_words(entry) for entry in entries if _is_nameless(entry)]
    return f"no first or no last name: {'; '.join(nameless)}" if nameless else ""


def _is_nameless(entry: Entry) -> bool:
    try:
        name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return True
    return False
