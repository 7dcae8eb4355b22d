"""A call as it is remembered."""

import enum
from typing import Literal, TypeAlias

from attrs import frozen

__all__ = ["Record", "Result", "Wanted", "WhichCalls"]

WhichCalls: TypeAlias = Literal["all", "missed", "in", "out"]


class Result(enum.Enum):
    """What became of a call; the value stands in the file, so it never changes."""

    LIVE = "live"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    MISSED = "missed"
    DO_NOT_DISTURB = "do not disturb"
    REJECTED = "rejected"
    """Turned away here."""
    BUSY = "busy"
    NO_ANSWER = "no answer"
    DECLINED = "declined"
    """Turned away there."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The program ended before the call did."""


@frozen(kw_only=True)
class Record:
    """One call. Times are seconds since 1970; what the far end wrote is data, for showing as plain text."""

    call_id: str
    direction: Literal["in", "out"]
    number: str
    name: str = ""
    user_id: str = ""
    """Who of the directory it was when the call began; empty for others."""
    directory_id: str = ""
    account: str = ""
    """As which of our identities, by its label."""
    called: str = ""
    """Incoming: which of our numbers was dialled."""
    started_at: float
    connected_at: float | None = None
    ended_at: float | None = None
    result: Result = Result.LIVE
    reason: str = ""
    """Why it failed, or what cut it, as a sentence."""
    transferred_to: str = ""
    found_by: str = ""
    """What a search looks in: folded name and number."""
    row: int = 0
    """Its number in the file; 0 for one that is not there yet."""

    @property
    def duration(self) -> float | None:
        """Seconds spoken; None when nobody spoke, or nobody knows how long."""
        if self.connected_at is None or self.ended_at is None:
            return None
        return max(0.0, self.ended_at - self.connected_at)

    @property
    def missed(self) -> bool:
        """Somebody called and was not spoken with, although nobody here decided so for this call."""
        return self.result in (Result.MISSED, Result.DO_NOT_DISTURB)


@frozen
class Wanted:
    """Which calls to list: those that `words` (folded) all stand in."""

    words: tuple[str, ...] = ()
    which: WhichCalls = "all"
