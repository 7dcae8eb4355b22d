"""The call in front: with whom, how it stands, how long, and what can be done."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.directory import isolated, plain
from ui.calls.mark import MANNERS, Mark
from ui.calls.offers import OfferButtons
from ui.calls.view import CallView, Offer, Tone, duration
from ui.theme import SPACE, TEXT, ElidedLabel, IconLabel, Look, WrappedLabel, restyle, tag, text_font, text_label

__all__ = ["TICK_MS", "CallBar", "time_shown"]

TICK_MS: Final = 250
_MARK: Final = 44
_WORDS: Final = 190
"""Room for a name."""


class CallBar(QFrame):
    """Hidden while there is no call. `wanted` says what the person wants; the next `show_call` what came of it."""

    wanted = Signal(Offer)

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
        self._who = ElidedLabel("call-name")
        self._lock = IconLabel(look, "lock", "on_call2", 16)
        self._lock.setAccessibleName("Encrypted")
        self._lock.setToolTip("What is said is encrypted (SRTP)")
        self._state = ElidedLabel("call-text")
        self._problem = WrappedLabel(look, text_font(TEXT.sub), "on_call", most_lines=3)
        self._note = ElidedLabel("call-caption")
        self._time = text_label("call-time")
        self._time.setAccessibleDescription("Duration")
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show_time)
        row = self._arrange()
        self._buttons = OfferButtons(look, row, small=False, keys=keys or {})
        self._buttons.wanted.connect(self.wanted)
        self.hide()

    def show_call(self, view: CallView | None) -> None:
        """Show how the call stands; None when there is none any more."""
        self._view = view
        if view is None:
            self._tick.stop()
            self.hide()
            return
        self._show_words(view)
        self._buttons.show_view(view)
        self.show()
        self._show_time()
        self._fit()
        self._tick.start() if view.ended_at is None else self._tick.stop()

    def set_keypad(self, to_call: bool) -> None:
        """Show whether keys go to the call."""
        self._buttons.set_keypad(to_call)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: words before buttons."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Qt: as wide as the window."""
        return QSize(720, super().sizeHint().height())

    def _arrange(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(SPACE.xs)
        head.addWidget(self._lock)
        head.addWidget(self._who, 1)
        words.addLayout(head)
        for label in (self._state, self._problem, self._note):
            label.setMinimumWidth(120)
            words.addWidget(label)
        words.addStretch(1)
        self._time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._time.setFont(text_font(TEXT.title, tabular=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        row.setSpacing(SPACE.s)
        row.addWidget(self._mark)
        row.addSpacing(SPACE.xs)
        row.addLayout(words, 1)
        row.addWidget(self._time)
        row.addSpacing(SPACE.s)
        return row

    def _fit(self) -> None:
        """Leave who it is room before the buttons' words."""
        time_room = self._time.sizeHint().width() if self._time.text() else 0
        self._buttons.fit(self.width() - 2 * SPACE.l - _MARK - _WORDS - time_room - 3 * SPACE.s)

    def _show_words(self, view: CallView) -> None:
        who, number, failed = plain(view.who), plain(view.number), view.tone is Tone.FAILED
        self._who.show_text(who or number)
        self._lock.setVisible(view.encrypted)
        parts = (view.state, isolated(number) if who else "", _keys_line(view))
        self._state.show_text(" · ".join(filter(None, parts)))
        self._problem.show_text(view.problem)
        self._problem.setVisible(failed and bool(view.problem))
        self._note.show_text(view.note)
        self._note.setVisible(bool(view.note))
        manner = MANNERS[view.tone]
        self._mark.show_tone(view.tone)
        self.setAccessibleName(f"Call with {who or number}: {view.state} {view.problem} {view.note}".strip())
        if self.property("kind") != manner.kind:
            tag(self, manner.kind)
            restyle(self)

    def _show_time(self) -> None:
        text = time_shown(self._view, self._clock()) if self._view is not None else ""
        self._time.setText(text)
        self._time.setVisible(bool(text))


def time_shown(view: CallView, now: float) -> str:
    """Return how long the call has been going on, or its caller has been waiting; empty before an answer."""
    since = view.waits_since if view.waits_since is not None else view.connected_at
    return "" if since is None else duration((now if view.ended_at is None else view.ended_at) - since)


def _keys_line(view: CallView) -> str:
    sent, heard = _spaced(view.keys_sent), _spaced(view.keys_heard)
    return " · ".join(filter(None, (f"keys sent {sent}" if sent else "", f"heard {heard}" if heard else "")))


def _spaced(keys: str) -> str:
    return " ".join(keys if len(keys) <= 12 else f"…{keys[-11:]}")
