"""The type of the window: fonts the set-up brought along, and the system's where there are none."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.theme.scale import TEXT

__all__ = ["BOLD", "MEDIUM", "REGULAR", "SEMIBOLD", "font_folder", "load_fonts", "text_font", "use_fonts"]

REGULAR: Final = QFont.Weight.Normal
MEDIUM: Final = QFont.Weight.Medium
SEMIBOLD: Final = QFont.Weight.DemiBold
BOLD: Final = QFont.Weight.Bold

_FIRST: Final = "Inter"
_HAN: Final = {
    QLocale.Language.Japanese: "JP",
    QLocale.Language.Korean: "KR",
    QLocale.Language.Chinese: "SC",
}


def font_folder() -> Path:
    """Where the set-up puts the fonts it cut."""
    return Path(sys.prefix) / "share" / "namedial" / "fonts"


def load_fonts(folder: Path) -> list[str]:
    """Load every font file of `folder`; return the families in the order in which to look for a letter.

    A file that is missing or broken is passed over: the system's fonts are there for what is left.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in (".ttf", ".otf"))
    families: dict[str, None] = {}
    for path in files:
        for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))):
            families[family] = None
    return _in_order(families)


def use_fonts(app: QApplication, folder: Path | None = None) -> None:
    """Make the fonts of `folder` (default: the set-up's) the window's own, before any widget is made."""
    # each family that lacks a script would be told about on the terminal, at every such name
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    families = load_fonts(folder or font_folder())
    font = app.font()
    if families:
        font.setFamilies([*families, *font.families()])
    font.setPixelSize(TEXT.body)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)


def text_font(size: int, weight: QFont.Weight = REGULAR, *, tabular: bool = False, spacing: float = 0.0) -> QFont:
    """Return the window's font at `size` pixels; `tabular` gives all digits one width."""
    font = QApplication.font()
    font.setPixelSize(size)
    font.setWeight(weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font


def _in_order(families: Iterable[str]) -> list[str]:
    """Inter first; of the fonts with Chinese characters, the one of the user's own language before the others."""
    own = _HAN.get(QLocale.system().language(), "SC")

    def key(family: str) -> tuple[bool, bool, bool, str]:
        script = family.rsplit(" ", 1)[-1]
        return (family != _FIRST, script in _HAN.values(), script != own, family)

    return sorted(families, key=key)
