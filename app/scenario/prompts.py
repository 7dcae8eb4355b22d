"""What the menu's prompts say, in English.

Source: the comments beside the prompts of `cf_directory` in KAZOO. An account may have others recorded.
"""

from collections.abc import Mapping
from typing import Final

from app.directory import plain
from app.directory.menu import Item

__all__ = ["PROMPT_WORDS", "name_said", "said", "spoken_ms", "still_said"]

PROMPT_WORDS: Final[Mapping[str, str]] = {
    "dir-enter_person_name": "Please enter the first few letters of the person's name.",
    "dir-enter_person_firstname": "Please enter the first few letters of the person's first name.",
    "dir-enter_person_lastname": "Please enter the first few letters of the person's last name.",
    "dir-found": "One match found. To connect to",
    "dir-confirm_menu": "press 1. To start over, press 3.",
    "dir-result_number": "To call",
    "dir-result_menu": "press 1. For the next result, press 2. To start over, press 3.",
    "dir-no_results_found": "No match found.",
    "dir-no_more_results": "No more results.",
    "dir-specify_minimum": "You need to specify a minimum of two digits.",
    "dir-invalid_key": "Invalid key pressed.",
}

_SILENCE_MS: Final = 50
_BEFORE_MS: Final = 250
_LETTER_MS: Final = 60


def said(item: Item) -> str:
    """The words a caller hears; none for the silence of a flush."""
    if item.kind == "silence":
        return ""
    return PROMPT_WORDS.get(item.name, plain(item.name)) if item.kind == "prompt" else name_said(item)


def still_said(item: Item, share: float) -> str:
    """The words that are still to come when `share` of the time they take is over: whole ones, none begun already."""
    words = said(item)
    heard_ms = share * spoken_ms(item) - _BEFORE_MS
    if heard_ms <= 0:
        return words
    begun = int(heard_ms / _LETTER_MS)
    begins = words.find(" ", begun)
    return words[begins + 1 :] if begins >= 0 else ""


def name_said(item: Item) -> str:
    """A person's name, spoken or recorded; of everything else what KAZOO calls it."""
    return plain(item.says or item.name)


def spoken_ms(item: Item) -> int:
    """About how long a voice takes to say it, at an ordinary pace."""
    if item.kind == "silence":
        return _SILENCE_MS
    return _BEFORE_MS + _LETTER_MS * len(said(item))
