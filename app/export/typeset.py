"""Text to operators of a page: fast for what needs no shaping, shaped for the rest, cut to fit.

Operators are those of ISO 32000-1, 9.4; lengths are in points.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final, NamedTuple

import icu

from app.export.embed import Code, GrowingFont, embed
from app.export.fonts import REGULAR, SEMIBOLD, Face, FontSource, Library, Weight
from app.export.shape import Run, shape

__all__ = ["NOTHING", "Piece", "Style", "Typesetter"]

_ELLIPSIS: Final = "…"
_LONGEST: Final = 400  # characters; no column holds as many, and marks heaped on one letter end somewhere
_QUICK_RESOURCES: Final[dict[Weight, str]] = {REGULAR: "R", SEMIBOLD: "B"}


class Style(NamedTuple):
    """How large, in points, and how bold."""

    size: float
    weight: Weight = REGULAR


class Piece(NamedTuple):
    """Text ready to be drawn from where the pen is."""

    operators: str
    width: float


class _Advances(dict[str, float]):
    """How far each character moves the pen at one size, looked up in the font the first time."""

    def __init__(self, face: Face, size: float) -> None:
        self._face = face
        self._size = size

    def __missing__(self, char: str) -> float:
        advance = self[char] = self._face.advance(self._face.glyph(char)) * self._size / 1000
        return advance


class _QuickStyle(NamedTuple):
    begin: str
    """Chooses font and size."""
    advances: _Advances
    used: set[str]
    """Characters of the weight, in any size, that were set so far."""


NOTHING: Final = Piece("", 0.0)


class Typesetter:
    """Sets all text of one document and remembers what its fonts must hold."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._east_asian: dict[str, FontSource | None] = {}
        self._quick = library.quick
        self._pieces: dict[tuple[str, Style, FontSource | None], Piece] = {}
        self._shaped: dict[tuple[str, Weight, FontSource | None], tuple[Run, ...]] = {}
        self._used: dict[Weight, set[str]] = {REGULAR: set(), SEMIBOLD: set()}
        self._quick_styles: dict[Style, _QuickStyle] = {}
        self._fonts: list[GrowingFont] = []
        self._current: dict[Face, GrowingFont] = {}
        self.missing: set[str] = set()
        """Characters printed as an empty box because no font has them."""

    def is_quick(self, text: str) -> bool:
        """Whether `text` needs no shaping."""
        return self._quick.issuperset(text)

    def set(self, text: str, style: Style, east_asian: FontSource | None = None) -> Piece:
        """Return `text` on one line, however long; `east_asian` is the font for its Han where not chosen by `text`."""
        key = (text, style, east_asian)
        piece = self._pieces.get(key)
        if piece is None:
            text = text if len(text) <= _LONGEST else text[:_LONGEST] + _ELLIPSIS
            if self.is_quick(text):
                piece = self.quick(text, style)
            else:
                piece = self._slow(text, style, east_asian or self.east_asian(text))
            self._pieces[key] = piece
        return piece

    def east_asian(self, text: str) -> FontSource | None:
        """Return the font for all Han, Kana and Hangul of `text`."""
        if text not in self._east_asian:
            self._east_asian[text] = self._library.east_asian(text)
        return self._east_asian[text]

    def width(self, text: str, style: Style, east_asian: FontSource | None = None) -> float:
        """Return how wide `text` is, without setting it; of a very long one, how wide its beginning."""
        text = text[:_LONGEST]
        if self.is_quick(text):
            return sum(map(self._quick_style(style).advances.__getitem__, text))
        return sum(run.width for run in self._runs(text, style.weight, east_asian)) * style.size / 1000

    def quick(self, text: str, style: Style) -> Piece:
        """Set text that `is_quick`, without remembering it: for what seldom comes twice."""
        begin, advances, used = self._quick_style(style)
        used.update(text)
        return Piece(f"{begin}<{text.encode('utf-16-be').hex()}>Tj", sum(map(advances.__getitem__, text)))

    def fit(self, text: str, style: Style, width: float, east_asian: FontSource | None = None) -> Piece:
        """Return `text`, cut between two visible characters and with an ellipsis where it is wider than `width`."""
        if self.is_quick(text):
            return self._fit_quick(text, style, width)
        east_asian = east_asian or self.east_asian(text)
        if len(text) <= _LONGEST and self.width(text, style, east_asian) <= width:
            return self.set(text, style, east_asian)
        ends = _character_ends(text[:_LONGEST])
        low, high = 0, len(ends) - 1
        while low < high:  # the largest that fits; nothing but the ellipsis in the end
            middle = (low + high + 1) // 2
            if self.width(_cut(text, ends[middle]), style, east_asian) <= width:
                low = middle
            else:
                high = middle - 1
        return self.set(_cut(text, ends[low]), style, east_asian)

    def gap(self, width: float, style: Style) -> Piece:
        """Return a gap that is no character."""
        begin, _, used = self._quick_style(style)
        used.add(" ")
        return Piece(f"{begin}[{-width * 1000 / style.size:.0f}]TJ", width)

    def embed(self, document: Any, level: int) -> dict[str, Any]:
        """Write the fonts used into `document`; return a reference to each under its name in the page."""
        resources = {}
        for weight, used in self._used.items():
            if used:
                face = self._library.face(self._library.base, weight)
                codes = {ord(char): Code(face.glyph(char), char) for char in used}
                resources[_QUICK_RESOURCES[weight]] = embed(document, face, codes, level)
        for font in self._fonts:
            resources[font.resource] = embed(document, font.face, font.codes(), level)
        return resources

    def _quick_style(self, style: Style) -> "_QuickStyle":
        if style not in self._quick_styles:
            size, weight = style
            advances = _Advances(self._library.face(self._library.base, weight), size)
            begin = f"/{_QUICK_RESOURCES[weight]} {size:g} Tf"
            self._quick_styles[style] = _QuickStyle(begin, advances, self._used[weight])
        return self._quick_styles[style]

    def _fit_quick(self, text: str, style: Style, width: float) -> Piece:
        advances = self._quick_style(style).advances
        reached = list(accumulate(map(advances.__getitem__, text)))
        if not reached or reached[-1] <= width:
            return self.set(text, style)
        return self.set(_cut(text, bisect_right(reached, width - advances[_ELLIPSIS])), style)

    def _runs(self, text: str, weight: Weight, east_asian: FontSource | None) -> tuple[Run, ...]:
        key = (text, weight, east_asian)
        if key not in self._shaped:
            self._shaped[key] = shape(text, weight, self._library, east_asian)
        return self._shaped[key]

    def _slow(self, text: str, style: Style, east_asian: FontSource | None) -> Piece:
        runs = self._runs(text, style.weight, east_asian)
        for run in runs:
            self.missing.update(run.missing)
        operators = "".join(self._draw(run, style.size) for run in runs)
        return Piece(operators, sum(run.width for run in runs) * style.size / 1000)

    def _draw(self, run: Run, size: float) -> str:
        font = self._font_of(run.face)
        shown = f"/{font.resource} {size * run.face.scale:.4g} Tf{''.join(_show(run, font, size))}"
        if not _needs_actual_text(run):
            return shown
        text = run.text.encode("utf-16-be").hex().upper()
        return f"/Span<</ActualText<FEFF{text}>>>BDC {shown} EMC "

    def _font_of(self, face: Face) -> GrowingFont:
        font = self._current.get(face)
        if font is None or font.full:
            font = self._current[face] = GrowingFont(face, f"F{len(self._fonts)}")
            self._fonts.append(font)
        return font


