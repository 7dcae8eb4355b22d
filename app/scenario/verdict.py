"""What a caller expected against what was heard and where the call ended."""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from app.directory import Entry, display_name, plain, why_not_callable
from app.scenario.ended import Ended, person_in_words
from app.scenario.errors import did_you_mean
from app.scenario.play import Played
from app.scenario.scenario import Caller
from app.scenario.transcript import in_words

__all__ = ["Mismatch", "is_called", "mismatches"]

_SHOWN: Final = 4


@frozen
class Mismatch:
    """One thing expected and what came instead, each as a line."""

    expected: str
    heard: str
    hint: str = ""


def mismatches(caller: Caller, played: Played, end: Ended) -> tuple[Mismatch, ...]:
    """Return everything in which the call was not as the caller expects; empty when it passes."""
    told = [heard for heard in played.call.heard if heard.item.kind != "silence" and heard.end_ms > heard.start_ms]
    return (
        *_in_prompts(caller.hears, [in_words(heard) for heard in told]),
        *_in_person(caller.reaches, played.call.menu.listing.entries, end),
        *_in_ending(caller, end),
        *_in_time(caller.within_ms, end.at_ms),
    )


def _in_prompts(wanted: Sequence[str], heard: Sequence[str]) -> Iterator[Mismatch]:
    rest, before = list(heard), "the start"
    for expected in map(plain, wanted):
        if expected not in rest:
            yield Mismatch(
                f"hears {expected} after {before}",
                _listed(rest),
                "" if expected.startswith("dir-") else did_you_mean(expected, _spoken(heard)),
            )
            return
        del rest[: rest.index(expected) + 1]
        before = expected


def _listed(heard: Sequence[str]) -> str:
    more = f", and {len(heard) - _SHOWN} more" if len(heard) > _SHOWN else ""
    return ", ".join(heard[:_SHOWN]) + more or "nothing more"


def _spoken(heard: Sequence[str]) -> list[str]:
    return [name for name in heard if not name.startswith("dir-")]


def _in_person(wanted: str, entries: Sequence[Entry], end: Ended) -> Iterator[Mismatch]:
    if not wanted:
        return
    people = [entry for entry in entries if is_called(wanted, entry)]
    if end.entry is None or end.entry not in people:
        yield Mismatch(f"reaches {plain(wanted)}", end.in_words(), _about(wanted, people, entries))


def _in_ending(caller: Caller, end: Ended) -> Iterator[Mismatch]:
    if caller.ends is not None and caller.ends != end.how:
        yield Mismatch(caller.ends, end.in_words())


def _in_time(within_ms: int | None, at_ms: int) -> Iterator[Mismatch]:
    if within_ms is not None and at_ms > within_ms:
        yield Mismatch(f"within {within_ms / 1_000:g} s", f"after {at_ms / 1_000:g} s")


def is_called(wanted: str, entry: Entry) -> bool:
    """Whether this is a name or a number of that person."""
    return plain(wanted).casefold() in {name.casefold() for name in _names(entry)} or wanted in _numbers(entry)


def _about(wanted: str, people: Sequence[Entry], entries: Sequence[Entry]) -> str:
    if not people:
        names = [name for entry in entries for name in _names(entry)]
        return " ".join(filter(None, (f'Nobody here is called "{plain(wanted)}".', did_you_mean(wanted, names))))
    troubled = [entry for entry in people if entry.trouble is not None]
    return " ".join(f"{person_in_words(entry)}: {why_not_callable(entry)}" for entry in troubled)


def _names(entry: Entry) -> tuple[str, str]:
    return display_name(entry), display_name(entry, "last_name")


def _numbers(entry: Entry) -> tuple[str, ...]:
    return (entry.number, *entry.numbers)
