"""What an audit tells: plain data, frozen."""

import enum
from functools import cached_property

from attrs import define, frozen

from app.directory.entry import Directory, Entry

__all__ = [
    "Alternative",
    "Audit",
    "Collision",
    "Finding",
    "Outcome",
    "Outlook",
    "Place",
    "Reachability",
    "Setting",
    "Spelling",
]


class Outcome(enum.Enum):
    """How far a caller gets with a person, at best; the value is a label for people."""

    ALONE = "reached alone"
    FROM_LIST = "only from a list"
    NOT_CONNECTED = "heard but not connected"
    NEVER_HEARD = "never heard"


class Finding(enum.Enum):
    """What is the matter with a person; the value is its name in CSV and JSON."""

    NAMELESS = "nameless"
    """Without first or last name: `cf_directory:get_directory_user/2` crashes, for every caller."""
    NO_LETTERS = "no_letters"
    TOO_SHORT = "too_short"
    """Fewer letters than keys the menu takes."""
    NO_CALLFLOW = "no_callflow"
    CALLFLOW_GONE = "callflow_gone"
    SAME_KEYS = "same_keys"
    BEGINS_ANOTHER = "begins_another"
    """Whatever keys of theirs are taken, somebody else's begin with them; nobody has the same."""
    NO_NUMBER = "no_number"
    DROPPED_LETTERS = "dropped_letters"
    DECOMPOSED = "decomposed"


class Setting(enum.Enum):
    """What a setting of the directory does to callers, or fails to do; the value is KAZOO's name of the setting."""

    MIN_DTMF = "min_dtmf"
    MAX_DTMF = "max_dtmf"
    CONFIRM_MATCH = "confirm_match"
    SEARCH_FIELDS = "search_fields"
    SORT_BY = "sort_by"


@frozen
class Place:
    """With these keys the person is read out at this place (from 1) of so many."""

    keys: str
    place: int
    of: int


@frozen
class Spelling:
    """A name that is keyed otherwise than it is written."""

    letters: str
    """What is left of the name: `Anna Mller`."""
    dropped: str
    """Letters and digits that are on no key, each once."""
    keys: str
    other_keys: str
    """The keys if the same name were stored in the other Unicode form; empty when they are the same."""
    is_decomposed: bool
    """Stored with separate accents, and keyed differently for that."""


@frozen
class Reachability:
    """One person as a caller gets at them."""

    entry: Entry
    outcome: Outcome
    findings: tuple[Finding, ...]
    alone: str
    """The fewest keys that only this person matches, two at least; empty when there are none."""
    heard: Place | None
    """Where they are read out after the fewest keys the menu takes; None when they never are."""
    spelled: Place | None
    """For those who are heard but never alone: the shortest list that keys can bring, and the place in it."""
    also: tuple[Entry, ...]
    """At most three of the others in that list, in its order."""
    spelling: Spelling | None


@frozen
class Collision:
    """People whom no keys tell apart; `keys` are all theirs, in either order of the names."""

    keys: tuple[str, ...]
    entries: tuple[Entry, ...]


@frozen
class Outlook:
    """How a directory fares with its settings, or with others."""

    counts: tuple[tuple[Outcome, int], ...]
    """Every outcome, also where it is nobody's."""
    keys_needed: tuple[tuple[int, int], ...]
    """How many people are alone after how many keys, of those reached alone; by the number of keys."""
    first_read: int
    """How many people are the first read out after the fewest keys the menu takes."""
    last_place: int
    """The worst place anybody has in the list then; 0 when nobody is heard."""
    confirms: bool
    """The only match must be confirmed with one key more."""

    def count(self, outcome: Outcome) -> int:
        """How many people come to this."""
        return dict(self.counts)[outcome]

    @property
    def mean_keys(self) -> float:
        """Keys needed on average by those reached alone; 0 when nobody is."""
        people = sum(count for _, count in self.keys_needed)
        return sum(keys * count for keys, count in self.keys_needed) / people if people else 0.0

    @property
    def mean_presses(self) -> float:
        """The same with the key that confirms."""
        return self.mean_keys + self.confirms if self.keys_needed else 0.0


@frozen
class Alternative:
    """What would become of a directory with one setting changed."""

    setting: Setting
    value: str
    """As KAZOO stores it; `true` or `false` for a truth."""
    outlook: Outlook


@define(frozen=True, slots=False)
class Audit:
    """A directory as its callers find it.

    While somebody is nameless no caller gets anywhere (`is_broken`); all else is then told as if they were taken out.
    """

    directory: Directory
    profile: str
    """The name of the menu's profile."""
    fewest_keys: int
    """With fewer keys the menu does not search."""
    people: tuple[Reachability, ...]
    """In the menu's order."""
    collisions: tuple[Collision, ...]
    present: Outlook
    alternatives: tuple[Alternative, ...]
    """Only settings that this menu looks at."""
    settings: tuple[Setting, ...]
    missing_in_pdf: int
    """People left out of KAZOO's own PDF where it is fetched page-wise, as it is unless all are asked for."""

    @cached_property
    def nameless(self) -> tuple[Entry, ...]:
        """The members who break the directory for everybody."""
        return tuple(person.entry for person in self.people if Finding.NAMELESS in person.findings)

    @property
    def is_broken(self) -> bool:
        """Whether every caller hears nothing and is sent on or cut off."""
        return bool(self.nameless)

    def best(self, setting: Setting) -> Alternative | None:
        """The value of a setting with which more people are reached alone than now: most, then with fewest keys."""
        better = [
            each
            for each in self.alternatives
            if each.setting is setting and each.outlook.count(Outcome.ALONE) > self.present.count(Outcome.ALONE)
        ]
        return max(better, key=lambda each: (each.outlook.count(Outcome.ALONE), -each.outlook.mean_keys), default=None)

    @property
    def is_everybody_alone(self) -> bool:
        """Whether every caller can get to everybody without a list."""
        return not self.is_broken and self.present.count(Outcome.ALONE) == len(self.people)
