"""What is said about a search: how many match, and why nobody does."""

from attrs import frozen

from app.directory import ALL_DIRECTORIES, Found, QueryKind, Snapshot, isolated, plain

__all__ = ["Explanation", "count_sentence", "spoken_keys", "why_nobody"]

_SILENT = "01"


@frozen
class Explanation:
    """Why a search found nobody; `back_to` is a shorter query that finds somebody, or empty."""

    happened: str
    next_step: str
    back_to: str = ""


def spoken_keys(keys: str) -> str:
    """Part `keys` so that they are read one by one: 5-2-8."""
    return "-".join(keys)


def count_sentence(found: Found, people: int) -> str:
    """Say how many of `people` match, apart for callers and for the desk where keys make the difference."""
    count = len(found.rows)
    if found.query.kind is QueryKind.EMPTY:
        return "1 person" if people == 1 else f"{people:,} people"
    if not count:
        return "No match"
    if found.query.kind is QueryKind.TEXT:
        return "1 match" if count == 1 else f"{count:,} matches"
    callers, others = found.by_caller, count - found.by_caller
    if not callers:
        return f"None for a caller · {others:,} by number or other name"
    return f"{callers:,} for a caller" + (f" · {others:,} more by number or other name" if others else "")


def why_nobody(found: Found, snapshot: Snapshot) -> Explanation:
    """Explain to people why `found` is empty in `snapshot`."""
    whole = snapshot.directory == ALL_DIRECTORIES
    if not snapshot.entries:
        return Explanation(
            "No members in any directory" if whole else "No members in this directory",
            "Members are added to a directory in KAZOO. Refresh after that.",
        )
    if found.query.kind is QueryKind.KEYS:
        return _no_keys(found, snapshot)
    where = "in any directory" if whole else f"in {isolated(plain(snapshot.directory.name))}"
    return Explanation(
        f"Nobody matches “{isolated(plain(found.query.text))}” {where}",
        "Any word of the name, the title or the number can be typed, by its beginning.",
    )


def _no_keys(found: Found, snapshot: Snapshot) -> Explanation:
    keys, nearest = found.query.text, found.nearest
    return Explanation(
        f"No name here starts with {spoken_keys(keys)}",
        " ".join(filter(None, (_unmatchable(keys), _still(nearest, snapshot)))) or "Clear the keys and start again.",
        nearest,
    )


def _unmatchable(keys: str) -> str:
    for sign in "*#":
        if sign in keys:
            return f"KAZOO matches no name with {sign}."
    if any(key in _SILENT for key in keys):
        return "The keys 0 and 1 carry no letters, so no name has them."
    return ""


def _still(nearest: str, snapshot: Snapshot) -> str:
    if not nearest:
        return ""
    count = snapshot.find(nearest).by_caller
    return f"{spoken_keys(nearest)} still matches {count:,}."
