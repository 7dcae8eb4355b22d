"""Cut the window's fonts: static faces of exact weight, out of the variable fonts that the font packages bring.

Qt ignores the weights 500 and 600 of a variable font and fakes 700, so each weight becomes a file of its own. HarfBuzz
pins the axes (all faces in about a second; fontTools' instancer takes 18 s for one of the Chinese ones), fontTools then
only writes the names. The files go beside the environment: `<sys.prefix>/share/namedial/fonts`, licences with them.
"""

import sys
import time
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb
from fontTools.ttLib import TTFont

__all__ = ["FACES", "Face", "Names", "cut", "cut_all", "names_of"]

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700
STYLES = {REGULAR: "Regular", MEDIUM: "Medium", SEMIBOLD: "SemiBold", BOLD: "Bold"}
TEXT_SIZE = 14  # Inter's optical size for reading; its other end, 32, is for headlines
_ENGLISH_ON_WINDOWS = (3, 1, 0x409)
_NAMES_OF_THE_WHOLE_FAMILY = (1, 2, 3, 4, 6, 16, 17, 21, 22, 25)
_ITALIC, _BOLD, _REGULAR = 1 << 0, 1 << 5, 1 << 6  # bits of OS/2 fsSelection
_MAC_BOLD = 1 << 0  # a bit of head macStyle


class Face(NamedTuple):
    """One static face to make: which package's file (the end of its path) it comes from, and what it is to be."""

    package: str
    source: str
    family: str
    weight: int
    licence: str = "LICENSE"
    text_size: int | None = None

    @property
    def file_name(self) -> str:
        """Family and style, as font files are named."""
        return f"{self.family.replace(' ', '')}-{STYLES[self.weight]}.ttf"


class Names(NamedTuple):
    """A face's entries in its name table; `typographic` is None where the old family of four already says it."""

    family: str
    style: str
    full: str
    postscript: str
    typographic: tuple[str, str] | None


def _faces() -> Iterator[Face]:
    for weight in STYLES:
        yield Face("fontpkg-inter", "files/Inter[opsz,wght].ttf", "Inter", weight, text_size=TEXT_SIZE)
    for script in ("", " Hebrew", " Devanagari", " Thai"):
        family = f"Noto Sans{script}"
        for weight in (REGULAR, SEMIBOLD):
            yield Face("manimgx-fonts", f"/{family.replace(' ', '')}[wght].ttf", family, weight)
    for weight in (REGULAR, SEMIBOLD):
        source = f"IBMPlexSansArabic-{STYLES[weight]}.ttf"
        yield Face("fontpkg-ibm-plex-sans-arabic", source, "IBM Plex Sans Arabic", weight)
    yield Face("manimgx-fonts", "/NotoEmoji[wght].ttf", "Noto Emoji", REGULAR)
    for script in ("SC", "JP", "KR"):
        folder = f"notosans{script.lower()}"
        source, licence = f"{folder}/NotoSans{script}[wght].ttf", f"{folder}/OFL.txt"
        yield Face("justmytype-intl-cjk", source, f"Noto Sans {script}", REGULAR, licence)


FACES = tuple(_faces())


def names_of(family: str, weight: int) -> Names:
    """Name a face so that every system finds it as `family` with its weight (regular and bold need no second name)."""
    style = STYLES[weight]
    full, postscript = f"{family} {style}", f"{family.replace(' ', '')}-{style}"
    if weight in (REGULAR, BOLD):
        return Names(family, style, full, postscript, None)
    return Names(full, "Regular", full, postscript, (family, style))


def cut(variable: Path, face: Face) -> bytes:
    """Return `variable` with its axes pinned to `face`, every glyph kept; a font without axes comes back unchanged."""
    whole = hb.Face(hb.Blob.from_file_path(str(variable)))
    if not whole.axis_infos:
        return variable.read_bytes()
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(whole, "wght", face.weight)
    if face.text_size is not None:
        wanted.pin_axis_location(whole, "opsz", face.text_size)
    return _named(bytes(hb.subset(whole, wanted).blob.data), face)


def cut_all(folder: Path) -> list[str]:
    """Make every face that `folder` lacks, with the licences; return the names of the files made."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for face in FACES:
        if (folder / face.file_name).exists():
            continue
        package = distribution(face.package)
        licence = folder / f"{face.family.replace(' ', '')}-LICENSE.txt"
        _put(licence, _file_of(package, face.licence).read_bytes())
        _put(folder / face.file_name, cut(_file_of(package, face.source), face))
        made.append(face.file_name)
    return made


def _file_of(package: Distribution, end: str) -> Path:
    for file in package.files or ():
        if file.as_posix().endswith(end):
            return Path(str(package.locate_file(file)))
    raise FileNotFoundError(f"The package {package.name} brings no file {end}; its lock and this script disagree.")


def _put(target: Path, data: bytes) -> None:
    """Write beside and rename: a run that is interrupted leaves no half of a font."""
    beside = target.with_suffix(".part")
    beside.write_bytes(data)
    beside.replace(target)


def _named(data: bytes, face: Face) -> bytes:
    font = TTFont(BytesIO(data))
    names = names_of(face.family, face.weight)
    table = font["name"]
    table.names = [entry for entry in table.names if entry.nameID not in _NAMES_OF_THE_WHOLE_FAMILY]
    entries = {1: names.family, 2: names.style, 3: f"{names.postscript};namedial", 4: names.full, 6: names.postscript}
    if names.typographic:
        entries[16], entries[17] = names.typographic
    for number, text in entries.items():
        table.setName(text, number, *_ENGLISH_ON_WINDOWS)
    bold = face.weight == BOLD
    selection = font["OS/2"].fsSelection & ~(_ITALIC | _BOLD | _REGULAR)
    font["OS/2"].fsSelection = selection | (_BOLD if bold else _REGULAR)
    font["OS/2"].usWeightClass = face.weight
    font["head"].macStyle = _MAC_BOLD if bold else 0
    if "STAT" in font:  # it speaks of axes that are gone
        del font["STAT"]
    out = BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def main() -> None:
    """Cut what is missing and say it in one line."""
    folder = Path(sys.prefix) / "share" / "namedial" / "fonts"
    begun = time.monotonic()
    made = cut_all(folder)
    print(f"Fonts: {len(made)} cut, {len(FACES) - len(made)} already there ({time.monotonic() - begun:.1f} s).")


if __name__ == "__main__":
    main()
