"""The window's own icons, drawn once per theme in the colours of the tokens."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui.theme.tokens import Tokens

__all__ = ["APP_ICON", "ICON_NAMES", "Icons", "app_icon"]

_FOLDER: Final = Path(resources.__file__).parent / "icons"
APP_ICON: Final = _FOLDER / "namedial.svg"
_SCALES: Final = (1, 2, 3)

ICON_NAMES: Final = tuple(sorted(path.stem for path in _FOLDER.glob("*.svg") if path != APP_ICON))
"""Every icon, by the name of its file."""


class Icons:
    """Icons in the colours of one theme; each is rendered when first asked for and kept."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, int], QPixmap] = {}

    def icon(self, name: str, token: str = "text", size: int = 20) -> QIcon:
        """Return icon `name` in the colour of `token`, `size` pixels at 100 %, sharp at any scale."""
        key = (name, token, size)
        if key not in self._icons:
            icon = QIcon()
            for scale in _SCALES:
                icon.addPixmap(self.pixmap(name, token, size, scale))
                icon.addPixmap(self.pixmap(name, "disabled", size, scale), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, token: str = "text", size: int = 20, scale: float = 1) -> QPixmap:
        """Return the picture of icon `name` for a screen with `scale` dots to a pixel."""
        whole = max(1, round(scale + 0.49))
        key = (name, token, size, whole)
        if key not in self._pixmaps:
            source = (_FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", _colour(self._tokens, token))
            self._pixmaps[key] = _rendered(source, size, whole)
        return self._pixmaps[key]


def app_icon() -> QIcon:
    """Return the program's own icon, in the sizes desktops ask for."""
    icon = QIcon()
    source = APP_ICON.read_bytes()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_rendered(source, size, 1))
    return icon


def _colour(tokens: Tokens, token: str) -> bytes:
    colour: str = getattr(tokens, token)
    return colour.encode()


def _rendered(source: bytes, size: int, scale: int) -> QPixmap:
    pixmap = QPixmap(size * scale, size * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
