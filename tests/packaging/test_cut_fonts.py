"""The window's fonts: exact weights under the family's own name."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo


@pytest.fixture(scope="module")
def folder(cut_fonts, tmp_path_factory):
    target = tmp_path_factory.mktemp("fonts")
    cut_fonts.cut_all(target)
    return target


def test_regular_and_bold_are_the_familys_own(cut_fonts):
    assert cut_fonts.names_of("Inter", 700) == ("Inter", "Bold", "Inter Bold", "Inter-Bold", None)


def test_a_weight_between_is_found_by_both_kinds_of_names(cut_fonts):
    names = cut_fonts.names_of("Noto Sans Thai", 600)
    assert (names.family, names.style) == ("Noto Sans Thai SemiBold", "Regular")
    assert names.typographic == ("Noto Sans Thai", "SemiBold")
    assert names.postscript == "NotoSansThai-SemiBold"


def test_every_face_is_there_with_a_licence_beside_it(cut_fonts, folder):
    assert {file.name for file in folder.glob("*.ttf")} == {face.file_name for face in cut_fonts.FACES}
    for face in cut_fonts.FACES:
        licence = folder / f"{face.family.replace(' ', '')}-LICENSE.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")
    assert not list(folder.glob("*.part"))


def test_a_second_run_makes_nothing(cut_fonts, folder):
    assert cut_fonts.cut_all(folder) == []


def test_a_face_keeps_every_glyph_and_loses_its_axes(cut_fonts, folder):
    for face in cut_fonts.FACES:
        font = TTFont(BytesIO((folder / face.file_name).read_bytes()))
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == face.weight
        assert font["name"].getBestFamilyName() == face.family


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_qt_gets_the_weight_it_asks_for(qapp, folder, weight):
    for file in folder.glob("Inter-*.ttf"):
        assert QFontDatabase.addApplicationFont(str(file)) >= 0
    font = QFont("Inter")
    font.setWeight(QFont.Weight(weight))
    info = QFontInfo(font)
    assert (info.family(), info.weight()) == ("Inter", weight)
