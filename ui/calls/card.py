"""A call that is not in front: a small card with the most of it."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.directory import isolated, plain
from ui.calls.bar import TICK_MS, time_shown
from ui.calls.mark import MANNERS, Mark
from ui.calls.offers import OfferButtons
from ui.calls.view import CallView, Offer
from ui.theme import SPACE, ElidedLabel, Look, restyle, tag

__all__ = ["CallCard"]

_MARK: Final = 28


class CallCard(QFrame):
    """Icons only; each says in its tip, and to a screen reader, what it does."""

    wanted = Signal(str, Offer)
    """The call's id, and what the person wants."""

    def __init__(
        self,
        look: Look,
        clock: Callable[[], float] = time.monotonic,
        keys: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._view: CallView | None = None
        self._mark = Mark(look, _MARK)
        self._who = ElidedLabel("call-small-name")
        self._state = ElidedLabel("call-caption")
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show_state)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._who)
        words.addWidget(self._state)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.s)
        row.setSpacing(SPACE.xs)
        row.addWidget(self._mark)
        row.addSpacing(SPACE.xs)
        row.addLayout(words, 1)
        self._buttons = OfferButtons(look, row, small=True, keys=keys or {})
        self._buttons.wanted.connect(self._ask)
        self.hide()

    def show_call(self, view: CallView | None) -> None:
        """Show another call, or none."""
        self._view = view
        self.setVisible(view is not None)
        if view is None:
            self._tick.stop()
            return
        self._who.show_text(plain(view.who) or plain(view.number))
        self._mark.show_tone(view.tone)
        self._buttons.show_view(view)
        self._show_state()
        self._tick.start() if view.ended_at is None else self._tick.stop()
        kind = MANNERS[view.tone].kind
        if self.property("kind") != kind:
            tag(self, kind)
            restyle(self)

    def sizeHint(self) -> QSize:
        """Qt: a third of the window, more or less."""
        return QSize(260, super().sizeHint().height())

    def _show_state(self) -> None:
        view = self._view
        if view is None:
            return
        who, number = plain(view.who), plain(view.number)
        self._state.show_text(" · ".join(filter(None, (time_shown(view, self._clock()), view.state))))
        said = " ".join(filter(None, (view.state, view.problem)))
        self.setAccessibleName(f"Another call, with {who or number}: {said}")
        self.setToolTip(f"{isolated(who or number)}: {said}")

    def _ask(self, offer: Offer) -> None:
        if self._view is not None:
            self.wanted.emit(self._view.id, offer)
