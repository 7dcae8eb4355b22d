"""How the sound of calls arrives, asked of the library now and then."""

from collections.abc import Callable
from typing import Any, Final, Protocol

import pjsua2 as pj

from app.phone.messages import Event, Quality

__all__ = ["QualityWatch"]

_EVERY_S: Final = 2.0


class Calls(Protocol):
    """Where the calls are."""

    @property
    def connected(self) -> tuple[Any, ...]:
        """Calls that have been answered."""


class QualityWatch:
    """Tells each call's figures while it is connected; after its end there are none to be had."""

    def __init__(self, emit: Callable[[Event], None], calls: Calls) -> None:
        self._emit = emit
        self._calls = calls
        self._due = 0.0

    def tick(self, now: float) -> None:
        """Ask, when it is time."""
        if now < self._due:
            return
        self._due = now + _EVERY_S
        for call in self._calls.connected:
            try:
                self._emit(_read(call))
            except pj.Error:  # between two offers there is no stream
                continue


def _read(call: Any) -> Quality:
    info, statistics = call.getStreamInfo(0), call.getStreamStat(0)
    rtcp, buffer = statistics.rtcp, statistics.jbuf
    received, trip = rtcp.rxStat, rtcp.rttUsec
    jitter = received.jitterUsec
    return Quality(
        call=call.name,
        codec=str(info.codecName),
        received=int(received.pkt),
        lost=int(received.loss),
        jitter_ms=jitter.mean / 1000,
        buffer_ms=float(buffer.avgDelayMsec),
        round_trip_ms=trip.mean / 1000,
    )
