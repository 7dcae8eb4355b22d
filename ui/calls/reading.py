"""The phone's calls, as the window shows them. Pure."""

from typing import Final

from app.directory import isolated, plain
from app.phone import Call, CallState, EndKind, PhoneStatus, say
from ui.calls.lines import Lines, is_incoming, is_leaving, small_offers
from ui.calls.view import CallView, Tone

__all__ = ["view_of"]

_NO_FAILURE: Final = (
    EndKind.HUNG_UP,
    EndKind.FAR_HUNG_UP,
    EndKind.CANCELLED,
    EndKind.MISSED,
    EndKind.TURNED_AWAY,
)


def view_of(call: Call, lines: Lines, phone: PhoneStatus) -> CallView:
    """Return what the window shows of `call`, one of `lines`; `phone` tells of missing sound devices."""
    ending, tone = call.ending, _tone(call)
    failed = tone is Tone.FAILED and ending is not None
    return CallView(
        who=call.name,
        number=call.number,
        state=_state(call, lines),
        tone=tone,
        id=call.id,
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        waits_since=_waits_since(call, lines),
        muted=call.muted,
        encrypted=call.encrypted,
        keys_sent=call.keys,
        keys_heard=call.heard,
        problem=ending.next_step if failed and ending else "",
        note=_note(call, lines, phone),
        offers=lines.offers(call),
        small_offers=small_offers(call),
    )


def _tone(call: Call) -> Tone:
    if call.ending is not None:
        passed_on = call.transfer is not None and call.transfer.state == "done"
        return Tone.ENDED if passed_on or call.ending.kind in _NO_FAILURE else Tone.FAILED
    if is_leaving(call):
        return Tone.LEAVING
    if is_incoming(call):
        return Tone.INCOMING
    if call.held:
        return Tone.HELD
    return Tone.CONNECTED if call.state is CallState.CONNECTED else Tone.RINGING


def _state(call: Call, lines: Lines) -> str:
    if call.transfer is not None and (is_leaving(call) or (call.transfer.state == "done" and not call.live)):
        return call.transfer.text or _being_sent(call)
    if is_incoming(call):
        return f"Is calling {isolated(plain(call.called))}" if call.called else "Is calling"
    if call.in_conference and call.state is CallState.CONNECTED and not call.trouble:
        others = [
            isolated(plain(one.name or one.number)) for one in lines.live if one.in_conference and one is not call
        ]
        return f"In a conference with {' and '.join(others)}" if others else "In a conference"
    return say(call)


def _being_sent(call: Call) -> str:
    target = isolated(plain(call.transfer.target)) if call.transfer else ""
    return f"Transferred to {target}" if not call.live else f"Being transferred to {target}"


def _waits_since(call: Call, lines: Lines) -> float | None:
    if is_incoming(call):
        return call.started_at
    return lines.waiting.get(call.id) if call.live and not is_leaving(call) else None


def _note(call: Call, lines: Lines, phone: PhoneStatus) -> str:
    """What else matters now, the most urgent of it."""
    if not call.live:
        return ""
    if call.transfer is not None and call.transfer.state == "failed":
        return f"{call.transfer.text or 'The transfer failed.'} The caller is back with you."
    pair = lines.pair(call)
    if pair is not None and call.id == pair[1].id:
        return f"{isolated(plain(pair[0].name or pair[0].number))} waits"
    if call.auto_answered:
        return "Answered by itself"
    return "" if phone.speaker and phone.microphone else phone.sound_text
