"""What there is to tell when something went wrong: a call's course and messages, and the engine's log."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from attrs import define, field

from app.phone.call import Call
from app.phone.messages import LogLine, Quality, SipMessage
from app.phone.plain import printable
from app.phone.saying import say

__all__ = ["Journal"]

_CALLS_KEPT: Final = 100
_MESSAGES_KEPT: Final = 2_000
_PER_REPORT: Final = 200
_LINES_KEPT: Final = 2_000
_LINE: Final = 2_000


@define
class _Course:
    steps: list[tuple[float, str]] = field(factory=list)
    quality: Quality | None = None


class Journal:
    """Kept by the desk, so that it survives the engine. Nothing secret comes in, and no keys that were dialled."""

    def __init__(self) -> None:
        self._courses: dict[str, _Course] = {}
        self._messages: deque[tuple[str, SipMessage]] = deque(maxlen=_MESSAGES_KEPT)
        self._lines: deque[LogLine] = deque(maxlen=_LINES_KEPT)

    def call(self, call: Call, now: float) -> None:
        """Note where a call is."""
        course = self._courses.setdefault(call.id, _Course())
        words = say(call)
        if not course.steps or course.steps[-1][1] != words:
            course.steps.append((now, words))
        while len(self._courses) > _CALLS_KEPT:
            del self._courses[next(iter(self._courses))]

    def quality(self, event: Quality) -> None:
        """Note how a call sounds."""
        if event.call in self._courses:
            self._courses[event.call].quality = event

    def message(self, event: SipMessage) -> None:
        """Note what went over the wire."""
        self._messages.append((_call_id(event.text), event))

    def line(self, event: LogLine) -> None:
        """Note what the engine's library logged."""
        self._lines.append(event)

    def tail(self) -> str:
        """Return the engine's log, oldest line first."""
        return "\n".join(f"{_time(line.at)} {line.level} {_flat(line.text)}" for line in self._lines)

    def report(self, call: Call) -> str:
        """Return everything known of a call as plain text."""
        course = self._courses.get(call.id, _Course())
        messages = [event for call_id, event in self._messages if call_id and call_id == call.sip_call_id]
        parts = (
            ("Call", _facts(call)),
            ("Course", [f"{_time(at)} {words}" for at, words in course.steps]),
            ("Sound", _sound(course.quality)),
            ("SIP", _trace(messages[-_PER_REPORT:])),
        )
        return "\n\n".join("\n".join((title, *lines)) for title, lines in parts) + "\n"


def _facts(call: Call) -> list[str]:
    facts = {
        "direction": "incoming" if call.direction == "in" else "outgoing",
        "number": call.number,
        "name": call.name,
        "called": call.called,
        "began": _date(call.started_at),
        "answered": _date(call.connected_at),
        "ended": _date(call.ended_at),
        "result": call.ending.text if call.ending else "",
        "SIP status": str(call.status or ""),
        "Call-ID": call.sip_call_id,
        "keys sent": str(len(call.keys) or ""),
    }
    return [f"{name}: {printable(value, _LINE)}" for name, value in facts.items() if value]


def _sound(quality: Quality | None) -> list[str]:
    if quality is None:
        return ["no figures"]
    heard = quality.received + quality.lost
    share = 100 * quality.lost / heard if heard else 0.0
    return [
        f"codec: {printable(quality.codec)}",
        f"packets received: {quality.received}, lost: {quality.lost} ({share:.1f} %)",
        f"jitter: {quality.jitter_ms:.1f} ms, jitter buffer: {quality.buffer_ms:.0f} ms",
        f"round trip: {quality.round_trip_ms:.1f} ms",
    ]


def _trace(messages: Sequence[SipMessage]) -> list[str]:
    lines = []
    for message in messages:
        way = "sent to" if message.sent else "received from"
        lines.append(f"--- {_time(message.at)} {way} {printable(message.peer)}")
        lines += [_flat(line) for line in message.text.split("\n")]
    return lines or ["no messages"]


def _flat(text: str) -> str:
    return printable(text.replace("\t", " "), _LINE)


def _time(at: float) -> str:
    return datetime.fromtimestamp(at).strftime("%H:%M:%S.%f")[:-3]


def _date(at: float | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M:%S")


def _call_id(text: str) -> str:
    """Return the Call-ID header (RFC 3261, section 20.8), long or compact."""
    for line in text.split("\n")[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            break
        if name.strip().lower() in ("call-id", "i"):
            return value.strip()
    return ""
