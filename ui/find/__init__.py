"""Finding people: the keypad, the search line, how many match and why nobody does."""

from ui.find.empty_state import EmptyState
from ui.find.keypad import Keypad, KeypadMode
from ui.find.match_count import MatchCount
from ui.find.search_box import SearchBox
from ui.find.telephone_key import is_shortcut, telephone_key
from ui.find.wording import Explanation, count_sentence, spoken_keys, why_nobody

__all__ = [
    "EmptyState",
    "Explanation",
    "Keypad",
    "KeypadMode",
    "MatchCount",
    "SearchBox",
    "count_sentence",
    "is_shortcut",
    "spoken_keys",
    "telephone_key",
    "why_nobody",
]
