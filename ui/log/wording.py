"""Lines of the log in words, and which of them to show."""

import logging
from datetime import datetime, tzinfo
from typing import Final

from app.directory import plain
from app.logbook import Line

__all__ = ["LEVELS", "first_line", "level_of", "matches", "sub_line", "when"]

LEVELS: Final = (("Everything", 0), ("Warnings and errors", logging.WARNING), ("Errors", logging.ERROR))
"""What to choose from, each with the lowest level shown."""


def level_of(line: Line) -> tuple[str, str]:
    """Return the level in a word, and the token it is coloured with."""
    if line.level >= logging.ERROR:
        return "Error", "danger"
    if line.level >= logging.WARNING:
        return "Warning", "warn"
    return "Info", "text2"


def when(line: Line, zone: tzinfo | None = None) -> str:
    """Return the time of day, to the millisecond."""
    return datetime.fromtimestamp(line.at, zone).strftime("%H:%M:%S.%f")[:-3]


def first_line(line: Line) -> str:
    """Return what a row shows of the text."""
    return plain(line.text.partition("\n")[0])


def sub_line(line: Line) -> str:
    """Return which room said it."""
    return plain(line.room)


def matches(line: Line, lowest: int, typed: str) -> bool:
    """Whether to show a line: of at least that level, with every word typed in its text, room or request id."""
    if line.level < lowest:
        return False
    heap = f"{line.text} {line.room} {line.request_id}".casefold()
    return all(word in heap for word in typed.casefold().split())
