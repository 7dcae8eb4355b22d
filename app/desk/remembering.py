"""A call as the phone knows it, as the history remembers it. Pure."""

import re
from typing import Final

from attrs import evolve

from app.desk.callers import Party
from app.directory import readings
from app.phone import Call, Ending, EndKind, MissedCall
from app.store import Record, Result, Wanted, WhichCalls

__all__ = ["found_by", "record_of", "record_of_missed", "wanted"]

_OUT: Final = {
    EndKind.BUSY: Result.BUSY,
    EndKind.NO_ANSWER: Result.NO_ANSWER,
    EndKind.DECLINED: Result.DECLINED,
    EndKind.CANCELLED: Result.CANCELLED,
    EndKind.HUNG_UP: Result.CANCELLED,
}
_IN: Final = {
    EndKind.TURNED_AWAY: Result.REJECTED,
    EndKind.CANCELLED: Result.REJECTED,
    EndKind.HUNG_UP: Result.REJECTED,
}
_CUT: Final = (EndKind.CONNECTION_LOST, EndKind.ENGINE_STOPPED)
_OWN_DECISIONS: Final = (486, 600, 603)
"""What a person here turns a call away with; other statuses the program chose, and the person never knew."""
_NOT_DIGITS: Final = re.compile(r"\D+")
_MOST_TEXT: Final = 200


def record_of(call: Call, party: Party | None, *, account: str = "", target: str = "") -> Record:
    """Return what is to be remembered of `call` now, live or ended.

    `account` is one of our own by its label, `target` to whom the call is transferred, by name where that is known.
    """
    record = Record(
        call_id=call.id,
        direction=call.direction,
        number=call.number,
        name=call.name,
        user_id=party.user_id if party else "",
        directory_id=party.directory_id if party else "",
        account=account,
        called=call.called,
        started_at=call.started_at,
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        found_by=found_by(call.name, call.number),
    )
    if call.transfer is not None and call.transfer.state == "done":
        return evolve(record, result=Result.TRANSFERRED, transferred_to=target or call.transfer.target)
    if call.ending is None:
        return record
    result, reason = _outcome(call, call.ending)
    return evolve(record, result=result, reason=reason)


def record_of_missed(missed: MissedCall, party: Party | None, now: float) -> Record:
    """Return the record of a call that never became one: the engine turned it away by itself."""
    undisturbed = missed.because == "do not disturb"
    name = party.name if party else missed.name
    return Record(
        call_id="",
        direction="in",
        number=missed.number,
        name=name,
        user_id=party.user_id if party else "",
        directory_id=party.directory_id if party else "",
        started_at=now,
        ended_at=now,
        result=Result.DO_NOT_DISTURB if undisturbed else Result.MISSED,
        reason="" if undisturbed else "All lines were taken.",
        found_by=found_by(name, missed.number),
    )


def found_by(name: str, number: str) -> str:
    """Return what a search for the call looks in: the name in every way it may be typed, and the digits."""
    words = [folded.text for word in readings(name[:_MOST_TEXT]) for folded in word]
    words += [folded.text for word in readings(number[:_MOST_TEXT]) for folded in word]
    return " ".join(dict.fromkeys([*words, _NOT_DIGITS.sub("", number)[:_MOST_TEXT]])).strip()


def wanted(typed: str, which: WhichCalls = "all") -> Wanted:
    """Read what was typed into the history's search: every word has to stand in the name or number."""
    return Wanted(tuple(word[0].text for word in readings(typed[:_MOST_TEXT]) if word[0].text), which)


def _outcome(call: Call, ending: Ending) -> tuple[Result, str]:
    cut = ending.happened if ending.kind in _CUT else ""
    if call.connected_at is not None:
        return Result.ANSWERED, cut
    if call.direction == "in":
        result = _IN.get(ending.kind, Result.MISSED)
        unasked = result is Result.REJECTED and call.turned_away_with not in (0, *_OWN_DECISIONS)
        return (Result.MISSED, ending.happened) if unasked else (result, cut)
    result = _OUT.get(ending.kind, Result.FAILED)
    return result, ending.text if result is Result.FAILED else ""
