"""How a call stands, as an icon in a circle; the words beside it say the same."""

from typing import Final

from attrs import frozen
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.calls.view import Tone
from ui.theme import Look

__all__ = ["MANNERS", "Manner", "Mark"]


@frozen
class Manner:
    """What a call looks like in one tone: the kind of its ground, the token of a button there, its icon."""

    kind: str
    button: str
    icon: str


MANNERS: Final = {
    Tone.INCOMING: Manner("call", "call_button", "phone-in"),
    Tone.RINGING: Manner("call", "call_button", "phone"),
    Tone.CONNECTED: Manner("call", "call_button", "phone"),
    Tone.HELD: Manner("call-held", "held_button", "pause"),
    Tone.LEAVING: Manner("call-held", "held_button", "transfer"),
    Tone.FAILED: Manner("call-failed", "failed_button", "warning"),
    Tone.ENDED: Manner("call", "call_button", "phone-off"),
}


class Mark(QWidget):
    """`size` pixels at 100 % in both directions."""

    def __init__(self, look: Look, size: int) -> None:
        super().__init__()
        self._look = look
        self._manner = MANNERS[Tone.RINGING]
        self.setFixedSize(size, size)
        look.changed.connect(self.update)

    def show_tone(self, tone: Tone) -> None:
        """Show how the call stands."""
        self._manner = MANNERS[tone]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: circle and icon."""
        tokens, size = self._look.tokens, self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.on_call) if tokens.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens, self._manner.button)))
        painter.drawEllipse(QRectF(1, 1, size - 2, size - 2))
        icon = size // 2
        place = (size - icon) // 2
        pixmap = self._look.icons.pixmap(self._manner.icon, "on_call", icon, self.devicePixelRatioF())
        painter.drawPixmap(place, place, pixmap)
        painter.end()
