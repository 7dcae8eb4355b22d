"""Holding a call: what is wanted, and when the far end can be offered it. Pure: times come from outside."""

from collections.abc import Callable
from typing import Final

__all__ = ["Holding"]

_LIMIT_S: Final = 5.0


class Holding:
    """One wish at a time; it may change while an offer is open, and the last one counts."""

    def __init__(self) -> None:
        self._wanted: bool | None = None
        self._limit = 0.0
        self._offer_limit = 0.0
        self.parked = False
        """Hold is what is wanted: nothing is said and heard any more, whatever the far end makes of it."""

    @property
    def settled(self) -> bool:
        """Nothing is wanted that is not so."""
        return self._wanted is None

    def want(self, on: bool, now: float) -> None:
        """Wish for hold or not."""
        self._wanted, self._limit = on, now + _LIMIT_S

    def agreed(self) -> None:
        """An offer has been answered."""
        self._offer_limit = 0.0

    def pursue(self, now: float, held: bool, offer: Callable[[bool], str | None]) -> str:
        """Offer what is wanted, once no other offer is open; return why it is given up, empty as long as it is not.

        `offer` returns None when the far end was asked, empty when it cannot be asked yet, or else why it never can.
        """
        if self._wanted is None:
            return ""
        self.parked = self._wanted
        if now < self._offer_limit:
            return ""
        if self._wanted == held:
            self._wanted = None
            return ""
        if self._offer_limit:
            return self._give_up("no agreement in time")
        reason = offer(self._wanted)
        if reason is None:
            self._offer_limit = now + _LIMIT_S
        elif reason or now > self._limit:
            return self._give_up(reason or "another offer stayed open")
        return ""

    def _give_up(self, reason: str) -> str:
        self._wanted, self._offer_limit = None, 0.0
        return reason