def _show(run: Run, font: GrowingFont, size: float) -> Iterator[str]:
    """Yield one `TJ` per height above the line; numbers in it move left, in thousandths of the size."""
    rise, shown, back = 0, "[", 0
    for glyph in run.glyphs:
        if glyph.y_offset != rise:
            rise = glyph.y_offset
            yield f"{shown}]TJ {rise * size * run.face.scale / 1000:.4g} Ts"
            shown = "["
        before = back - glyph.x_offset
        shown += f"{before or ''}<{font.code(glyph.id, glyph.text):04X}>"
        back = run.face.advance(glyph.id) + glyph.x_offset - glyph.advance
    yield f"{shown}{back or ''}]TJ"
    if rise:
        yield " 0 Ts"


def _needs_actual_text(run: Run) -> bool:
    """Whether readers need the text said beside the glyphs.

    Never from right to left, where it comes out turned round, and never beyond the BMP, where some lose it.
    """
    if run.right_to_left or any(char > "\uffff" for char in run.text):
        return False
    one_to_one = all(len(glyph.text) == 1 and glyph.text != "\u200b" for glyph in run.glyphs)
    return not one_to_one or any(glyph.x_offset or glyph.y_offset for glyph in run.glyphs)


def _cut(text: str, end: int) -> str:
    return text[:end].rstrip() + _ELLIPSIS


def _character_ends(text: str) -> list[int]:
    """Where each visible character of `text` ends, 0 first."""
    units = [0]  # ICU counts UTF-16 units
    for char in text:
        units.append(units[-1] + (2 if char > "\uffff" else 1))
    place_of = {unit: place for place, unit in enumerate(units)}
    breaks = icu.BreakIterator.createCharacterInstance(icu.Locale.getRoot())
    breaks.setText(icu.UnicodeString(text))
    return [0, *(place_of[unit] for unit in breaks if unit in place_of)]
