"""What can be done with a call and the person selected: give it away, ask first, key the name."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.directory import plain
from ui.theme import SPACE, Button, ButtonKind, Look

__all__ = ["HandOver", "NumberOffers"]


class HandOver(QWidget):
    """Hidden while there is no call that could be given away."""

    transferWanted = Signal()  # noqa: N815 - Qt's way of naming signals
    consultWanted = Signal()  # noqa: N815 - Qt's way of naming signals
    keysWanted = Signal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, look: Look, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transfer = Button(look, "Transfer", icon="transfer", kind=ButtonKind.ACCENT)
        self._consult = Button(look, "Consult first", icon="consult")
        self._key = Button(look, "Key the name", icon="keypad")
        self._transfer.setToolTip(f"Give the call away without asking ({keys['transfer']})")
        self._consult.setToolTip(f"Speak with this person while the caller waits ({keys['consult']})")
        self._key.setToolTip(f"Key into the call what leads to this person alone ({keys['caller_keys']})")
        self._transfer.clicked.connect(self.transferWanted)
        self._consult.clicked.connect(self.consultWanted)
        self._key.clicked.connect(self.keysWanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        for button in (self._transfer, self._consult, self._key):
            column.addWidget(button)
        self.hide()

    def show_offers(self, number: str, keys: str, *, transferable: bool, keyable: bool) -> None:
        """Offer what can be done now with `number`; `keys` are those that lead to the person, maybe none."""
        self._transfer.set_face(f"Transfer to {plain(number)}", "transfer")
        self._key.set_face(f"Key {'-'.join(keys)} into the call", "keypad")
        self._transfer.setVisible(transferable and bool(number))
        self._consult.setVisible(transferable and bool(number))
        self._key.setVisible(keyable and bool(keys))
        self.setVisible((transferable and bool(number)) or (keyable and bool(keys)))


class NumberOffers(QWidget):
    """What can be done with a number that was typed; hidden while none is."""

    callWanted = Signal()  # noqa: N815 - Qt's way of naming signals
    transferWanted = Signal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._call = Button(look, "Call", icon="phone", height=SPACE.small_control, icon_size=16)
        self._transfer = Button(look, "Transfer", icon="transfer", height=SPACE.small_control, icon_size=16)
        self._call.setToolTip("Call the number as typed (Ctrl+Enter)")
        self._call.clicked.connect(self.callWanted)
        self._transfer.clicked.connect(self.transferWanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self._call)
        row.addWidget(self._transfer)
        self.hide()

    def show_number(self, number: str, *, transferable: bool) -> None:
        """Offer `number`, as typed; an empty one offers nothing."""
        shown = plain(number) if len(number) <= 24 else f"{plain(number)[:23]}…"
        self._call.set_face(f"Call {shown}", "phone")
        self._transfer.set_face(f"Transfer to {shown}", "transfer")
        self._transfer.setVisible(transferable)
        self.setVisible(bool(number))
