"""Who is calling, above all other windows, without taking the keyboard from what the person is doing."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.calls.bar import CallBar
from ui.calls.lines import MOST_SHOWN
from ui.calls.view import CallView, Offer
from ui.theme import SPACE, Look, tag

__all__ = ["IncomingPopup"]

_WIDTH: Final = 660
_MARGIN: Final = 24


class IncomingPopup(QWidget):
    """A frameless window in the corner of the screen; hidden while nobody calls."""

    wanted = Signal(str, Offer)
    """The call's id, and what the person wants with it."""

    def __init__(
        self,
        look: Look,
        clock: Callable[[], float] = time.monotonic,
        keys: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        flags = (
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        super().__init__(parent, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle("Incoming call")
        tag(self, "window")
        self._shown: tuple[CallView, ...] = ()
        self._bars = [CallBar(look, clock, keys) for _ in range(MOST_SHOWN)]
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xs, SPACE.xs, SPACE.xs, SPACE.xs)
        column.setSpacing(SPACE.xs)
        for place, bar in enumerate(self._bars):
            bar.wanted.connect(lambda offer, place=place: self._ask(place, offer))
            column.addWidget(bar)

    def show_calls(self, ringing: Sequence[CallView]) -> None:
        """Show who is calling now, the one that waits longest first."""
        self._shown = tuple(ringing[:MOST_SHOWN])
        for place, bar in enumerate(self._bars):
            bar.show_call(self._shown[place] if place < len(self._shown) else None)
        if not self._shown:
            self.hide()
            return
        self.setFixedSize(_WIDTH, self.sizeHint().height())
        if not self.isVisible():
            self._go_to_corner()
            self.winId()  # makes the window, which must not be minimised together with its parent
            self.windowHandle().setTransientParent(None)  # type: ignore[arg-type]
            self.show()

    def _go_to_corner(self) -> None:
        room = self.screen().availableGeometry()
        self.move(room.right() - _WIDTH - _MARGIN, room.top() + _MARGIN)

    def _ask(self, place: int, offer: Offer) -> None:
        if place < len(self._shown):
            self.wanted.emit(self._shown[place].id, offer)
