"""Which of a callflow's numbers to dial to reach a person inside the company."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["is_did", "number_to_dial"]

_DID: Final = re.compile(r"^(\+?1)?\d{10}$|^\+[2-9]\d{7,}$|^011\d*$|^00\d*$")
"""KAZOO's default test for a number of the public network (`knm_converters`)."""


def is_did(number: str) -> bool:
    """Tell whether KAZOO would reconcile `number` with the public network."""
    return number.startswith("+") or _DID.match(number) is not None


def number_to_dial(numbers: Sequence[str], presence_id: str = "") -> str:
    """Return the number to dial, or an empty text.

    Never simply the first: the order is whatever the editor wrote, and DIDs mix with extensions. The person's
    presence id where it is among them, else the shortest extension of digits, else any other internal number,
    else the first DID.
    """
    given = [number.strip() for number in numbers if number.strip()]
    internal = [number for number in given if not is_did(number)]
    if presence_id and presence_id in internal:
        return presence_id
    return _shortest(filter(str.isdecimal, internal)) or _shortest(internal) or (given[0] if given else "")


def _shortest(numbers: Iterable[str]) -> str:
    return min(numbers, key=len, default="")
