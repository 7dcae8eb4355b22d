"""How many people are alone after how many keys, in as many steps as a chart has room for."""

from typing import Final

from attrs import frozen

from app.directory.audit.result import Outlook

__all__ = ["KeysStep", "histogram_of"]

_MOST_STEPS: Final = 11


@frozen
class KeysStep:
    """So many people are alone after `fewest` to `most` keys; these are the same but in a last step."""

    label: str
    fewest: int
    most: int
    count: int


def histogram_of(outlook: Outlook) -> list[KeysStep]:
    """Return a step for each number of keys from the fewest on, also where it is nobody's; the last takes the rest."""
    needed = dict(outlook.keys_needed)
    if not needed:
        return []
    low, high = min(needed), max(needed)
    last = min(high, low + _MOST_STEPS - 1)
    steps = [KeysStep(_keys(keys), keys, keys, needed.get(keys, 0)) for keys in range(low, last)]
    rest = sum(count for keys, count in needed.items() if keys >= last)
    return [*steps, KeysStep(_keys(last) if last == high else f"{last} or more", last, high, rest)]


def _keys(count: int) -> str:
    return "1 key" if count == 1 else f"{count} keys"
