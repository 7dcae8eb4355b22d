"""What a page says by itself, in the language of its readers."""

from datetime import date
from typing import Final

import icu
from attrs import frozen

from app.directory import plain

__all__ = ["ENGLISH", "Words", "long_date"]


@frozen
class Words:
    """All words of a page that are nobody's name."""

    continued: str = "continued"
    nobody: str = "There is nobody in this directory."
    nameless: str = "No name"


ENGLISH: Final = Words()


def long_date(day: date, locale: str) -> str:
    """Return the date as people of `locale` write it, without the day's name."""
    writer = icu.DateFormat.createDateInstance(icu.DateFormat.LONG, icu.Locale(locale))
    writer.setTimeZone(icu.TimeZone.getGMT())
    days = (day - date(1970, 1, 1)).days
    return plain(str(writer.format(days * 86_400.0)))
