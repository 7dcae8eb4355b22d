"""Recordings of KAZOO's own code, checked against ours line by line.

A line is one JSON object: with `kind` `dialpad`, `user`, `sort` or `filter`, or a whole call through the menu, as
tests/vectors/README.md describes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from app.directory.caller import CallerIndex, menu_order
from app.directory.dialpad import UnreadableName, name_keys, to_dialpad
from app.directory.entry import Entry, SearchFields, SortBy
from app.directory.menu.trace import as_name, first_difference

__all__ = ["Difference", "check_recording"]

_FORMAT: Final = 1
"""The version of a recording that does not say one."""

_VERSION_KEYS: Final = ("format", "format_version", "version")

_SORT_BY: Final[dict[str, SortBy]] = {"first": "first_name", "last": "last_name"}
_SEARCH: Final[dict[str, SearchFields]] = {"first": "first_name", "last": "last_name", "both": "both"}


@frozen
class Difference:
    """Where we part from what was recorded; of a call, the first thing that parts."""

    recorded: object
    ours: object


def check_recording(line: Mapping[str, Any]) -> Difference | None:
    """Run one recorded question against our code; None when the answers agree.

    Raises `ValueError` for a recording of a format or a kind that is not known here, or one that lacks what its kind
    needs.
    """
    version = next((line[key] for key in _VERSION_KEYS if key in line), _FORMAT)
    if version != _FORMAT:
        raise ValueError(f"recording of format version {version!r}; this program reads version {_FORMAT}")
    check = _call if "events" in line else _answer
    try:
        return check(line)
    except (KeyError, TypeError, AttributeError) as missing:
        raise ValueError(f"incomplete recording of kind {line.get('kind', 'call')!r}: {missing}") from missing


def _call(line: Mapping[str, Any]) -> Difference | None:
    parted = first_difference(line)
    return Difference(*parted) if parted else None


def _answer(line: Mapping[str, Any]) -> Difference | None:
    answer = _ANSWERS.get(str(line.get("kind")))
    if answer is None:
        raise ValueError(f"unknown kind of recording: {line.get('kind')!r}")
    ours, recorded = answer(line), line["expect"]
    return None if ours == recorded else Difference(recorded, ours)


def _dialpad(line: Mapping[str, Any]) -> object:
    return to_dialpad(line["text"])


def _user(line: Mapping[str, Any]) -> object:
    first, last = as_name(line["first_name"]), as_name(line["last_name"])
    try:
        keys = name_keys(first, last)
    except UnreadableName:
        return {"crash": "error:badarg"}
    return {"full_name": f"{first} {last}", "first_last_keys": keys.first_last, "last_first_keys": keys.last_first}


def _sort(line: Mapping[str, Any]) -> list[int]:
    names = [(first, last) for first, last in line["users"]]
    return menu_order(names, _SORT_BY[line["sort_by"]]) if line["sort_by"] else list(range(len(names)))


def _filter(line: Mapping[str, Any]) -> list[int]:
    order = _sort(line)
    entries = [Entry(str(position), *line["users"][position]) for position in order]
    found = CallerIndex(entries, _SEARCH[line["search"]]).find(line["digits"])
    return [order[row] for row in found]


_ANSWERS: Final[Mapping[str, Callable[[Mapping[str, Any]], object]]] = {
    "dialpad": _dialpad,
    "user": _user,
    "sort": _sort,
    "filter": _filter,
}
