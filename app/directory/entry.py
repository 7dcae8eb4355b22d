"""One person of a directory, and the directory's settings, as everything right of the book sees them."""

import enum
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from app.directory.plain import plain

__all__ = [
    "ALL_DIRECTORIES",
    "Directory",
    "Entry",
    "SearchFields",
    "SortBy",
    "Trouble",
    "display_name",
    "why_not_callable",
]

SearchFields: TypeAlias = Literal["first_name", "last_name", "both"]
SortBy: TypeAlias = Literal["last_name", "first_name"]


class Trouble(enum.Enum):
    """Why a person cannot be called from here; the value is the sentence for people."""

    NO_CALLFLOW = "No callflow is set for this person in the directory."
    CALLFLOW_GONE = "The callflow set for this person does not exist any more."
    NO_NUMBER = "The person's callflow has no number that can be dialled."
    NO_USER = "This member is not a user: KAZOO has no name for it."


@frozen
class Directory:
    """A directory's settings, under KAZOO's own names (schema `directories`)."""

    id: str
    name: str
    min_dtmf: int = 3
    max_dtmf: int = 0
    confirm_match: bool = True
    search_fields: SearchFields = "both"
    sort_by: SortBy = "last_name"
    flags: tuple[str, ...] = ()
    stored: Mapping[str, object] | None = field(default=None, eq=False, repr=False)
    """The menu's settings as they are stored, what was never set left out; None: not read from a document.

    `app.directory.menu.Profile` reads them anew, for menus take what is unset in different ways.
    """


ALL_DIRECTORIES: Final = Directory(id="", name="All directories")
"""Stands for everybody in any directory of the account."""


@frozen
class Entry:
    """A member of a directory. Names are KAZOO's, unchanged; show them by `display_name`."""

    user_id: str
    first_name: str
    last_name: str
    callflow_id: str = ""
    number: str = ""
    """What to dial: the extension where there is one, else a DID; empty when nothing is dialable."""
    numbers: tuple[str, ...] = ()
    """All numbers of the callflow, in KAZOO's order."""
    title: str = ""
    email: str = ""
    presence_id: str = ""
    do_not_disturb: bool = False
    directories: tuple[str, ...] = ()
    """Ids of the directories the person was found in."""
    trouble: Trouble | None = None


def display_name(entry: Entry, sort_by: SortBy = "first_name") -> str:
    """The name as one line: `Last, First` in a directory sorted by last name, else `First Last`."""
    first, last = plain(entry.first_name), plain(entry.last_name)
    if sort_by == "last_name":
        return _joined((last, first), ", ") or _nameless(entry)
    return _joined((first, last), " ") or _nameless(entry)


def why_not_callable(entry: Entry) -> str:
    """Why this person cannot be called from here, as a sentence; empty when they can be.

    A number alone does not make a person callable: whatever is in trouble is reached by no caller of the menu either.
    """
    if entry.trouble is not None:
        return entry.trouble.value
    return "" if entry.number else "The person has no number."


def _joined(parts: Iterable[str], gap: str) -> str:
    return gap.join(filter(None, parts))


def _nameless(entry: Entry) -> str:
    return f"(no name, {entry.user_id[:8]})"
