"""Whose number it is: a number as the wire or a person wrote it, joined with the people of the directories. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Self

from attrs import frozen

from app.directory import Entry, display_name

__all__ = ["Callers", "Party", "spellings"]

_FILLING: Final = re.compile(r"[\s()\[\]./\-\u2010-\u2013]+")
_SCHEME: Final = re.compile(r"^(?:sips?|tel):", re.IGNORECASE)
_INTERNATIONAL: Final = re.compile(r"^(?:\+|011|00)(?=[1-9]\d{6,}$)")
_COUNTRY_CODE_DIGITS: Final = (1, 2, 3)
_TRUNK: Final = re.compile(r"^0([1-9]\d{6,})$")


@frozen
class Party:
    """A person of a directory, at the other end of a call."""

    user_id: str
    name: str
    directory_id: str = ""
    """Where the person was found; empty when in several or none."""


class Callers:
    """Everybody's numbers, of all entries it was made of; where two people share one, the first has it."""

    def __init__(self, parties: Mapping[str, Party], national: Mapping[str, Party | None]) -> None:
        self._parties = parties
        self._national = national

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """Index the numbers and presence ids of `entries`; for 100,000 people half a second."""
        parties: dict[str, Party] = {}
        national: dict[str, Party | None] = {}
        for entry in entries:
            party = _party(entry)
            for spelling in {spelling for number in _numbers_of(entry) for spelling in spellings(number)}:
                owner = parties.setdefault(spelling, party)
                for tail in _national_parts(spelling):
                    national[tail] = owner if national.get(tail, owner) == owner else None
        return cls(parties, national)

    def find(self, number: str) -> Party | None:
        """Return whose `number` is, or None.

        Read are extensions, +E.164, 00 or 011 before it, 10 or 11 digits of North America, `sip:` and `tel:` addresses;
        a number with its trunk 0 is somebody's whose international one ends so, if it is nobody else's.
        """
        for spelling in spellings(number):
            if spelling in self._parties:
                return self._parties[spelling]
        trunk = _TRUNK.match(_bare(number))
        return self._national.get(trunk[1]) if trunk else None


def spellings(number: str) -> Iterator[str]:
    """Yield the ways `number` may be known by, the plainest first; the same number in two spellings shares one."""
    bare = _bare(number)
    if not bare:
        return
    yield bare
    if match := _INTERNATIONAL.match(bare):
        digits = bare[match.end() :]
        yield f"+{digits}"
    elif re.fullmatch(r"1?[2-9]\d{9}", bare):
        yield f"+1{bare[-10:]}"


def _bare(number: str) -> str:
    """The user part without what only parts the digits."""
    user = _SCHEME.sub("", number.strip()).partition("@")[0].partition(";")[0]
    squeezed = _FILLING.sub("", user)
    return squeezed if squeezed.lstrip("+*#").isdecimal() else user.strip().casefold()


def _national_parts(spelling: str) -> Iterator[str]:
    """What may follow a trunk 0: country codes have one to three digits."""
    if spelling.startswith("+"):
        yield from (spelling[1 + digits :] for digits in _COUNTRY_CODE_DIGITS)


def _numbers_of(entry: Entry) -> Iterator[str]:
    if entry.number:
        yield entry.number
    yield from entry.numbers
    if entry.presence_id:
        yield entry.presence_id


def _party(entry: Entry) -> Party:
    directory = entry.directories[0] if len(entry.directories) == 1 else ""
    return Party(entry.user_id, display_name(entry), directory)
