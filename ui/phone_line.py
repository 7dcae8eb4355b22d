"""How the phone is doing: one line that is always there."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.phone import MessagesWaiting, PhoneState, PhoneStatus
from ui.theme import SPACE, ElidedLabel, IconLabel, Look, plain_tip, text_label

__all__ = ["PhoneLine"]

_CALM: Final = {
    PhoneState.READY: "ok",
    PhoneState.REGISTERED: "ok",
    PhoneState.STARTING: "off",
    PhoneState.REGISTERING: "off",
    PhoneState.OFF: "off",
}


class PhoneLine(QWidget):
    """An icon and a sentence; the tip holds all of it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(look, "phone", "off", 16)
        self._text = ElidedLabel("caption", "The phone is starting.")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.xs, 0, SPACE.xs, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self._voicemail = text_label("caption")
        self._voicemail.hide()
        row.addWidget(self._voicemail)
        self._waiting: dict[str, int] = {}

    def text(self) -> str:
        """The sentence shown."""
        return self._text.text_shown()

    def show_messages(self, waiting: MessagesWaiting) -> None:
        """Show how many voicemail messages nobody has heard yet, of all accounts."""
        self._waiting[waiting.account] = waiting.new or int(waiting.waiting)
        count = sum(self._waiting.values())
        self._voicemail.setText("" if not count else "1 message" if count == 1 else f"{count} messages")
        self._voicemail.setAccessibleName(f"{count} new voicemail messages")
        self._voicemail.setToolTip("New voicemail messages")
        self._voicemail.setVisible(bool(count))

    def forget_messages(self) -> None:
        """Nobody is signed in any more."""
        self._waiting.clear()
        self._voicemail.hide()

    def show_status(self, status: PhoneStatus) -> None:
        """Show what the phone tells of itself."""
        colour = _CALM.get(status.state, "warn")
        self._icon.set_icon("phone" if colour != "warn" else "warning", colour)
        self._text.show_text(status.text)
        self.setToolTip(plain_tip(" ".join(filter(None, (status.text, status.sound_text)))))
