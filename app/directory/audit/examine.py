"""Everybody's reachability as a caller, from a snapshot: as long as the sorting takes, n log n.

Source: `cf_directory`, of KAZOO 4 and 5 alike. A second key `0` leaves the menu (`collect_digits/3`), but letters lie
on the keys 2 to 9: nobody's name is hidden behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias, get_args

from attrs import evolve

from app.directory.audit.matching import Matching
from app.directory.audit.result import (
    Alternative,
    Audit,
    Collision,
    Finding,
    Outcome,
    Outlook,
    Reachability,
    Setting,
    Spelling,
)
from app.directory.audit.spelling import spelling_of
from app.directory.caller import menu_order
from app.directory.dialpad import NameKeys, UnreadableName, name_keys
from app.directory.entry import Directory, Entry, SearchFields, SortBy, Trouble
from app.directory.menu import KAZOO_4, Profile
from app.directory.snapshot import Snapshot

__all__ = ["PDF_PAGE", "audit_of", "examine"]

PDF_PAGE: Final = 50
"""So many members KAZOO's API gives at most, to its PDF too, unless it is asked with `paginate=false`."""

_NAMED: Final = 3
_USUAL_FEWEST: Final = 2
_TELL_EVERY: Final = 500
_SEARCH_FIELDS: Final[tuple[SearchFields, ...]] = get_args(SearchFields)
_SORT_BY: Final[tuple[SortBy, ...]] = get_args(SortBy)

Progress = Callable[[int, int], None]
_Limits: TypeAlias = tuple[SearchFields, int, int]
"""In which orders names are keyed, the fewest keys the menu searches with, the most it takes."""


def audit_of(snapshot: Snapshot, profile: Profile = KAZOO_4) -> Audit:
    """Return what callers of one directory get; `ALL_DIRECTORIES` has no menu, so nothing can be said about it."""
    return examine(snapshot.directory, snapshot.entries, profile)


def examine(
    directory: Directory, members: Iterable[Entry], profile: Profile, progress: Progress | None = None
) -> Audit:
    """Return the same for people given in any order; `progress` is told how many people of all are done."""
    directory = profile.applied_to(directory)
    entries = _as_read_out(members, directory)
    present = _Setup(entries, directory, profile)
    collisions = tuple(_collisions(entries, present.matching))
    people = []
    for person in _people(entries, present.keys, present.matching, collisions):
        people.append(person)
        if progress and len(people) % _TELL_EVERY == 0:
            progress(len(people), len(entries))
    outlook = present.outlook(directory)
    alternatives = tuple(
        Alternative(setting, value, present.outlook(other)) for setting, value, other in _others(directory, profile)
    )
    return Audit(
        directory=directory,
        profile=profile.name,
        fewest_keys=profile.fewest_keys(directory),
        people=tuple(people),
        collisions=collisions,
        present=outlook,
        alternatives=alternatives,
        settings=tuple(_settings(directory, profile, outlook, alternatives)),
        missing_in_pdf=max(0, len(entries) - PDF_PAGE),
    )


