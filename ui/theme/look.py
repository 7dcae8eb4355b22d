"""The theme in force: widgets read its tokens and icons, and redraw when it says so."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ui.theme.icons import Icons
from ui.theme.palette import palette_of
from ui.theme.sheet import sheet_of
from ui.theme.tokens import TOKENS, Theme, Tokens

__all__ = ["Look", "apply_theme"]

_STYLE: Final = "Fusion"


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole program in `theme`: style, palette and style sheet."""
    if app.style().name().lower() != _STYLE.lower():
        app.setStyle(_STYLE)
    app.setPalette(palette_of(TOKENS[theme]))
    app.setStyleSheet(sheet_of(TOKENS[theme]))


class Look(QObject):
    """The theme of one program. Without a choice it follows the system's, where the system tells."""

    changed = Signal()
    """Tokens and icons are new; what is painted by hand must be painted again."""

    def __init__(self, app: QApplication, choice: Theme | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def theme(self) -> Theme:
        """The theme shown now."""
        return self._theme

    @property
    def tokens(self) -> Tokens:
        """The colours shown now."""
        return TOKENS[self._theme]

    @property
    def icons(self) -> Icons:
        """The icons in the colours shown now."""
        return self._icons

    def choose(self, choice: Theme | None) -> None:
        """Show `choice`, or with None follow the system from now on."""
        self._choice = choice
        if self._wanted() is not self._theme:
            self._dress()
            self.changed.emit()

    def _system_changed(self) -> None:
        self.choose(self._choice)

    def _wanted(self) -> Theme:
        if self._choice is not None:
            return self._choice
        hints = self._app.styleHints()
        return Theme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Theme.LIGHT

    def _dress(self) -> None:
        self._theme = self._wanted()
        self._icons = Icons(self.tokens)
        apply_theme(self._app, self._theme)
