"""The program's log, told to the window as it grows."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.logbook import Line, Logbook, diagnostics
from ui.bridge import Bridge

if TYPE_CHECKING:
    from app.phone import PhoneStatus

__all__ = ["LogFeed"]

_LINES_TO_COPY: Final = 400


class LogFeed(QObject):
    """Lines come on any thread; `grew` comes on the GUI's, once for many."""

    grew = Signal()

    def __init__(self, bridge: Bridge, logbook: Logbook) -> None:
        super().__init__()
        self._bridge = bridge
        self._logbook = logbook
        self._told = True
        self._phone: PhoneStatus | None = None
        logbook.listen(self._line_came)

    def lines(self, after: int = 0) -> list[Line]:
        """Return the lines with a number above `after`, oldest first."""
        return self._logbook.lines(after)

    def keep_phone(self, status: "PhoneStatus") -> None:
        """Remember how the phone is doing, for `diagnostics`."""
        self._phone = status

    def diagnostics(self) -> str:
        """Return what whoever helps needs to know, as text to copy; without secrets."""
        from ui.log import facts_of_program  # noqa: PLC0415 - wanted rarely

        facts = facts_of_program()
        if self._phone is not None:
            facts.append(("Phone", " ".join(filter(None, (self._phone.text, self._phone.sound_text)))))
        return diagnostics(facts, self._logbook.lines()[-_LINES_TO_COPY:])

    def close(self) -> None:
        """Tell nothing any more: the window goes."""
        self._logbook.listen(None)

    def _line_came(self) -> None:
        if self._told:  # else it is on its way already
            self._told = False
            self._bridge.post(self._tell)

    def _tell(self) -> None:
        self._told = True
        self.grew.emit()
