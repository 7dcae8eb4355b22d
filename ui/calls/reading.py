"""A call of the phone, as the call bar shows it."""

from typing import Final

from app.phone import Call, CallState, EndKind, PhoneStatus, say
from ui.calls.view import CallView, Tone

__all__ = ["view_of"]

_NO_FAILURE: Final = (EndKind.HUNG_UP, EndKind.FAR_HUNG_UP, EndKind.CANCELLED)


def view_of(call: Call, phone: PhoneStatus) -> CallView:
    """Return what the bar shows; the note tells of missing sound devices while the call lives."""
    ending = call.ending
    return CallView(
        who=call.name,
        number=call.number,
        state=say(call),
        tone=_tone(call),
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        muted=call.muted,
        keys_sent=call.keys,
        problem=ending.next_step if ending else "",
        note="" if not call.live or (phone.speaker and phone.microphone) else phone.sound_text,
    )


def _tone(call: Call) -> Tone:
    if call.ending is not None:
        return Tone.ENDED if call.ending.kind in _NO_FAILURE else Tone.FAILED
    if call.held:
        return Tone.HELD
    return Tone.CONNECTED if call.state is CallState.CONNECTED else Tone.RINGING
