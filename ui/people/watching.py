"""People in view are watched, and what the server says of them is shown."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.directory import Entry, is_did
from app.phone import Presence as Heard
from ui.core import Core
from ui.people.people_list import PeopleList
from ui.people.presence import Presence

__all__ = ["PresenceWatch", "watched_number"]

_SETTLED_MS: Final = 250
_WORDS: Final = {
    "available": Presence.AVAILABLE,
    "busy": Presence.BUSY,
    "away": Presence.AWAY,
    "offline": Presence.OFFLINE,
}


class PresenceWatch(QObject):
    """Asks once the view has settled; the answer tells what is known by then, so that nothing stale stays."""

    def __init__(self, core: Core, people: PeopleList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._people = people
        self._watched: dict[str, list[str]] = {}
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._look)
        people.visibleChanged.connect(self._moved)
        people.selected.connect(self._moved)
        core.presence_changed.connect(self._take)

    def forget(self) -> None:
        """Nobody is signed in any more, and nothing is known of anybody."""
        self._settled.stop()
        self._watched = {}
        self._people.model.forget_presence()

    def _moved(self) -> None:
        self._settled.start()

    def _look(self) -> None:
        """Watch who is in view, and who is selected."""
        watched: dict[str, list[str]] = {}
        for entry in self._in_view():
            number = watched_number(entry)
            if number and entry.user_id not in watched.get(number, ()):
                watched.setdefault(number, []).append(entry.user_id)
        others = watched.keys() != self._watched.keys()
        self._watched = watched
        if others:
            request = self._core.watch(watched, self)
            request.succeeded.connect(self._take_all)

    def _in_view(self) -> list[Entry]:
        selected = self._people.current()
        return [*self._people.visible_entries(), *([selected] if selected else [])]

    def _take_all(self, heard: tuple[Heard, ...]) -> None:
        for one in heard:
            self._take(one)

    def _take(self, heard: Heard) -> None:
        for user_id in self._watched.get(heard.number, ()):
            self._people.model.set_presence(user_id, _WORDS.get(heard.activity, Presence.UNKNOWN))


def watched_number(entry: Entry) -> str:
    """Return what the server knows the person's state by: the presence id, else the extension; empty for nobody."""
    number = entry.presence_id.partition("@")[0] or entry.number
    return "" if is_did(number) else number
