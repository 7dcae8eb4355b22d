"""Text from the wire, made fit to be shown: whatever the far end wrote."""

from typing import Final

__all__ = ["MAX_LENGTH", "printable"]

MAX_LENGTH: Final = 128


def printable(text: str, limit: int = MAX_LENGTH) -> str:
    """Return `text` without anything that does not print (control characters, broken UTF-8), and not too long."""
    return "".join(char for char in text if char.isprintable())[:limit].strip()
