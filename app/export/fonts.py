"""The fonts names are printed in: where they are, and which of them has a character.

They come as Python packages; the packages' own code is never imported, only their files are read. Every font is
opened when the first character needs it, and none is needed for the rest to work.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal, TypeAlias

import uharfbuzz as hb
from attrs import field, frozen

__all__ = ["CHAIN", "REGULAR", "SEMIBOLD", "Face", "FontSource", "Library", "NoFonts", "Weight"]

Weight: TypeAlias = Literal[400, 600]
"""On the scale of OpenType's `wght` axis."""

REGULAR: Final = 400
SEMIBOLD: Final = 600


class NoFonts(Exception):
    """Not one of the font packages is installed, so there is nothing to print with."""

    def __init__(self) -> None:
        super().__init__("There are no fonts to print with: the packages manimgx-fonts and the like are not installed.")


@frozen(eq=False)
class FontSource:
    """A font file in an installed package; `semibold` is a file of its own where the font is not variable."""

    package: str
    regular: str
    semibold: str = ""
    scale: float = 1.0
    """How much larger than Latin the script is set, so that it looks the same size."""

    def path(self, weight: Weight) -> Path | None:
        """Return where the file is, or None when its package is not installed."""
        spec = find_spec(self.package)
        name = self.semibold if weight == SEMIBOLD and self.semibold else self.regular
        folders = (spec.submodule_search_locations or ()) if spec else ()
        return next((path for folder in folders if (path := Path(folder, name)).is_file()), None)


def _noto(script: str, scale: float = 1.0) -> FontSource:
    return FontSource("manimgx_fonts", f"Noto{script}[wght].ttf", scale=scale)


def _noto_cjk(country: str) -> FontSource:
    folder = f"notosans{country.lower()}"
    return FontSource("justmytype_intl_cjk", f"fonts/ofl/{folder}/NotoSans{country}[wght].ttf")


# Plex for Arabic: Noto draws these letters as skeleton and dots apart, and such text is found again as other letters.
_ARABIC: Final = FontSource(
    "fontpkg_ibm_plex_sans_arabic",
    "files/IBMPlexSansArabic-Regular.ttf",
    "files/IBMPlexSansArabic-SemiBold.ttf",
    scale=1.05,
)
_SCRIPTS: Final = (
    "Armenian",
    "Bengali",
    "Ethiopic",
    "Georgian",
    "Gujarati",
    "Gurmukhi",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Oriya",
    "Sinhala",
    "Tamil",
    "Telugu",
)
_EMOJI, _SYMBOLS = _noto("Emoji"), _noto("SansSymbols")
_SC, _TC, _JP, _KR = map(_noto_cjk, ("SC", "TC", "JP", "KR"))

CHAIN: Final = (
    _noto("Sans"),
    _ARABIC,
    _noto("SansHebrew", 1.04),
    _noto("SansDevanagari", 1.06),
    _noto("SansThai", 1.06),
    *(_noto(f"Sans{script}", 1.04) for script in _SCRIPTS),
    _EMOJI,
    _SYMBOLS,
    _SC,
    _TC,
    _JP,
    _KR,
)
"""In the order they are asked for a character; the first that is installed is the base."""

_OWN_PUNCTUATION: Final = frozenset(CHAIN) - {_EMOJI, _SYMBOLS, _SC, _TC, _JP, _KR}
"""Elsewhere blanks and dots are as wide as a letter and stand out beside Latin."""

_CJK: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_KANA: Final = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]")
_FIRST_BY_LANGUAGE: Final = {"ja": _JP, "ko": _KR, "zh_TW": _TC, "zh_HK": _TC, "zh_MO": _TC, "zh_Hant": _TC}
_JOINS_ON: Final = re.compile("[\u034f\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")


@frozen(eq=False)
class Face:
    """One font at one weight, open. Distances are in thousandths of an em, as in a PDF."""

    path: Path
    weight: Weight
    scale: float
    hb_face: hb.Face = field(init=False)
    hb_font: hb.Font = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "hb_face", hb.Face(hb.Blob.from_file_path(str(self.path))))
        object.__setattr__(self, "hb_font", hb.Font(self.hb_face))
        if self.variable:
            self.hb_font.set_variations({"wght": self.weight})

    @property
    def variable(self) -> bool:
        """Whether the file holds all weights; it then has to be told which on drawing and on subsetting."""
        return bool(self.hb_face.axis_infos)

    @property
    def to_thousandths(self) -> float:
        """What the font's own units are multiplied by."""
        units: int = self.hb_face.upem
        return 1000 / units

    def advance(self, glyph: int) -> int:
        """How far `glyph` moves the pen."""
        units: int = self.hb_font.get_glyph_h_advance(glyph)
        return round(units * self.to_thousandths)

    def glyph(self, char: str) -> int:
        """The glyph of `char` by itself; 0, the box, when there is none."""
        glyph: int | None = self.hb_font.get_nominal_glyph(ord(char))
        return glyph or 0


