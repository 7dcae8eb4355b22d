"""Keys of the keyboard that are keys of a telephone."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.directory import KEYS, digit_of

__all__ = ["is_shortcut", "telephone_key"]

_SHORTCUTS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def is_shortcut(event: QKeyEvent) -> bool:
    """Whether a key is held that makes a command of what is typed."""
    return bool(event.modifiers() & _SHORTCUTS)


def telephone_key(event: QKeyEvent, *, letters: bool) -> str:
    """The key of a telephone that was typed, or with `letters` the one a letter stands on; empty: none."""
    text = event.text()
    if len(text) != 1:
        return ""
    if letters and not is_shortcut(event):
        text = digit_of(text) or text
    return text if text in KEYS else ""
