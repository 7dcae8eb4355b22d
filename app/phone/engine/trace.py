"""What the library logs: messages on the wire for the desk's trace, and lines of the level asked for; no secrets."""

import re
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.redact import redacted
from app.phone.messages import Event, LogLine, SetLogLevel, SipMessage

__all__ = ["LIBRARY_LEVEL", "Trace"]

LIBRARY_LEVEL: Final = 4
"""The library's own level cannot be changed while it runs, so all is taken and little passed on. Messages come on this
one; the fifth would cost each call another tenth of a millisecond.
"""
_KEPT: Final = 2_000
_LONGEST: Final = 8_000
_MESSAGE: Final = re.compile(
    r"(?P<way>[TR]X) \d+ bytes [^\r\n]*? (?:to|from) (?P<peer>\w+ \S+?):\r?\n(?P<text>.*?)\s*--end msg--\s*\Z",
    re.DOTALL,
)
_STAMP: Final = re.compile(r"\A\d\d:\d\d:\d\d\.\d+\s*")


class Trace(pj.LogWriter):  # type: ignore[misc]
    """Collects on whatever thread the library logs, tells on ours."""

    def __init__(self) -> None:
        super().__init__()
        self.level = 1
        self._entries: deque[tuple[float, int, str]] = deque(maxlen=_KEPT)

    @property
    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What does each command."""
        return {SetLogLevel: self._set_level}

    def _set_level(self, command: SetLogLevel) -> None:
        self.level = command.level

    def write(self, entry: Any) -> None:
        """Library: a line, or a whole message."""
        level = int(entry.level)
        if level <= self.level or level == LIBRARY_LEVEL:
            self._entries.append((time.time(), level, str(entry.msg)))

    def tell(self, emit: Callable[[Event], None]) -> None:
        """Pass on what has come."""
        while self._entries:
            at, level, text = self._entries.popleft()
            message = _MESSAGE.search(text)
            if message is not None:
                emit(
                    SipMessage(
                        at=at,
                        sent=message["way"] == "TX",
                        peer=message["peer"],
                        text=redacted(message["text"].replace("\r\n", "\n"))[:_LONGEST],
                    )
                )
            elif level <= self.level:
                emit(LogLine(at=at, level=level, text=redacted(_STAMP.sub("", text).strip())[:_LONGEST]))
