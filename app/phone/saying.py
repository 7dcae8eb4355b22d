"""A call in one line for people, the same in the window and in the terminal."""

from typing import Final

from app.phone.call import Call, CallState

__all__ = ["duration", "say"]

_WORDS: Final = {
    CallState.DIALLING: "Calling",
    CallState.RINGING: "Ringing",
    CallState.EARLY_MEDIA: "Ringing, with an announcement",
    CallState.CONNECTED: "Connected",
}


def say(call: Call) -> str:
    """Return what the call is doing now, or how it ended."""
    if call.ending is not None:
        return call.ending.happened
    if call.transfer is not None and call.transfer.under_way:
        return call.transfer.text.rstrip(".")
    if call.trouble:
        return call.trouble
    if call.still_trying:
        return "Still trying: no answer from the SIP server yet"
    if call.held:
        return "On hold"
    if call.held_there:
        return "The other side has put you on hold"
    if call.silent_there:
        return "Connected, but nothing is heard from the other side"
    return _WORDS.get(call.state, call.state.value.capitalize())


def duration(seconds: float) -> str:
    """Return a length of time as `mm:ss`, from an hour on as `h:mm:ss`."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
