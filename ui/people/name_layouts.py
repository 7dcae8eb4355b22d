"""Names laid out once: shortened to the room there is, with the letters a query matched standing out."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from app.directory import Span
from ui.theme import BOLD

__all__ = ["NameLayouts"]

_KEPT: Final = 600
_ENDLESS: Final = 1e6


class NameLayouts:
    """Layouts of one font and one colour of matches, by text, matches and width; thrown away by the theme."""

    def __init__(self, font: QFont, match: str) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._format = QTextCharFormat()
        self._format.setForeground(QColor(match))
        self._format.setFontWeight(BOLD)
        self._kept: dict[tuple[str, tuple[Span, ...], int], QTextLayout] = {}

    def layout(self, text: str, spans: Sequence[Span], width: int) -> QTextLayout:
        """Return `text` on one line no wider than `width`, ready to draw; its width is `naturalTextWidth`."""
        key = (text, tuple(spans), width)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = self._fitted(text, spans, width)
        return self._kept[key]

    def _fitted(self, text: str, spans: Sequence[Span], width: int) -> QTextLayout:
        laid_out = self._laid_out(text, spans)
        room = float(width)
        while laid_out.lineAt(0).naturalTextWidth() > width and room > 0:
            room -= max(1.0, laid_out.lineAt(0).naturalTextWidth() - width) if room < width else 0.5
            shorter = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            kept = len(shorter) - 1
            laid_out = self._laid_out(shorter, [(low, min(high, kept)) for low, high in spans if low < kept])
        return laid_out

    def _laid_out(self, text: str, spans: Sequence[Span]) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([self._format_of(text, span) for span in spans])
        layout.setCacheEnabled(True)
        layout.beginLayout()
        layout.createLine().setLineWidth(_ENDLESS)
        layout.endLayout()
        return layout

    def _format_of(self, text: str, span: Span) -> QTextLayout.FormatRange:
        """Python counts characters, Qt counts UTF-16 units."""
        low, high = (len(text[:place].encode("utf-16-le")) // 2 for place in (span[0], _whole_letters(text, span[1])))
        stretch = QTextLayout.FormatRange()
        stretch.start, stretch.length, stretch.format = low, high - low, self._format
        return stretch


def _whole_letters(text: str, end: int) -> int:
    """Move `end` behind the marks that belong to the letter before it: parted from it they are drawn alone."""
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end
