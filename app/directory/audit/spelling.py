"""Names that are keyed otherwise than they are written.

Source: `cf_util:alpha_to_dialpad/1` drops what is not a-z, byte by byte, and knows nothing of Unicode's two forms.
"""

import unicodedata

from app.directory.audit.result import Spelling
from app.directory.dialpad import digit_of, to_dialpad
from app.directory.entry import Entry, SearchFields

__all__ = ["spelling_of"]


def spelling_of(entry: Entry, search_fields: SearchFields) -> Spelling | None:
    """Return how a name comes out on the keypad, or None when it is keyed as it is written.

    Spaces, hyphens and apostrophes are no surprise; letters and digits that are dropped are.
    """
    parts = (entry.first_name, entry.last_name)
    if search_fields == "last_name":
        parts = (entry.last_name, entry.first_name)
    name = "".join(parts)
    if name.isascii() and name.isalpha():
        return None
    dropped = "".join(dict.fromkeys(char for char in name if char.isalnum() and digit_of(char) is None))
    is_composed = all(unicodedata.is_normalized("NFC", part) for part in parts)
    other_form = (unicodedata.normalize("NFD" if is_composed else "NFC", part) for part in parts)
    keys, other = to_dialpad(name), to_dialpad("".join(other_form))
    is_decomposed = other != keys and not is_composed
    if not (dropped or is_decomposed):
        return None
    letters = _letters(f"{entry.first_name} {entry.last_name}")
    return Spelling(letters, dropped, keys, other if other != keys else "", is_decomposed)


def _letters(name: str) -> str:
    words = ("".join(char for char in word if digit_of(char) is not None) for word in name.split())
    return " ".join(filter(None, words))
