"""Whether a person can be disturbed, as far as KAZOO tells."""

from enum import Enum

from app.directory import Entry

__all__ = ["Presence", "presence_of"]


class Presence(Enum):
    """The value is the word for people."""

    AVAILABLE = "Available"
    BUSY = "Busy"
    AWAY = "Away"
    DO_NOT_DISTURB = "Do not disturb"
    RINGING = "Ringing"
    OFFLINE = "Not signed in"
    UNKNOWN = "Presence not known"


def presence_of(entry: Entry, told: Presence = Presence.UNKNOWN) -> Presence:
    """Return what to show for `entry`, of which the phones told `told`: do not disturb is stronger."""
    return Presence.DO_NOT_DISTURB if entry.do_not_disturb else told
