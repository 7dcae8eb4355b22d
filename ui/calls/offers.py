"""The buttons of a call: made once, shown as the call offers them."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout

from ui.calls.view import FACES, CallView, Offer, Tone
from ui.theme import SPACE, Button, ButtonKind, Look

__all__ = ["OfferButtons"]

_KINDS: Final = {
    Offer.ANSWER: ButtonKind.ACCEPT,
    Offer.HANG_UP: ButtonKind.DANGER,
    Offer.DECLINE: ButtonKind.DANGER,
    Offer.DISMISS: ButtonKind.CALL_QUIET,
}
_CHECKABLE: Final = (Offer.MUTE, Offer.HOLD, Offer.KEYPAD)
_SMALL_FIRST: Final = (
    *(Offer.MUTE, Offer.HOLD, Offer.KEYPAD, Offer.SPLIT, Offer.JOIN, Offer.DECLINE, Offer.BUSY),
    *(Offer.LEAVE, Offer.REDIAL, Offer.CONSULT, Offer.TRANSFER, Offer.BACK, Offer.COMPLETE),
)
"""Where there is no room, the best known icons do without their word first."""
_WIDEST: Final = 16_777_215
_ALWAYS_SMALL: Final = (Offer.DISMISS,)


class OfferButtons(QObject):
    """A press only asks; the buttons show what is so. `keys` are the shortcuts of the actions, for the tips."""

    wanted = Signal(Offer)

    def __init__(self, look: Look, row: QBoxLayout, *, small: bool, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._small = small
        self._view: CallView | None = None
        self._to_call = False
        self._keys = keys
        self._buttons: dict[Offer, Button] = {}
        for offer in FACES:
            button = self._make(look, offer)
            button.clicked.connect(lambda _=False, offer=offer: self._pressed(offer))
            self._buttons[offer] = button
            row.addWidget(button)

    def show_view(self, view: CallView) -> None:
        """Offer what the call does."""
        self._view = view
        shown = view.small_offers if self._small else view.offers
        for offer, button in self._buttons.items():
            button.setVisible(offer in shown)
        self._show_faces()

    def fit(self, width: int) -> None:
        """Take `width` pixels at most, as far as leaving out words can do that."""
        shown = [button for button in self._buttons.values() if not button.isHidden()]
        for button in shown:
            button.setMaximumWidth(_WIDEST if button.text() else button.height())
        surplus = sum(button.sizeHint().width() + SPACE.s for button in shown) - width
        for offer in _SMALL_FIRST:
            button = self._buttons[offer]
            if surplus > 0 and button in shown:
                surplus -= button.sizeHint().width() - button.height()
                button.setMaximumWidth(button.height())

    def set_keypad(self, to_call: bool) -> None:
        """Show whether keys go to the call."""
        self._to_call = to_call
        self._show_faces()

    def button(self, offer: Offer) -> Button:
        """Return the button of an offer, shown or not."""
        return self._buttons[offer]

    def _make(self, look: Look, offer: Offer) -> Button:
        face = FACES[offer]
        small = self._small or offer in _ALWAYS_SMALL
        button = Button(
            look,
            "" if small else face.text,
            icon=face.icon,
            name=face.text,
            kind=_KINDS.get(offer, ButtonKind.CALL),
            height=SPACE.small_control if self._small else SPACE.control,
            icon_size=18 if self._small else 20,
            shrinks=not small and offer not in (Offer.ANSWER, Offer.HANG_UP),
        )
        button.setCheckable(offer in _CHECKABLE and not self._small)
        button.setToolTip(_tip(face.tip or face.text, self._keys.get(offer.value, "")))
        return button

    def _pressed(self, offer: Offer) -> None:
        self._show_faces()
        self.wanted.emit(offer)

    def _show_faces(self) -> None:
        view = self._view
        if view is None or self._small:
            return
        held = view.tone is Tone.HELD
        mute, hold, complete = self._buttons[Offer.MUTE], self._buttons[Offer.HOLD], self._buttons[Offer.COMPLETE]
        mute.setChecked(view.muted)
        mute.set_face("Unmute" if view.muted else "Mute", "mic-off" if view.muted else "mic")
        hold.setChecked(held)
        hold.set_face("Resume" if held else "Hold", "play" if held else "pause")
        rings = view.tone is Tone.RINGING
        complete.set_face("Connect while it rings" if rings else FACES[Offer.COMPLETE].text, "transfer")
        self._buttons[Offer.KEYPAD].setChecked(self._to_call)


def _tip(words: str, keys: str) -> str:
    return f"{words} ({keys})" if keys else words
