"""Whose presence is followed: people in view, for a while after they went out of it, and never too many."""

from collections.abc import Collection
from typing import Final

from attrs import evolve, frozen

from app.phone.messages import Activity

__all__ = ["MAX_WATCHED", "Presence", "Watching"]

MAX_WATCHED: Final = 64
"""Subscriptions at a time; the library holds 256 and each costs the server something."""
LINGER_S: Final = 10.0
"""How long somebody out of view is followed still: scrolling back and forth asks nobody anew."""


@frozen
class Presence:
    """What is known of a number. `at` is when it was said, in seconds of the phone's clock."""

    number: str
    activity: Activity = "unknown"
    note: str = ""
    at: float = 0.0


class Watching:
    """Pure: the clock comes from outside. Numbers are in the order they came into view, the latest last."""

    def __init__(self, linger_s: float = LINGER_S) -> None:
        self._linger_s = linger_s
        self._in_view: dict[str, None] = {}
        self._left: dict[str, float] = {}

    def view(self, numbers: Collection[str], now: float) -> None:
        """Exactly these are in view."""
        wanted = dict.fromkeys(numbers)
        for number in self._in_view:
            if number not in wanted:
                self._left[number] = now
        for number in wanted:
            self._left.pop(number, None)
        self._in_view = wanted

    def followed(self, now: float) -> tuple[str, ...]:
        """Return whom to follow: all in view, then who went out of it lately, as many as may be."""
        self._left = {number: left for number, left in self._left.items() if now - left < self._linger_s}
        lately = sorted(self._left, key=self._left.__getitem__, reverse=True)
        return (*self._in_view, *lately)[:MAX_WATCHED]

    def next_change(self, now: float) -> float | None:
        """Return in how many seconds somebody has been out of view for long enough."""
        return min((max(0.0, left + self._linger_s - now) for left in self._left.values()), default=None)


def stale(presence: Presence, now: float) -> Presence:
    """Return `presence` when nothing is known any more."""
    return evolve(presence, activity="unknown", note="", at=now)
