"""How the phone is doing: one line that is always there."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.phone import MessagesWaiting, PhoneStatus
from ui.standing import colour_of
from ui.theme import SPACE, Button, ButtonKind, ElidedLabel, IconLabel, Look, plain_tip, text_label

__all__ = ["PhoneLine"]

_SWITCH: Final = 32
_SWITCHES: Final = (
    ("do_not_disturb", "bell-off", "Do not disturb"),
    ("auto_answer", "phone-auto", "Answer by itself"),
)


class PhoneLine(QWidget):
    """An icon and a sentence, whose tip holds all of it; and beside them what the phone does with callers."""

    switched = Signal(str)
    """The id of the action that switches it: `do_not_disturb` or `auto_answer`."""

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
        self._switches = {
            name: Button(look, icon=icon, name=words, kind=ButtonKind.QUIET, height=_SWITCH, icon_size=18)
            for name, icon, words in _SWITCHES
        }
        for name, button in self._switches.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=name: self._ask(name))
            row.addWidget(button)
        self._on = dict.fromkeys(self._switches, False)

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
        colour = colour_of(status.state)
        self._icon.set_icon("phone" if colour != "warn" else "warning", colour)
        self._on = {"do_not_disturb": status.do_not_disturb, "auto_answer": status.auto_answer_s is not None}
        self._show_switches()
        words = _more_urgent(status) or status.text
        self._text.show_text(words)
        self.setToolTip(plain_tip(" ".join(filter(None, (words, status.text, status.sound_text)))))

    def _ask(self, name: str) -> None:
        self._show_switches()
        self.switched.emit(name)

    def _show_switches(self) -> None:
        for name, button in self._switches.items():
            button.setChecked(self._on[name])


def _more_urgent(status: PhoneStatus) -> str:
    if not status.can_call:
        return ""
    if status.do_not_disturb:
        return "Do not disturb: callers hear busy."
    if status.auto_answer_s is not None:
        return f"Calls are taken by themselves after {status.auto_answer_s:.0f} s."
    return ""