class Library:
    """The installed fonts, opened as they are needed. One per document: a font here is not for two threads."""

    def __init__(self, locale: str, chain: Iterable[FontSource] = CHAIN) -> None:
        self._locale = locale
        self._sources = [source for source in chain if source.path(REGULAR)]
        if not self._sources:
            raise NoFonts
        self._faces: dict[tuple[FontSource, Weight], Face] = {}
        self._characters: dict[FontSource, hb.Set] = {}

    @property
    def base(self) -> FontSource:
        """The font of Latin, Greek and Cyrillic, of figures and of the box for what no font has."""
        return self._sources[0]

    def face(self, source: FontSource, weight: Weight) -> Face:
        """Return `source` open at `weight`; semibold falls back to regular where the file is not there."""
        if (source, weight) not in self._faces:
            path = source.path(weight) or source.path(REGULAR)
            if path is None:
                raise NoFonts
            self._faces[source, weight] = Face(path, weight, source.scale)
        return self._faces[source, weight]

    def has(self, source: FontSource, char: str) -> bool:
        """Whether `source` has a glyph for `char`."""
        if source not in self._characters:
            self._characters[source] = self.face(source, REGULAR).hb_face.unicodes
        return ord(char) in self._characters[source]

    def east_asian(self, name: str) -> FontSource | None:
        """Return the one font for all Han, Kana and Hangul of `name`; None when there is none of them in it.

        Chosen once for a whole name: by character, half of one would come from a Japanese and half from a Chinese
        font, visibly.
        """
        chars = _CJK.findall(name)
        if not chars:
            return None
        sources = [source for source in self._east_asian_order(name) if source in self._sources]
        return max(sources, key=lambda source: sum(self.has(source, char) for char in chars), default=None)

    def spans(self, text: str, east_asian: FontSource | None) -> Iterator[tuple[FontSource, str]]:
        """Cut `text` into parts of one font each."""
        start, current = 0, None
        for place, char in enumerate(text):
            wanted = self._source_of(char, current, east_asian)
            if current is not None and wanted != current:
                yield current, text[start:place]
                start = place
            current = wanted
        if current is not None:
            yield current, text[start:]

    def _source_of(self, char: str, current: FontSource | None, east_asian: FontSource | None) -> FontSource:
        if current is not None and self._goes_on(current, char):
            return current
        if east_asian and _CJK.match(char) and self.has(east_asian, char):
            return east_asian
        return self._first_with(char) or current or self.base

    def _goes_on(self, current: FontSource, char: str) -> bool:
        """Whether `char`, which follows a character in `current`, belongs to the same letter or word."""
        if _JOINS_ON.match(char):
            return True
        if unicodedata.category(char).startswith("M"):
            return self.has(current, char)
        return current in _OWN_PUNCTUATION and not char.isalpha() and self.has(current, char)

    def _first_with(self, char: str) -> FontSource | None:
        return next((source for source in self._sources if self.has(source, char)), None)

    def _east_asian_order(self, name: str) -> list[FontSource]:
        language = next((key for key in _FIRST_BY_LANGUAGE if self._locale.replace("-", "_").startswith(key)), "")
        if _KANA.search(name):
            first = _JP
        elif _HANGUL.search(name):
            first = _KR
        else:
            first = _FIRST_BY_LANGUAGE.get(language, _SC)
        return [first, *(source for source in (_SC, _TC, _JP, _KR) if source != first)]

    @cached_property
    def quick(self) -> frozenset[str]:
        """Characters the base font sets one glyph each, without shaping: composed Latin, Greek and Cyrillic.

        Kerning is left out for them: at this size nobody sees it and it would take twice the time.
        """
        codes = self.face(self.base, REGULAR).hb_face.unicodes
        return frozenset(chr(code) for code in codes if any(low <= code < high for low, high in _QUICK))


_QUICK: Final = (
    (0x20, 0x7F),
    (0xA1, 0xAD),
    (0xAE, 0x250),
    (0x370, 0x483),
    (0x48A, 0x530),
    (0x1E00, 0x2000),
    (0x2010, 0x2028),
    (0x2030, 0x205F),
    (0x20A0, 0x20C1),
    (0x2116, 0x2117),
)
"""Ranges of code points, the end not included; no combining marks, nothing invisible."""