class _Setup:
    """The people of a menu in their order, and how they fare with its settings or with others."""

    def __init__(self, entries: Sequence[Entry], directory: Directory, profile: Profile) -> None:
        self._entries = entries
        self._profile = profile
        self._matchings: dict[_Limits, Matching] = {}
        self._counted: dict[Matching, tuple[tuple[tuple[Outcome, int], ...], tuple[tuple[int, int], ...]]] = {}
        self._places: dict[tuple[SearchFields, int, int, SortBy], tuple[int, int]] = {}
        self._orders: dict[SortBy, Sequence[int]] = {directory.sort_by: range(len(entries))}
        self.keys: Final = [_keys(entry) for entry in entries]
        self.matching: Final = self._matching(directory)

    def outlook(self, directory: Directory) -> Outlook:
        """Count how everybody fares with the settings of `directory`."""
        matching, key = self._matching(directory), (*self._limits(directory), directory.sort_by)
        if key not in self._places:
            places = matching.places(self._order(directory.sort_by))
            self._places[key] = (places.count(1), max(places, default=0))
        counts, keys_needed = self._counts(matching)
        first_read, last_place = self._places[key]
        return Outlook(counts, keys_needed, first_read, last_place, directory.confirm_match)

    def _counts(self, matching: Matching) -> tuple[tuple[tuple[Outcome, int], ...], tuple[tuple[int, int], ...]]:
        """How many people come to each outcome, and after how many keys those reached alone are."""
        if matching not in self._counted:
            outcomes = [_outcome(entry, matching, row) for row, entry in enumerate(self._entries)]
            counts = Counter(outcomes)
            needed = Counter(
                len(keys) for keys, outcome in zip(matching.alone, outcomes, strict=True) if outcome is Outcome.ALONE
            )
            each = tuple((outcome, counts[outcome]) for outcome in Outcome)
            self._counted[matching] = (each, tuple(sorted(needed.items())))
        return self._counted[matching]

    def _matching(self, directory: Directory) -> Matching:
        key = self._limits(directory)
        if key not in self._matchings:
            self._matchings[key] = Matching(self.keys, *key)
        return self._matchings[key]

    def _limits(self, directory: Directory) -> _Limits:
        return directory.search_fields, self._profile.fewest_keys(directory), self._profile.most_keys(directory)

    def _order(self, sort_by: SortBy) -> Sequence[int]:
        if sort_by not in self._orders:
            row_of = {entry.user_id: row for row, entry in enumerate(self._entries)}
            others = _as_read_out(self._entries, Directory("", "", sort_by=sort_by))
            self._orders[sort_by] = [row_of[entry.user_id] for entry in others]
        return self._orders[sort_by]


def _others(directory: Directory, profile: Profile) -> Iterator[tuple[Setting, str, Directory]]:
    """Every other value of a setting that this menu looks at; of the numbers those that stand for more and fewer."""
    for search_fields in _SEARCH_FIELDS:
        if search_fields != directory.search_fields:
            yield Setting.SEARCH_FIELDS, search_fields, evolve(directory, search_fields=search_fields)
    for sort_by in _SORT_BY:
        if sort_by != directory.sort_by:
            yield Setting.SORT_BY, sort_by, evolve(directory, sort_by=sort_by)
    confirm = not directory.confirm_match
    yield Setting.CONFIRM_MATCH, str(confirm).lower(), evolve(directory, confirm_match=confirm)
    if profile.honours_schema:
        for fewest in (_USUAL_FEWEST, Directory("", "").min_dtmf):
            if fewest != directory.min_dtmf:
                yield Setting.MIN_DTMF, str(fewest), evolve(directory, min_dtmf=fewest)
        if directory.max_dtmf:
            yield Setting.MAX_DTMF, "0", evolve(directory, max_dtmf=0)


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
        findings = [*_unheard(keys[row], matching.fewest), *_unconnected(entry)]
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


def _unheard(keys: NameKeys | None, fewest: int) -> list[Finding]:
    """Why no keys can bring a person."""
    if keys is None:
        return [Finding.NAMELESS]
    if not keys.first_last:
        return [Finding.NO_LETTERS]
    return [Finding.TOO_SHORT] if len(keys.first_last) < fewest else []


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


def _collisions(entries: Sequence[Entry], matching: Matching) -> Iterator[Collision]:
    together: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry, ways in zip(entries, matching.ways, strict=True):
        together[ways].append(entry)
    return (Collision(ways, tuple(people)) for ways, people in together.items() if ways and len(people) > 1)


def _settings(
    directory: Directory, profile: Profile, present: Outlook, alternatives: Iterable[Alternative]
) -> Iterator[Setting]:
    """`handle/2` reads min_dtmf and max_dtmf, and nothing ever looks at them again."""
    if directory.min_dtmf != _USUAL_FEWEST:
        yield Setting.MIN_DTMF
    if directory.max_dtmf:
        yield Setting.MAX_DTMF
    yield Setting.CONFIRM_MATCH
    alone = [each.outlook.count(Outcome.ALONE) for each in alternatives if each.setting is Setting.SEARCH_FIELDS]
    if present.count(Outcome.ALONE) < max(alone):
        yield Setting.SEARCH_FIELDS
