"""The menus there are: KAZOO's of both generations, and the one its schema describes.

Source: `cf_directory:handle/2` of both, `get_search_fields/1`, `get_sort_by/1`, and the schema `directories`.
"""

import sys
from collections.abc import Mapping
from typing import Final

from attrs import evolve, frozen

from app.directory.entry import Directory, SearchFields, SortBy

__all__ = ["AS_DOCUMENTED", "KAZOO_4", "KAZOO_5", "PROFILES", "Profile"]

_COLLECTED: Final = 101  # the first key alone, then `collect_digits(100, ..)`
_FEWEST: Final = 2


@frozen
class Profile:
    """One way of running the menu."""

    name: str
    one_count: bool
    """One count of tries for the whole call (`decr_tries/1`); else most ways back to the beginning start it anew."""
    honours_schema: bool
    """min_dtmf and max_dtmf count, which both KAZOOs read and never use, and confirm_match is true unless set."""

    def fewest_keys(self, directory: Directory) -> int:
        """With fewer keys than these the caller hears `dir-specify_minimum`."""
        return max(1, directory.min_dtmf) if self.honours_schema else _FEWEST

    def most_keys(self, directory: Directory) -> int:
        """With this many keys the search begins by itself; a cap below the fewest would let nobody be found."""
        if not self.honours_schema:
            return _COLLECTED
        return max(directory.max_dtmf, self.fewest_keys(directory)) if directory.max_dtmf else sys.maxsize

    def applied_to(self, directory: Directory) -> Directory:
        """Return the settings as this menu takes what is stored; as they are where that is not known."""
        if directory.stored is None:
            return directory
        return evolve(
            self.read({**directory.stored, "id": directory.id, "name": directory.name}),
            flags=directory.flags,
            stored=directory.stored,
        )

    def read(self, document: Mapping[str, object]) -> Directory:
        """Return a stored directory's settings as this menu takes them, whatever is stored there."""
        return Directory(
            id=str(document.get("id", "")),
            name=str(document.get("name", "")),
            min_dtmf=_count(document.get("min_dtmf"), 3),
            max_dtmf=_count(document.get("max_dtmf"), 0),
            confirm_match=_truth(document.get("confirm_match"), self.honours_schema),
            search_fields=_search_fields(document.get("search_fields", "both")),
            sort_by=_sort_by(document.get("sort_by", "last_name")),
        )


KAZOO_4: Final = Profile("KAZOO 4", one_count=False, honours_schema=False)
KAZOO_5: Final = Profile("KAZOO 5", one_count=True, honours_schema=False)
AS_DOCUMENTED: Final = Profile("as documented", one_count=True, honours_schema=True)
"""KAZOO 5's menu, with the settings doing what the schema says they do."""

PROFILES: Final = (KAZOO_4, KAZOO_5, AS_DOCUMENTED)


def _count(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default


def _truth(value: object, default: bool) -> bool:
    match value:
        case True | "true":
            return True
        case False | "false":
            return False
        case _:
            return default


def _search_fields(value: object) -> SearchFields:
    """`get_search_fields/1`: exactly `both`; what begins with `first`; everything else is the last name."""
    return "both" if value == "both" else _sort_by(value)


def _sort_by(value: object) -> SortBy:
    return "first_name" if isinstance(value, str) and value.startswith("first") else "last_name"
