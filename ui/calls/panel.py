"""All calls across the bottom of the window: the one in front as a bar, the others as cards above it."""

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.calls.bar import CallBar
from ui.calls.card import CallCard
from ui.calls.lines import MOST_SHOWN
from ui.calls.view import CallView, Offer
from ui.theme import SPACE, Look

__all__ = ["CallPanel"]


class CallPanel(QWidget):
    """Hidden while there is no call. `keys` are the actions' shortcuts as text, by the actions' ids."""

    wanted = Signal(str, Offer)
    """The call's id, and what the person wants with it."""

    def __init__(
        self,
        look: Look,
        clock: Callable[[], float] = time.monotonic,
        keys: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._front = ""
        self.bar = CallBar(look, clock, keys)
        self._cards = [CallCard(look, clock, keys) for _ in range(MOST_SHOWN - 1)]
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        for card in self._cards:
            card.wanted.connect(self.wanted)
            row.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE.l)
        column.setSpacing(SPACE.s)
        column.addWidget(self._row)
        column.addWidget(self.bar)
        self.bar.wanted.connect(self._ask)
        self.show_calls(None, ())

    def show_calls(self, front: CallView | None, others: Sequence[CallView]) -> None:
        """Show the call in front and, oldest first, the others."""
        self._front = front.id if front else ""
        self.bar.show_call(front)
        self._row.setVisible(bool(others))
        for place, card in enumerate(self._cards):
            card.show_call(others[place] if place < len(others) else None)
        self.setVisible(front is not None)

    @property
    def said(self) -> str:
        """Everything the calls say, the one in front first, as a screen reader would hear it."""
        shown = [self.bar, *self._cards]
        return ". ".join(widget.accessibleName() for widget in shown if widget.isVisible())

    def _ask(self, offer: Offer) -> None:
        self.wanted.emit(self._front, offer)
