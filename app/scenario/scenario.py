"""A scenario file as data: where the menu comes from, and the callers who try it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from app.directory import Entry, Profile, Trouble
from app.scenario.keying import Act

__all__ = ["ENDINGS", "Caller", "Ending", "Inline", "Person", "Scenario"]

Ending: TypeAlias = Literal["leaves", "breaks", "menu hangs up", "caller hangs up"]
"""`leaves`: on to the child `_` of the callflow; `breaks`: KAZOO's menu crashes for every caller."""

ENDINGS: Final[tuple[Ending, ...]] = get_args(Ending)


@frozen
class Caller:
    """One caller: what is keyed, and what is expected; at least one expectation is there."""

    name: str
    keys: str = ""
    acts: tuple[Act, ...] = ()
    hears: tuple[str, ...] = ()
    """Prompts and names that are heard in this order, whatever else is heard between them."""
    reaches: str = ""
    """A name or a number."""
    ends: Ending | None = None
    within_ms: int | None = None
    line: int = 1


@frozen
class Person:
    """A person written down in the file itself; an empty name breaks the menu, as it does in KAZOO."""

    first_name: str
    last_name: str
    number: str = ""
    callflow: bool = True
    recorded_name: bool = False


@frozen
class Inline:
    """A directory written down in the file itself, its settings under KAZOO's names."""

    people: tuple[Person, ...]
    settings: Mapping[str, object]

    def entries(self) -> list[Entry]:
        """The people as a directory has them; the user ids rise in the order of the file."""
        return [_entry(number, person) for number, person in enumerate(self.people, start=1)]

    def recorded_names(self) -> dict[str, str]:
        """Whose name is recorded, by user id."""
        recorded = (_user_id(number) for number, person in enumerate(self.people, start=1) if person.recorded_name)
        return {user_id: f"recorded-name/{user_id}" for user_id in recorded}


@frozen
class Scenario:
    """Everything one file says."""

    file: Path
    directory: str
    """A name or an id; of an inline directory only a name to show."""
    callers: tuple[Caller, ...]
    profile: Profile
    inline: Inline | None = None
    account: Path | None = None
    """The account file to take the directory from; None: from wherever the run takes directories."""
    wildcard_child: bool = True
    directory_line: int = 1


def _entry(number: int, person: Person) -> Entry:
    return Entry(
        _user_id(number),
        person.first_name,
        person.last_name,
        callflow_id=f"callflow-{number:06}" if person.callflow else "",
        number=person.number,
        numbers=(person.number,) if person.number else (),
        trouble=None if person.callflow else Trouble.NO_CALLFLOW,
    )


def _user_id(number: int) -> str:
    return f"person-{number:06}"
