"""All calls of the desk at once: which is in front, who was asked about whom, and what each offers. Pure."""

from collections.abc import Mapping
from typing import Final

from attrs import evolve, field, frozen

from app.phone import Call, CallState, EndKind
from ui.calls.view import Offer

__all__ = ["MOST_SHOWN", "Lines", "is_incoming", "is_leaving", "is_talking", "small_offers"]

MOST_SHOWN: Final = 4
"""As many as the phone can have; ended ones make room first."""

_PASSES: Final = (
    EndKind.HUNG_UP,
    EndKind.FAR_HUNG_UP,
    EndKind.CANCELLED,
    EndKind.MISSED,
    EndKind.TURNED_AWAY,
)
"""Endings that need no reading: they go by themselves."""


@frozen
class Lines:
    """The calls shown, oldest first: those that live, and ended ones until they are dismissed."""

    calls: tuple[Call, ...] = ()
    consults: Mapping[str, str] = field(factory=dict)
    """Which call was placed to ask about which: the consultation's id to the caller's."""
    waiting: Mapping[str, float] = field(factory=dict)
    """Since when callers wait on hold, by the call's id."""

    def with_call(self, call: Call, now: float) -> "Lines":
        """Return these with what is new of a call; an ended one that nobody saw live is passed over."""
        known = self.find(call.id)
        if known is None and not call.live:
            return self
        calls = (
            tuple(call if one.id == call.id else one for one in self.calls)
            if known
            else (*(one for one in self.calls if one.live or one.direction == "in"), call)
        )
        waiting = {one: since for one, since in self.waiting.items() if one != call.id}
        if call.live and call.held:
            waiting[call.id] = self.waiting.get(call.id, now)
        return evolve(self, calls=_that_fit(calls), waiting=waiting)

    def without(self, call_id: str) -> "Lines":
        """Return these without a call."""
        return evolve(self, calls=tuple(one for one in self.calls if one.id != call_id))

    def asking(self, consultation_id: str, caller_id: str) -> "Lines":
        """Return these, knowing that one call was placed because of another."""
        return evolve(self, consults={**self.consults, consultation_id: caller_id})

    def find(self, call_id: str) -> Call | None:
        """Return a call that is shown."""
        return next((call for call in self.calls if call.id == call_id), None)

    @property
    def live(self) -> tuple[Call, ...]:
        """The calls that have not ended."""
        return tuple(call for call in self.calls if call.live)

    @property
    def front(self) -> Call | None:
        """The call that keys and buttons are about: spoken in or placed last; then one held, then one that rings."""
        return max(self.calls, key=_importance, default=None)

    @property
    def others(self) -> tuple[Call, ...]:
        """All but the one in front."""
        front = self.front
        return tuple(call for call in self.calls if front is not None and call.id != front.id)

    @property
    def ringing(self) -> tuple[Call, ...]:
        """Callers that nobody has answered, the one that waits longest first."""
        return tuple(call for call in self.calls if is_incoming(call))

    @property
    def passing(self) -> tuple[Call, ...]:
        """Ended calls that go by themselves after a while."""
        return tuple(call for call in self.calls if call.ending is not None and call.ending.kind in _PASSES)

    def pair(self, call: Call) -> tuple[Call, Call] | None:
        """Return (the caller, the consultation) when `call` is either of a pair that can be connected."""
        for consultation_id, caller_id in self.consults.items():
            if call.id in (consultation_id, caller_id):
                caller, consultation = self.find(caller_id), self.find(consultation_id)
                if caller and consultation and consultation.live and _is_up(caller):
                    return caller, consultation
        return None

    def next_held(self) -> Call | None:
        """Return the call to speak in next: of those held, the one that waits longest."""
        held = [call for call in self.live if call.held and not is_leaving(call)]
        return min(held, key=lambda call: self.waiting.get(call.id, call.started_at), default=None)

    def to_join(self) -> tuple[str, ...]:
        """Return the ids of the calls that would be one conference, or nothing where fewer than two are up."""
        front = self.front
        up = [call for call in self.live if _is_up(call)]
        if front is None or not _is_up(front) or len(up) < 2 or all(call.in_conference for call in up):
            return ()
        pair = self.pair(front)
        if pair is not None:
            return tuple(call.id for call in pair if _is_up(call)) if all(map(_is_up, pair)) else ()
        return tuple(call.id for call in up)

    def offers(self, call: Call) -> tuple[Offer, ...]:
        """Return what can be done with `call` while it is the one in front."""
        if not call.live:
            return (Offer.REDIAL, Offer.DISMISS)
        if is_incoming(call):
            return (Offer.ANSWER, Offer.BUSY, Offer.DECLINE)
        if is_leaving(call):
            return (Offer.HANG_UP,)
        if call.state is not CallState.CONNECTED:
            asked = self.pair(call) is not None
            return (Offer.KEYPAD, Offer.COMPLETE, Offer.BACK) if asked else (Offer.KEYPAD, Offer.HANG_UP)
        if call.in_conference:
            return (Offer.MUTE, Offer.KEYPAD, Offer.SPLIT, Offer.LEAVE, Offer.HANG_UP)
        return self._offers_in_talk(call)

    def _offers_in_talk(self, call: Call) -> tuple[Offer, ...]:
        join = (Offer.JOIN,) if self.to_join() else ()
        pair = self.pair(call)
        if pair is not None:
            end = Offer.BACK if call.id == pair[1].id else Offer.HANG_UP
            return (Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.COMPLETE, *join, end)
        return (Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.TRANSFER, Offer.CONSULT, *join, Offer.HANG_UP)


def small_offers(call: Call) -> tuple[Offer, ...]:
    """Return what can be done with `call` while another one is in front."""
    if not call.live:
        return (Offer.REDIAL, Offer.DISMISS)
    if is_incoming(call):
        return (Offer.ANSWER, Offer.BUSY, Offer.DECLINE)
    if call.held and not is_leaving(call):
        return (Offer.TALK, Offer.HANG_UP)
    return (Offer.HANG_UP,)


def is_incoming(call: Call) -> bool:
    """Somebody calls and waits for an answer."""
    return call.live and call.direction == "in" and call.state is not CallState.CONNECTED


def is_leaving(call: Call) -> bool:
    """It is on its way to somebody else."""
    return call.live and call.transfer is not None and call.transfer.state in ("trying", "ringing")


def is_talking(call: Call) -> bool:
    """The person speaks in it."""
    return _is_up(call) and not call.held


def _is_up(call: Call) -> bool:
    return call.state is CallState.CONNECTED and not is_leaving(call)


def _importance(call: Call) -> tuple[int, float]:
    if not call.live:
        return 0, call.ended_at or 0.0
    if is_leaving(call):
        return 1, call.started_at
    if is_incoming(call):
        return 2, -call.started_at  # who waits longest
    if call.held:
        return 3, call.connected_at or 0.0
    return 4, call.connected_at or call.started_at


def _that_fit(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """Leave out ended calls, the oldest first, beyond what can be shown."""
    surplus = len(calls) - MOST_SHOWN
    ended = [call.id for call in calls if not call.live][: max(0, surplus)]
    return tuple(call for call in calls if call.id not in ended)
