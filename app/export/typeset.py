"""Text to operators of a page: fast for what needs no shaping, shaped for the rest, cut to fit.

Operators are those of ISO 32000-1, 9.4; lengths are in points.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import icu

from app.export.embed import GrowingFont, embed
from app.export.fonts import REGULAR, SEMIBOLD, Face, FontSource, Library, Weight
from app.export.quick import ELLIPSIS, Piece, QuickFont, QuickStyle
from app.export.shape import Run, shape

__all__ = ["Style", "Typesetter"]

_LONGEST: Final = 400  # characters; no column holds as many, and marks heaped on one letter end somewhere
_QUICK_RESOURCES: Final[dict[Weight, str]] = {REGULAR: "R", SEMIBOLD: "B"}


class Style(NamedTuple):
    """How large, in points, and how bold."""

    size: float
    weight: Weight = REGULAR


class Typesetter:
    """Sets all text of one document and remembers what its fonts must hold."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._east_asian: dict[str, FontSource | None] = {}
        self._quick = {
            weight: QuickFont(library.face(library.base, weight), library.quick, resource)
            for weight, resource in _QUICK_RESOURCES.items()
        }
        self._pieces: dict[tuple[str, Style, FontSource | None], Piece] = {}
        self._shaped: dict[tuple[str, Weight, FontSource | None], tuple[Run, ...]] = {}
        self._fonts: list[GrowingFont] = []
        self._current: dict[Face, GrowingFont] = {}
        self.missing: set[str] = set()
        """Characters printed as an empty box because no font has them."""

    def set(self, text: str, style: Style, east_asian: FontSource | None = None) -> Piece:
        """Return `text` on one line, however long; `east_asian` is the font for its Han where not chosen by `text`."""
        key = (text, style, east_asian)
        piece = self._pieces.get(key)
        if piece is None:
            text = text if len(text) <= _LONGEST else text[:_LONGEST] + ELLIPSIS
            piece = self.quick(style).set(text) or self._slow(text, style, east_asian or self.east_asian(text))
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
        quick = self.quick(style).set(text)
        if quick is not None:
            return quick.width
        return sum(run.width for run in self._runs(text, style.weight, east_asian)) * style.size / 1000

    def quick(self, style: Style) -> QuickStyle:
        """Return the way to set text that needs no shaping, without remembering it: for what seldom comes twice."""
        return self._quick[style.weight].style(style.size)

    def fit(self, text: str, style: Style, width: float, east_asian: FontSource | None = None) -> Piece:
        """Return `text`, cut between two visible characters and with an ellipsis where it is wider than `width`."""
        quick = self.quick(style).cut(text, width)
        if quick is not None:
            return quick
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
        return self.quick(style).gap(width)

    def embed(self, document: Any, level: int) -> dict[str, Any]:
        """Write the fonts used into `document`; return a reference to each under its name in the page."""
        resources = {}
        for quick in self._quick.values():
            resources[quick.resource] = embed(document, quick.face, quick.codes(), level)
        for font in self._fonts:
            resources[font.resource] = embed(document, font.face, font.codes(), level)
        return resources

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
    return text[:end].rstrip() + ELLIPSIS


def _character_ends(text: str) -> list[int]:
    """Where each visible character of `text` ends, 0 first."""
    units = [0]  # ICU counts UTF-16 units
    for char in text:
        units.append(units[-1] + (2 if char > "\uffff" else 1))
    place_of = {unit: place for place, unit in enumerate(units)}
    breaks = icu.BreakIterator.createCharacterInstance(icu.Locale.getRoot())
    breaks.setText(icu.UnicodeString(text))
    return [0, *(place_of[unit] for unit in breaks if unit in place_of)]
