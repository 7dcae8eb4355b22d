"""One or two letters that stand for a person, and a colour that stays theirs."""

import unicodedata
import zlib
from typing import Final

from app.directory import Entry, plain

__all__ = ["initials", "tint_of"]

_NON_JOINER: Final = "\u200c"


def initials(entry: Entry) -> str:
    """Return the first letters of both names; of a name in Chinese or Korean characters, only the family's."""
    first, last = _first_letter(plain(entry.first_name)), _first_letter(plain(entry.last_name))
    if last and unicodedata.east_asian_width(last[0]) == "W":
        return last
    both = f"{first}{_apart(first, last)}{last}"
    return both.upper() if len(both.upper()) <= 4 else both


def tint_of(entry: Entry, tints: int) -> int:
    """Return which of so many colours is this person's, today and tomorrow."""
    return zlib.crc32(entry.user_id.encode()) % tints


def _apart(first: str, last: str) -> str:
    """What keeps two Arabic letters from joining into a syllable."""
    joining = first and last and unicodedata.bidirectional(first[0]) == "AL"
    return _NON_JOINER if joining else ""


def _first_letter(name: str) -> str:
    for place, char in enumerate(name):
        if char.isalnum():
            marks = 0
            while place + marks + 1 < len(name) and unicodedata.category(name[place + marks + 1]) in ("Mn", "Mc"):
                marks += 1
            return name[place : place + 1 + min(marks, 2)]
    return ""
