"""A call that was made written down as a caller of a scenario, so that the scenario's run takes the same course.

Prompts last as long as they last where the call was made, and a second each in a scenario's run. What must agree is
what was heard, whole or cut short, in which order, and what the menu did.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from app.directory import Menu, Rehearsal, display_name
from app.directory.menu import Item
from app.scenario.ended import Ended, ended
from app.scenario.handset import HANG_UP, Done, rehearse
from app.scenario.keying import read_acts
from app.scenario.play import begun, play
from app.scenario.scenario import Caller
from app.scenario.transcript import in_words
from app.scenario.verdict import is_called

__all__ = ["as_caller"]

_Course: TypeAlias = tuple[object, ...]


def as_caller(name: str, menu: Menu, length_of: Callable[[Item], int], done: Sequence[Done]) -> Caller:
    """Return a caller who does the same and expects what was heard, and where the call ended."""
    keys = ""
    for count in range(1, len(done) + 1):
        keys = _longer(keys, menu, length_of, done[:count])
    hangs_up = bool(done) and done[-1].key == HANG_UP
    played = play(menu, read_acts(keys), hangs_up=hangs_up)
    end = ended(played.call)
    told = [heard for heard in played.call.heard if heard.item.kind != "silence" and heard.end_ms > heard.start_ms]
    return Caller(
        name,
        keys,
        read_acts(keys),
        tuple(in_words(heard) for heard in told),
        _reached(menu, end),
        None if end.how == "reaches" else end.how,
    )


def _longer(keys: str, menu: Menu, length_of: Callable[[Item], int], done: Sequence[Done]) -> str:
    """`keys` and one more: at once, after the menu has asked, or after a pause; whichever comes first and is right."""
    call = rehearse(menu, length_of, done)
    call.run_out()
    wanted, last = _course(call), done[-1].key
    for longer in _ways(keys, "" if last == HANG_UP else last, menu):
        if _course(play(menu, read_acts(longer), hangs_up=last == HANG_UP).call) == wanted:
            return longer
    raise AssertionError(f"no pause after {keys!r} leads the same way")


def _ways(keys: str, key: str, menu: Menu) -> Iterator[str]:
    yield f"{keys}{key}"
    yield f"{keys} {key}"
    for ms in _moments(menu, keys):
        yield f"{keys}({ms / 1_000:g}s){key}"


def _moments(menu: Menu, keys: str) -> Iterator[int]:
    """Once between any two things that happen by themselves after `keys`, counted from the last of them."""
    call = begun(menu, read_acts(keys))
    start_ms = call.now_ms
    while (next_ms := call.next_ms) is not None:
        yield (call.now_ms + next_ms) // 2 - start_ms
        call.run_to(next_ms)


def _course(call: Rehearsal) -> _Course:
    heard = [(heard.item, heard.is_cut) for heard in call.heard]
    return heard, [done.action for done in call.done], call.outcome and (call.outcome.ending, call.outcome.callflow_id)


def _reached(menu: Menu, end: Ended) -> str:
    """By name, where nobody else is called so."""
    if end.entry is None:
        return ""
    name = display_name(end.entry)
    same = sum(is_called(name, entry) for entry in menu.listing.entries)
    return end.entry.number if same > 1 and end.entry.number else name
