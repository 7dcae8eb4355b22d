"""The card a form stands on."""

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame

from ui.theme import tag

__all__ = ["Card"]

_CARD_WIDTH: Final = 440


class Card(QFrame):
    """As tall as its words need: a scroll area asks for no height that depends on a width, and would squeeze it."""

    def __init__(self) -> None:
        super().__init__()
        tag(self, "card")
        self.setFixedWidth(_CARD_WIDTH)

    def event(self, event: QEvent) -> bool:
        """Qt: something inside became longer or shorter."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumHeight(max(0, self.heightForWidth(_CARD_WIDTH)))
        return super().event(event)
