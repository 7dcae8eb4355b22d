"""Text that needs no shaping, set as fast as can be: most names of most directories.

The code of a character is its UTF-16 unit, so that encoding is done by Python's codec and there is no table to keep.
"""

from bisect import bisect_right
from itertools import accumulate
from typing import Final, NamedTuple

from app.export.embed import Code
from app.export.fonts import Face

__all__ = ["ELLIPSIS", "NOTHING", "Piece", "QuickFont", "QuickStyle"]

ELLIPSIS: Final = "…"


class Piece(NamedTuple):
    """Text ready to be drawn from where the pen is; its width in points."""

    operators: str
    width: float


NOTHING: Final = Piece("", 0.0)


class QuickFont:
    """The base font at one weight, and which of its `characters`, those that need no shaping, are in use."""

    def __init__(self, face: Face, characters: frozenset[str], resource: str) -> None:
        self.face = face
        self.characters = characters
        self.resource = resource
        self.styles: dict[float, QuickStyle] = {}

    def style(self, size: float) -> "QuickStyle":
        """Return the font at `size` points."""
        if size not in self.styles:
            self.styles[size] = QuickStyle(self, size)
        return self.styles[size]

    def codes(self) -> dict[int, Code]:
        """All characters in use at any size."""
        used = {char for style in self.styles.values() for char in style.advances}
        return {ord(char): Code(self.face.glyph(char), char) for char in used}


class QuickStyle:
    """The base font at one weight and size."""

    def __init__(self, font: QuickFont, size: float) -> None:
        self.size = size
        self.advances = _Advances(font, size)
        self._advance = self.advances.__getitem__
        self._begin = f"/{font.resource} {size:g} Tf"

    def set(self, text: str) -> Piece | None:
        """Return `text` on one line; None where it needs shaping."""
        try:
            width = sum(map(self._advance, text))
        except KeyError:
            return None
        return Piece(f"{self._begin}<{text.encode('utf-16-be').hex()}>Tj", width)

    def cut(self, text: str, width: float) -> Piece | None:
        """Return as much of `text` as fits, with an ellipsis if that is not all; None where it needs shaping."""
        piece = self.set(text)
        if piece is None or piece.width <= width:
            return piece
        reached = list(accumulate(map(self._advance, text)))
        end = bisect_right(reached, width - self._advance(ELLIPSIS))
        return self.set(text[:end].rstrip() + ELLIPSIS)

    def gap(self, width: float) -> Piece:
        """Return a gap that is no character: a move, in thousandths of the size."""
        self._advance(" ")  # so that the font is there
        return Piece(f"{self._begin}[{-width * 1000 / self.size:.0f}]TJ", width)


class _Advances(dict[str, float]):
    """How far each character moves the pen, looked up in the font the first time; no shaped ones."""

    def __init__(self, font: QuickFont, size: float) -> None:
        self._font = font
        self._size = size

    def __missing__(self, char: str) -> float:
        if char not in self._font.characters:
            raise KeyError(char)
        face = self._font.face
        advance = self[char] = face.advance(face.glyph(char)) * self._size / 1000
        return advance
