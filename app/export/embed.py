"""Fonts inside the file: composite fonts of which only the glyphs in use are kept (ISO 32000-1, 9.7 and 9.9).

A character code stands for a glyph *and* its text, so that the same glyph can be found again as different texts.
"""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from app.export.fonts import Face

__all__ = ["Code", "GrowingFont", "compressed", "embed"]

_MOST_CODES: Final = 60_000  # of 65,535: the rest is room for the run that reaches it
_UNUSED_TABLES: Final = ("GSUB", "GPOS", "GDEF", "STAT", "name", "OS/2", "post", "cmap", "kern", "gasp")
_CMAP_HEAD: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL: Final = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class Code(NamedTuple):
    """What a character code draws, and what it is found again as."""

    glyph: int
    text: str


class GrowingFont:
    """A font object that gives out codes as glyphs are met."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._codes: dict[Code, int] = {}

    @property
    def full(self) -> bool:
        """Whether the next run belongs into another font object."""
        return len(self._codes) >= _MOST_CODES

    def code(self, glyph: int, text: str) -> int:
        """Return the code of `glyph` when it stands for `text`."""
        return self._codes.setdefault(Code(glyph, text), len(self._codes) + 1)

    def codes(self) -> dict[int, Code]:
        """All codes given out so far."""
        return {code: key for key, code in self._codes.items()}


def compressed(data: bytes, level: int, **entries: Any) -> Any:
    """Return `data` as a stream object; `entries` go into its dictionary."""
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), zlib.compress(data, level))
    stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    return stream


def embed(document: Any, face: Face, codes: Mapping[int, Code], level: int) -> Any:
    """Write `face` with `codes` into `document`, a reportlab document, and return a reference to it."""
    name = pdfdoc.PDFName
    file, new_glyphs = _subset(face, sorted({code.glyph for code in codes.values()}))
    font_name = _font_name(face, file)
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": name("Font"),
            "Subtype": name("CIDFontType2"),
            "BaseFont": name(font_name),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
            ),
            "FontDescriptor": document.Reference(_descriptor(document, face, file, font_name, level)),
            "DW": 0,
            "W": _widths({code: face.advance(codes[code].glyph) for code in sorted(codes)}),
            "CIDToGIDMap": document.Reference(compressed(_glyph_map(codes, new_glyphs), level)),
        }
    )
    font = {
        "Type": name("Font"),
        "Subtype": name("Type0"),
        "BaseFont": name(font_name),
        "Encoding": name("Identity-H"),
        "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
        "ToUnicode": document.Reference(compressed(_to_unicode(codes), level)),
    }
    return document.Reference(pdfdoc.PDFDictionary(font))


def _subset(face: Face, glyphs: Sequence[int]) -> tuple[bytes, Mapping[int, int]]:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.ljust(4).encode(), "big") for tag in _UNUSED_TABLES)
    if face.variable:
        wanted.pin_axis_location(face.hb_face, "wght", face.weight)
    plan = hb.SubsetPlan(face.hb_face, wanted)
    mapping = dict(plan.old_to_new_glyph_mapping.items())
    return bytes(plan.execute().blob.data), mapping


def _font_name(face: Face, file: bytes) -> str:
    """Six letters that stand for the subset, then the font's name and weight (ISO 32000-1, 9.6.4)."""
    number = zlib.crc32(file)
    tag = "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))
    family = face.path.stem.partition("[")[0].partition("-")[0]
    return f"{tag}+{family}-{'SemiBold' if face.weight == 600 else 'Regular'}"


def _descriptor(document: Any, face: Face, file: bytes, font_name: str, level: int) -> Any:
    extents = face.hb_font.get_font_extents("ltr")
    ascent, descent = (round(value * face.to_thousandths) for value in (extents.ascender, extents.descender))
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": pdfdoc.PDFName(font_name),
            "Flags": 4,  # symbolic: codes are ours, not a standard encoding's
            "FontBBox": pdfdoc.PDFArray([-1000, descent, 3000, ascent]),
            "ItalicAngle": 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": round(ascent * 0.67),
            "StemV": 80 if face.weight == 400 else 110,
            "FontFile2": document.Reference(compressed(file, level, Length1=len(file))),
        }
    )


def _widths(widths: Mapping[int, int]) -> str:
    """Consecutive codes share a list: `first [w w w]` (ISO 32000-1, 9.7.4.3)."""
    array = "["
    expected = -1
    for code, width in widths.items():
        array += f" {width}" if code == expected else f"{']' if expected >= 0 else ''} {code} [{width}"
        expected = code + 1
    return array + ("]]" if widths else "]")


def _glyph_map(codes: Mapping[int, Code], new_glyphs: Mapping[int, int]) -> bytes:
    table = bytearray(2 * (max(codes, default=0) + 1))
    for code, (glyph, _) in codes.items():
        table[2 * code : 2 * code + 2] = new_glyphs[glyph].to_bytes(2, "big")
    return bytes(table)


def _to_unicode(codes: Mapping[int, Code]) -> bytes:
    """Code by code, a hundred to a block as the format allows; one big range is refused by validators."""
    lines = [f"<{code:04X}> <{codes[code].text.encode('utf-16-be').hex().upper()}>" for code in sorted(codes)]
    blocks = (lines[start : start + 100] for start in range(0, len(lines), 100))
    body = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return (_CMAP_HEAD + body + _CMAP_TAIL).encode("ascii")
