"""Everybody's reachability as a caller, from a snapshot: as long as the sorting takes, n log n.

Source: `cf_directory`, of KAZOO 4 and 5 alike. A second key `0` leaves the menu (`collect_digits/3`), but letters lie
on the keys 2 to 9: nobody's name is hidden behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, get_args

from app.directory.audit.matching import FEWEST_KEYS, Matching
from app.directory.audit.result import Audit, Collision, Finding, Outcome, Outlook, Reachability, Setting, Spelling
from app.directory.audit.spelling import spelling_of
from app.directory.caller import menu_order
from app.directory.dialpad import NameKeys, UnreadableName, name_keys
from app.directory.entry import Directory, Entry, SearchFields, Trouble
from app.directory.snapshot import Snapshot

__all__ = ["PDF_PAGE", "audit_of"]

PDF_PAGE: Final = 50
"""So many members KAZOO's API gives at most, to its PDF too, unless it is asked with `paginate=false`."""

_NAMED: Final = 3
_SETTINGS: Final[tuple[SearchFields, ...]] = get_args(SearchFields)


def audit_of(snapshot: Snapshot) -> Audit:
    """Return what callers of one directory get; `ALL_DIRECTORIES` has no menu, so nothing can be said about it."""
    directory = snapshot.directory
    entries = _as_read_out(snapshot.entries, directory)
    keys = [_keys(entry) for entry in entries]
    matchings = {search_fields: Matching(keys, search_fields) for search_fields in _SETTINGS}
    outlooks = tuple(_outlook(entries, matching) for matching in matchings.values())
    present = matchings[directory.search_fields]
    collisions = tuple(_collisions(entries, present))
    return Audit(
        directory=directory,
        people=tuple(_people(entries, keys, present, collisions)),
        collisions=collisions,
        outlooks=outlooks,
        settings=tuple(_settings(directory, outlooks)),
        missing_in_pdf=max(0, len(entries) - PDF_PAGE),
    )


def _as_read_out(entries: Iterable[Entry], directory: Directory) -> list[Entry]:
    """`get_directory_listing/2` and `sort_users/2`: as the view lists them, then by name."""
    listed = sorted(entries, key=lambda entry: entry.user_id)
    order = menu_order([(entry.first_name, entry.last_name) for entry in listed], directory.sort_by)
    return [listed[place] for place in order]


def _keys(entry: Entry) -> NameKeys | None:
    try:
        return name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return None


def _people(
    entries: Sequence[Entry], keys: Sequence[NameKeys | None], matching: Matching, collisions: Iterable[Collision]
) -> Iterator[Reachability]:
    colliding = {entry.user_id for collision in collisions for entry in collision.entries}
    for row, entry in enumerate(entries):
        spelled = None if matching.alone[row] else matching.spelled(row)
        spelling = spelling_of(entry, matching.search_fields) if keys[row] else None
        findings = [*_unheard(keys[row]), *_unconnected(entry)]
        if spelled:
            findings.append(Finding.SAME_KEYS if entry.user_id in colliding else Finding.BEGINS_ANOTHER)
        yield Reachability(
            entry=entry,
            outcome=_outcome(entry, matching, row),
            findings=(*findings, *_misspelled(spelling)),
            alone=matching.alone[row],
            heard=matching.heard(row),
            spelled=spelled,
            also=tuple(entries[other] for other in matching.others(row, spelled.keys, _NAMED)) if spelled else (),
            spelling=spelling,
        )


def _unheard(keys: NameKeys | None) -> list[Finding]:
    """Why no keys can bring a person."""
    if keys is None:
        return [Finding.NAMELESS]
    return {0: [Finding.NO_LETTERS], 1: [Finding.ONE_KEY]}.get(len(keys.first_last), [])


def _unconnected(entry: Entry) -> list[Finding]:
    """`route_to_match/2`: only a callflow that is there is run; whether it has a number is nothing to the menu."""
    if not entry.callflow_id:
        return [Finding.NO_CALLFLOW]
    if entry.trouble is Trouble.CALLFLOW_GONE:
        return [Finding.CALLFLOW_GONE]
    return [] if entry.number else [Finding.NO_NUMBER]


def _misspelled(spelling: Spelling | None) -> list[Finding]:
    """How the keys of a name, if there are any, differ from what is written."""
    if spelling is None or not spelling.keys:
        return []
    dropped = [Finding.DROPPED_LETTERS] if spelling.dropped else []
    return [*dropped, Finding.DECOMPOSED] if spelling.is_decomposed else dropped


def _outcome(entry: Entry, matching: Matching, row: int) -> Outcome:
    if not matching.ways[row]:
        return Outcome.NEVER_HEARD
    if not entry.callflow_id or entry.trouble is Trouble.CALLFLOW_GONE:
        return Outcome.NOT_CONNECTED
    return Outcome.ALONE if matching.alone[row] else Outcome.FROM_LIST


def _outlook(entries: Sequence[Entry], matching: Matching) -> Outlook:
    outcomes = [_outcome(entry, matching, row) for row, entry in enumerate(entries)]
    counts = Counter(outcomes)
    needed = Counter(len(matching.alone[row]) for row, outcome in enumerate(outcomes) if outcome is Outcome.ALONE)
    return Outlook(
        matching.search_fields,
        tuple((outcome, counts[outcome]) for outcome in Outcome),
        tuple(sorted(needed.items())),
    )


def _collisions(entries: Sequence[Entry], matching: Matching) -> Iterator[Collision]:
    together: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry, ways in zip(entries, matching.ways, strict=True):
        together[ways].append(entry)
    return (Collision(ways, tuple(people)) for ways, people in together.items() if ways and len(people) > 1)


def _settings(directory: Directory, outlooks: Iterable[Outlook]) -> Iterator[Setting]:
    """`handle/2` reads min_dtmf and max_dtmf, and nothing ever looks at them again."""
    if directory.min_dtmf != FEWEST_KEYS:
        yield Setting.MIN_DTMF
    if directory.max_dtmf:
        yield Setting.MAX_DTMF
    yield Setting.CONFIRM_MATCH
    alone = {outlook.search_fields: outlook.count(Outcome.ALONE) for outlook in outlooks}
    if alone[directory.search_fields] < max(alone.values()):
        yield Setting.SEARCH_FIELDS
