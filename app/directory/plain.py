"""Text from other people, made safe to show: one line, no control characters, no tricks with direction."""

import unicodedata
from typing import Final

__all__ = ["isolated", "plain"]

_JOINERS: Final = "\u200c\u200d"
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def plain(text: str) -> str:
    """Return `text` composed (NFC), on one line, without control and format characters except the two joiners.

    Markup stays as it is: it is for whoever writes the text to a label, a page or a header to escape it.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_visible(char) for char in composed)
    return " ".join(kept.split())


def isolated(text: str) -> str:
    """Wrap `text` so that its writing direction cannot move what stands beside it (Unicode UAX #9, FSI and PDI)."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    unwanted = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") and char not in _JOINERS
    return "" if unwanted else char
