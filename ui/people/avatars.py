"""Circles with initials, drawn once for all people who share letters and colour."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from app.directory import Entry
from ui.people.initials import initials, tint_of
from ui.people.shapes import draw_avatar
from ui.theme import Tokens

__all__ = ["Avatars"]

_KEPT: Final = 400


class Avatars:
    """Pictures of one size in the colours of one theme."""

    def __init__(self, tokens: Tokens, font: QFont, size: int) -> None:
        self._tokens = tokens
        self._font = font
        self._size = size
        self._kept: dict[tuple[str, int, bool, float], QPixmap] = {}

    def pixmap(self, entry: Entry, scale: float) -> QPixmap:
        """Return the circle of `entry` for a screen with `scale` dots to a pixel."""
        key = (initials(entry), tint_of(entry, len(self._tokens.avatars)), entry.trouble is not None, scale)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = self._drawn(entry, scale)
        return self._kept[key]

    def _drawn(self, entry: Entry, scale: float) -> QPixmap:
        dots = round(self._size * scale)
        pixmap = QPixmap(dots, dots)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rim = 1 if self._tokens.outlined else 0
        area = QRectF(rim, rim, self._size - 2 * rim, self._size - 2 * rim)
        draw_avatar(painter, area, entry, self._tokens, self._font)
        painter.end()
        return pixmap
