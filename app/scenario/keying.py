"""What a caller does, in one short text: `528# 1`.

`0`-`9`, `*` and `#` are keys, pressed 0.2 s apart. A blank waits until the menu has asked and listens. `(2.5s)` waits
that long instead. The first key waits for the menu's first question, unless a pause stands before it: that one counts
from the start of the call.
"""

import re
from typing import Final, TypeAlias

from attrs import frozen

from app.directory import plain, to_dialpad

__all__ = ["Act", "Await", "KeyingError", "Pause", "Press", "read_acts", "read_duration", "refusal"]

_TOKEN: Final = re.compile(r"(?P<key>[0-9*#])|(?P<blank>\s+)|\((?P<pause>[^()]*)\)|(?P<letters>[A-Za-z]+)|(?P<other>.)")
_DURATION: Final = re.compile(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*s\s*")
_HOW: Final = 'Write digits, * and #; a blank waits for the menu, (2.5s) waits that long: "528# 1".'


class KeyingError(ValueError):
    """A text that cannot be keyed: what is wrong with it, and what to write instead."""

    def __init__(self, wrong: str, hint: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.hint = hint


@frozen
class Press:
    """Press one key."""

    digit: str


@frozen
class Pause:
    """Do nothing for so long."""

    ms: int


@frozen
class Await:
    """Wait until the menu has asked and listens; at once when it has since the last key."""


Act: TypeAlias = Press | Pause | Await


def read_acts(text: str) -> tuple[Act, ...]:
    """Read keys, blanks and pauses. Raises `KeyingError`."""
    acts = tuple(_act(token) for token in _TOKEN.finditer(text))
    return (Await(), *acts) if acts and isinstance(acts[0], Press) else acts


def read_duration(text: str) -> int:
    """Read `2.5s` as milliseconds. Raises `KeyingError`."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise KeyingError(f'"{plain(text)}" is no time', 'Write seconds: "2.5s".')
    return round(float(found[1]) * 1_000)


def _act(token: re.Match[str]) -> Act:
    match token.lastgroup:
        case "key":
            return Press(token[0])
        case "blank":
            return Await()
        case "pause":
            return Pause(read_duration(token["pause"]))
        case _:
            raise refusal(token[0])


def refusal(letters: str) -> KeyingError:
    """Say why what was keyed is no key, and what is to be keyed instead."""
    if not (letters.isascii() and letters.isalpha()):
        return KeyingError(f'"{plain(letters)}" is no key', _HOW)
    if set(letters.upper()) <= set("ABCD"):
        return KeyingError(f'"{letters}" is no key of the menu', "KAZOO's menu does not read the keys A to D.")
    return KeyingError(f'letters are no keys: "{letters}"', f"A caller keys {to_dialpad(letters)} for {letters}.")
