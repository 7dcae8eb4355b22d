"""The sign-ins remembered, to choose from."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.directory import plain
from ui.theme import SPACE, Button, ButtonKind, Combo, Look, plain_tip

if TYPE_CHECKING:
    from app.store import Profile

__all__ = ["KnownSignIns", "sign_in_words"]

_ROOM: Final = 280


class KnownSignIns(QWidget):
    """Hidden while there is none. `chosen` brings a `Profile`, None for another sign-in."""

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profiles: tuple[Profile, ...] = ()
        self.combo = Combo(look, "Sign-in")
        self.forget = Button(look, icon="trash", name="Forget this sign-in", kind=ButtonKind.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.combo, 1)
        row.addWidget(self.forget)
        self.combo.currentIndexChanged.connect(self._choose)
        self.forget.clicked.connect(self._forget)
        self.hide()

    def show_profiles(self, profiles: "tuple[Profile, ...]") -> None:
        """Offer these, the first of them chosen; nothing is told of that."""
        self._profiles = profiles
        self.combo.blockSignals(True)
        self.combo.clear()
        for place, profile in enumerate(profiles):
            words = sign_in_words(profile)
            room = self.combo.fontMetrics()
            self.combo.addItem(room.elidedText(words, Qt.TextElideMode.ElideRight, _ROOM))
            self.combo.setItemData(place, plain_tip(words), Qt.ItemDataRole.ToolTipRole)
        self.combo.addItem("Another sign-in")
        self.combo.setCurrentIndex(0)
        self.combo.blockSignals(False)
        self.setVisible(bool(profiles))
        self.forget.setEnabled(self.profile is not None)

    @property
    def profile(self) -> "Profile | None":
        """The one chosen."""
        place = self.combo.currentIndex()
        return self._profiles[place] if 0 <= place < len(self._profiles) else None

    def _choose(self) -> None:
        self.forget.setEnabled(self.profile is not None)
        self.chosen.emit(self.profile)

    def _forget(self) -> None:
        if self.profile is not None:
            self.forgotten.emit(self.profile)


def sign_in_words(profile: "Profile") -> str:
    """Return a sign-in in a line: who, and where."""
    who = f"{plain(profile.username)}, {plain(profile.account)}" if profile.kind == "password" else "API key"
    where = plain(profile.server).partition("://")[2] or plain(profile.server)
    return f"{who} at {where}"
