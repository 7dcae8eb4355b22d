"""Text to glyphs: direction, fonts, then HarfBuzz. Nothing here knows of pages.

Bidirectional order is ICU's (Unicode UAX #9); what is returned stands as it is drawn, from left to right.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import icu
import uharfbuzz as hb

from app.export.fonts import Face, FontSource, Library, Weight

__all__ = ["Glyph", "Run", "is_right_to_left", "shape"]

_NO_TEXT = "\u200b"  # of several glyphs for one text, what the others carry: nothing else is ignored by all readers
_WIDEST_GAP = 70  # thousandths of an em; from about 80 on, readers take a gap for a blank and cut the name there


class Glyph(NamedTuple):
    """A glyph and the text it stands for; distances in thousandths of an em."""

    id: int
    text: str
    advance: int
    x_offset: int
    y_offset: int


class Run(NamedTuple):
    """Glyphs of one face, from left to right; `text` in the order it is read."""

    face: Face
    text: str
    right_to_left: bool
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        """In thousandths of the size asked for; the script's own scale is in it."""
        return sum(glyph.advance for glyph in self.glyphs) * self.face.scale

    @property
    def missing(self) -> str:
        """The characters the face has no glyph for."""
        return "".join(glyph.text for glyph in self.glyphs if glyph.id == 0)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` is of a script written from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def shape(text: str, weight: Weight, library: Library, east_asian: FontSource | None) -> tuple[Run, ...]:
    """Return `text` as runs from left to right."""
    runs: list[Run] = []
    for part, right_to_left in _directions(text):
        spans = list(library.spans(part, east_asian))
        for source, span in reversed(spans) if right_to_left else spans:
            runs.append(_run(library.face(source, weight), span, right_to_left=right_to_left))
    return tuple(runs)


def _directions(text: str) -> Iterator[tuple[str, bool]]:
    if not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        yield text, False
        return
    utf_16 = text.encode("utf-16-le")  # ICU counts in these units
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(text), icu.Bidi.DEFAULT_LTR)
    for number in range(bidi.countRuns()):
        start, length, direction = bidi.getVisualRun(number)
        yield utf_16[2 * start : 2 * (start + length)].decode("utf-16-le"), direction == 1


def _run(face: Face, text: str, *, right_to_left: bool) -> Run:
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.language = "und"  # else the language of whoever is signed in would change the page
    buffer.guess_segment_properties()
    hb.shape(face.hb_font, buffer, {})
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    texts = _texts(
        text,
        [info.cluster for info in infos],
        [position.x_advance for position in positions],
        right_to_left=right_to_left,
    )
    unit = face.to_thousandths
    glyphs = tuple(
        _placed(
            Glyph(
                info.codepoint,
                carried,
                round(position.x_advance * unit),
                round(position.x_offset * unit),
                round(position.y_offset * unit),
            )
        )
        for info, position, carried in zip(infos, positions, texts, strict=True)
    )
    return Run(face, text, right_to_left, glyphs)


def _placed(glyph: Glyph) -> Glyph:
    """Return `glyph` with no more than a word's inner space before it: zain after yeh has more in Arabic fonts."""
    excess = glyph.x_offset - _WIDEST_GAP
    if excess <= 0 or glyph.advance <= glyph.x_offset:
        return glyph
    return glyph._replace(x_offset=_WIDEST_GAP, advance=glyph.advance - excess)


def _texts(text: str, clusters: Sequence[int], advances: Sequence[int], *, right_to_left: bool) -> list[str]:
    """Share `text` out to the glyphs: the first that advances in a cluster carries all of the cluster's.

    The text of a right-to-left ligature is turned round, as readers turn the whole run round again.
    """
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    carrier: dict[int, int] = {}
    for place, cluster in enumerate(clusters):
        if cluster not in carrier or (advances[place] and not advances[carrier[cluster]]):
            carrier[cluster] = place
    texts = [_NO_TEXT] * len(clusters)
    for cluster, place in carrier.items():
        carried = text[cluster : ends[cluster]]
        texts[place] = carried[::-1] if right_to_left else carried
    return texts
