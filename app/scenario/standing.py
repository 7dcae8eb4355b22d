"""Where a caller stands, for somebody who watches: the menu's state in words, and who is still meant."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from app.directory import (
    Directory,
    Entry,
    Query,
    QueryKind,
    Rehearsal,
    display_name,
    isolated,
    matched_letters,
    plain,
)
from app.directory.menu import Asking, Confirming, Connected, Keying, Offering
from app.scenario.ended import Ended, ended

__all__ = ["Standing", "candidates", "standing", "why_candidate"]

_REFUSED: Final[Mapping[str, str]] = {
    "dir-no_results_found": "No match",
    "dir-specify_minimum": "Too few keys",
    "dir-no_more_results": "No more results",
    "dir-invalid_key": "Not a key of this menu",
}


@frozen
class Standing:
    """A state in two short lines."""

    title: str
    detail: str


def standing(call: Rehearsal) -> Standing:
    """Say what the menu does, and what it expects of the caller."""
    playing = call.player.playing
    if call.outcome is not None:
        return _over(ended(call))
    if playing is not None and playing.item.name in _REFUSED:
        return Standing(_REFUSED[playing.item.name], _next(call))
    match call.position.stage:
        case Asking():
            return Standing("Instructions", "A key may be pressed at any time." if playing else "Waits for a key.")
        case Keying(keys):
            return Standing(f"Collecting keys: {'-'.join(keys)}", "# or two seconds of silence begin the search.")
        case Confirming(row):
            return Standing(f"One match: {_who(call, row)}", "1 connects, any other key starts over.")
        case Offering() as offer:
            count = f"Result {offer.place + 1} of {len(offer.rows)}"
            again = " Second wait." if offer.is_waiting else ""
            return Standing(f"{count}: {_who(call, offer.rows[offer.place])}", f"1 connects, 2 next, 3 over.{again}")
        case Connected(row):
            return Standing(f"Connecting to {_who(call, row)}", "")
        case _:
            return Standing("The menu gives up", "It says so and hangs up.")


def candidates(call: Rehearsal) -> tuple[int, ...]:
    """Rows of the listing that the keys so far may mean, in the order in which they are read out."""
    match call.position.stage:
        case Asking():
            return tuple(range(len(call.menu.listing.entries)))
        case Keying(keys):
            return tuple(call.menu.listing.index.find(keys))
        case Confirming(row) | Connected(row):
            return (row,)
        case Offering(rows=rows):
            return rows
        case _:
            return ()


def why_candidate(call: Rehearsal, row: int, keys: str) -> str:
    """Say why the person at `row` is still meant after `keys`, and what a caller would hear of them."""
    entry, directory = call.menu.listing.entries[row], call.menu.directory
    place = candidates(call).index(row) + 1 if row in candidates(call) else 0
    alone = call.menu.listing.index.fewest_keys(row)
    parts = (
        _spelled(entry, keys, directory) if keys else "",
        f"Heard {'first' if place == 1 else f'as number {place}'} of those left." if place else "",
        f"{'-'.join(alone)} leads to nobody else." if alone else "No keys lead to this person alone.",
        f"{entry.trouble.value} Whoever chooses this person is sent on as if they had left."
        if not call.menu.listing.callflow_of(row) and entry.trouble
        else "",
    )
    return " ".join(filter(None, parts))


def _spelled(entry: Entry, keys: str, directory: Directory) -> str:
    name = display_name(entry)
    spans = matched_letters(entry, Query(keys, QueryKind.KEYS), directory.search_fields, "first_name")
    letters = "".join(name[start:end] for start, end in spans)
    if not letters:
        return ""
    last_at = len(plain(entry.first_name)) + 1
    by = "last" if spans and any(start >= last_at for start, _ in spans[:1]) else "first"
    return f"{'-'.join(keys)} are the letters {isolated(letters)}, {by} name first."


def _who(call: Rehearsal, row: int) -> str:
    return isolated(display_name(call.menu.listing.entries[row]))


def _next(call: Rehearsal) -> str:
    tries = call.position.tries_left
    asks = isinstance(call.position.stage, Asking)
    return f"Asks again; {tries} {'try' if tries == 1 else 'tries'} left." if asks else "Reads it out once more."


def _over(end: Ended) -> Standing:
    match end.how:
        case "reaches":
            assert end.entry is not None
            number = f", {end.entry.number}" if end.entry.number else ""
            return Standing(f"Connected to {isolated(display_name(end.entry))}{number}", "The person's callflow runs.")
        case "breaks":
            return Standing("The menu breaks off", f"KAZOO's menu crashes for every caller: {end.why}.")
        case "leaves":
            return Standing("The caller leaves the menu", "The callflow goes on at its child _.")
        case "menu hangs up":
            return Standing("The menu hung up", "")
        case _:
            return Standing("The caller hung up", "")
