"""Where the readings of the menu part for the directory that is open, in plain words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.scenario import Parting
from ui.theme import SPACE, tag, text_label

__all__ = ["Readings"]

_ALIKE = "All readings answer every caller of this directory alike: KAZOO 4, KAZOO 5 and the documentation."
_NO_MENU = "Nobody is in this directory, or a member without a name breaks its menu: it ends before the first key."


class Readings(QFrame):
    """A card with a paragraph for each difference: what makes it, a caller who meets it, and what each menu answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "card")
        self._inside = QWidget()
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        self._box.setSpacing(SPACE.xs)
        area = tag(QScrollArea(), "plain")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName("Where the readings part for this directory")
        area.setWidget(self._inside)
        area.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(area)

    def show_partings(self, partings: Sequence[Parting], *, has_menu: bool) -> None:
        """Show these."""
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._add("strong", "Where the readings part for this directory")
        if not partings:
            self._add("sub", _ALIKE if has_menu else _NO_MENU)
        for one in partings:
            self._box.addSpacing(SPACE.s)
            self._add("strong", one.setting)
            self._add("sub", one.text)
            self._add("caption", f"Who keys {one.keys} hears:")
            for name, answer in one.answers:
                self._add("sub", f"{name[:1].upper()}{name[1:]}: {answer}")
        self._box.addStretch(1)

    def words(self) -> list[str]:
        """Everything said, line by line."""
        return [label.text() for label in self._inside.findChildren(QLabel) if not label.isHidden()]

    def _add(self, kind: str, text: str) -> None:
        label = text_label(kind, text, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._box.addWidget(label)
