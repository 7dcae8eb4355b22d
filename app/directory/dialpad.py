"""The letters of a telephone keypad (E.161) and KAZOO's reading of a name on them.

Source: `cf_util:alpha_to_dialpad/1` and `cf_directory:get_directory_user/2`; judged by tests/vectors/dialpad.jsonl.xz.
"""

from typing import Final

from attrs import frozen

__all__ = ["KEYS", "LETTERS", "NameKeys", "UnreadableName", "digit_of", "name_keys", "to_dialpad"]

LETTERS: Final[dict[str, str]] = {
    "1": "",
    "2": "ABC",
    "3": "DEF",
    "4": "GHI",
    "5": "JKL",
    "6": "MNO",
    "7": "PQRS",
    "8": "TUV",
    "9": "WXYZ",
    "*": "",
    "0": "",
    "#": "",
}
"""The twelve keys in the order of a telephone, with the letters printed on them."""

KEYS: Final = "".join(LETTERS)

_DIGITS: Final = {letter: digit for digit, letters in LETTERS.items() for letter in letters + letters.lower()}


class UnreadableName(ValueError):
    """KAZOO's menu crashes on this member: a first or last name that is missing, empty or not a text."""


@frozen
class NameKeys:
    """The keys that spell one name, in both orders; either may be empty when no letter a-z is in it."""

    first_last: str
    last_first: str


def digit_of(letter: str) -> str | None:
    """The key that carries `letter`, or None: only a-z and A-Z are on a telephone."""
    return _DIGITS.get(letter)


def to_dialpad(text: str) -> str:
    """Spell `text` on the keypad as KAZOO does: letters a-z only, everything else is dropped, not replaced.

    `Müller` is 65537 when ü is one character and 685537 when it is u and a combining mark.
    """
    return "".join(filter(None, map(_DIGITS.get, text)))


def name_keys(first_name: object, last_name: object) -> NameKeys:
    """Return what a caller must key for a name; the names are joined without a gap.

    Raises `UnreadableName` where KAZOO's own code crashes, which takes the whole directory down for every caller.
    """
    if not (isinstance(first_name, str) and isinstance(last_name, str) and first_name and last_name):
        raise UnreadableName(f"first name {first_name!r}, last name {last_name!r}")
    first, last = to_dialpad(first_name), to_dialpad(last_name)
    return NameKeys(first_last=first + last, last_first=last + first)
