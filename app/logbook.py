"""The program's own log of this run, in memory: the last lines, without secrets."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from threading import Lock
from typing import Final

from attrs import frozen

from app.redact import redact

__all__ = ["Line", "Logbook", "diagnostics", "written"]

_MOST_LINES: Final = 5_000
_MOST_TEXT: Final = 4_000
_ROOMS: Final = ("app", "ui")
_PLAIN_TRACEBACK: Final = logging.Formatter()


@frozen
class Line:
    """One line of the log. `number` grows by one; `at` is seconds since 1970; `level` is `logging`'s."""

    number: int
    at: float
    level: int
    room: str
    text: str
    request_id: str = ""
    """What KAZOO's operator finds the request by."""


class Logbook(logging.Handler):
    """Keeps what it is told, from any thread; whoever listens is told that there is more, also on any thread."""

    def __init__(self, most_lines: int = _MOST_LINES) -> None:
        super().__init__()
        self._lines: deque[Line] = deque(maxlen=most_lines)
        self._number = 0
        self._guard = Lock()
        self._listener: Callable[[], None] | None = None

    def attach(self) -> None:
        """Take every warning, and what our own rooms tell beside those."""
        logging.getLogger().addHandler(self)
        for room in _ROOMS:
            logging.getLogger(room).setLevel(logging.INFO)

    def detach(self) -> None:
        """Take nothing any more; what is there stays."""
        logging.getLogger().removeHandler(self)
        for room in _ROOMS:
            logging.getLogger(room).setLevel(logging.NOTSET)

    def listen(self, listener: Callable[[], None] | None) -> None:
        """Call `listener` after each line; None ends it."""
        self._listener = listener

    def emit(self, record: logging.LogRecord) -> None:
        """Logging: one record."""
        try:
            text = redact(_text(record))
        except Exception:
            self.handleError(record)
            return
        request_id = str(getattr(record, "request_id", ""))
        with self._guard:
            self._number += 1
            self._lines.append(Line(self._number, record.created, record.levelno, record.name, text, request_id))
        listener = self._listener
        if listener is not None:
            listener()

    def lines(self, after: int = 0) -> list[Line]:
        """Return the lines with a number above `after`, oldest first."""
        with self._guard:
            found: list[Line] = []
            for line in reversed(self._lines):
                if line.number <= after:
                    break
                found.append(line)
        return found[::-1]


def written(line: Line, zone: tzinfo | None = None) -> str:
    """Return a line as it is copied: date, time with milliseconds and offset, level, room, text."""
    when = datetime.fromtimestamp(line.at, zone).astimezone(zone).isoformat(" ", "milliseconds")
    return f"{when} {logging.getLevelName(line.level)} {line.room}: {line.text}"


def diagnostics(facts: Iterable[tuple[str, str]], lines: Sequence[Line], zone: tzinfo | None = None) -> str:
    """Return what whoever helps needs to know, as text to copy: facts by name, then the log. No secrets."""
    named = [redact(f"{name}: {fact}") for name, fact in facts]
    log = [written(line, zone) for line in lines] or ["(nothing)"]
    return "\n".join(["Namedial diagnostics", "", *named, "", f"Log, the last {len(lines)} lines:", *log, ""])


def _text(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if record.exc_info and record.exc_info[0] is not None:
        text = f"{text}\n{_PLAIN_TRACEBACK.formatException(record.exc_info)}"
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"
