"""Everybody a caller may be offered, in the menu's order, with what is said for each.

Source: `cf_directory:get_directory_listing/2`, `sort_users/2`, `username_audio_macro/2`, `callflow/2`.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from app.directory.caller import CallerIndex, menu_order
from app.directory.dialpad import UnreadableName, name_keys
from app.directory.entry import Directory, Entry, Trouble
from app.directory.menu.talk import Item

__all__ = ["Listing"]


@frozen(eq=False)
class Listing:
    """The people of a directory as the menu sees them; a row is a place in `entries`."""

    entries: tuple[Entry, ...]
    index: CallerIndex
    recorded: Mapping[str, str]
    """What a recorded name is known by (in KAZOO its path), by user id."""
    is_readable: bool
    """False when one member lacks a name: KAZOO's menu then crashes for every caller."""

    @classmethod
    def of(cls, directory: Directory, entries: Iterable[Entry], recorded: Mapping[str, str]) -> "Listing":
        """Sort the members of `directory` as they are read out."""
        as_listed = sorted(entries, key=lambda entry: entry.user_id)
        order = menu_order([(entry.first_name, entry.last_name) for entry in as_listed], directory.sort_by)
        ordered = tuple(as_listed[place] for place in order)
        return cls(ordered, CallerIndex(ordered, directory.search_fields), recorded, all(map(_has_names, ordered)))

    def spoken(self, row: int) -> Item:
        """What is played for a person: the recorded name, else a voice reading `First Last`."""
        entry = self.entries[row]
        name, path = f"{entry.first_name} {entry.last_name}", self.recorded.get(entry.user_id)
        return Item("play", path, name) if path else Item("tts", name)

    def callflow_of(self, row: int) -> str:
        """The callflow to run for a person; empty when there is none, or none any more."""
        entry = self.entries[row]
        return "" if entry.trouble is Trouble.CALLFLOW_GONE else entry.callflow_id


def _has_names(entry: Entry) -> bool:
    try:
        name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return False
    return True
