"""Names folded to plain Latin letters, remembering which letter came from where."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from attrs import frozen

__all__ = ["Folded", "fold", "readings"]

_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_WORD: Final = re.compile(r"[^\W_]+")


@frozen
class Folded:
    """A word in lower-case ASCII; `sources[i]` is the place in the original text that letter i came from."""

    text: str
    sources: tuple[int, ...]


def fold(text: str) -> str:
    """Transliterate `text` to lower-case ASCII letters and digits; spaces stay, other characters go."""
    return "".join(char for char in anyascii(text).lower() if char.isalnum() or char == " ")


def readings(text: str) -> tuple[tuple[Folded, ...], ...]:
    """Return the words of `text`, each in the ways it may be typed: `Müller` as muller and mueller.

    Places count characters of `text`; apostrophes and hyphens part words (O'Brien: o, brien) and each
    part of a name can be typed alone.
    """
    return tuple(_readings_of_word(match.group(), match.start()) for match in _WORD.finditer(text))


@lru_cache(maxsize=4096)
def _letters(char: str) -> str:
    return "".join(c for c in anyascii(char).lower() if c.isalnum())


def _readings_of_word(word: str, start: int) -> tuple[Folded, ...]:
    if word.isascii():
        return (Folded(word.lower(), tuple(range(start, start + len(word)))),)
    plain = _folded(word, start, spell_umlauts=False)
    spelled = _folded(word, start, spell_umlauts=True)
    return (plain,) if plain == spelled else (plain, spelled)


def _folded(word: str, start: int, *, spell_umlauts: bool) -> Folded:
    letters: list[str] = []
    sources: list[int] = []
    for offset, char in enumerate(word):
        for letter in _letters_of(char, spell_umlauts=spell_umlauts):
            letters.append(letter)
            sources.append(start + offset)
    return Folded("".join(letters), tuple(sources))


def _letters_of(char: str, *, spell_umlauts: bool) -> str:
    return char.translate(_UMLAUTS).lower() if spell_umlauts and ord(char) in _UMLAUTS else _letters(char)
