"""KAZOO's documents joined to the entries of a directory, once; everything to the right reads entries only."""

from collections.abc import Iterable, Mapping
from typing import cast

from attrs import evolve, frozen

from app.directory import Directory, Entry, SearchFields, SortBy, Trouble, number_to_dial
from app.kazoo import Callflow, DirectoryDocument, Member, User, UserDetails

__all__ = ["Documents", "directory_of", "entries_of", "entries_of_all", "owners_of"]


@frozen
class Documents:
    """What an account's directories are joined from; each list came whole, in one request."""

    users: Mapping[str, User]
    callflows: Mapping[str, Callflow]
    details: Mapping[str, UserDetails]

    @classmethod
    def of(
        cls, users: Iterable[User], callflows: Iterable[Callflow], details: Mapping[str, UserDetails]
    ) -> "Documents":
        """By id."""
        by_id = {user.id: user for user in users}
        return cls(by_id, {callflow.id: callflow for callflow in callflows}, dict(details))


def directory_of(document: DirectoryDocument) -> Directory:
    """The settings, read as the menu does: what begins with `first` is first, `both` is both, all else is last."""
    return Directory(
        id=document.id,
        name=document.name,
        min_dtmf=document.min_dtmf,
        max_dtmf=document.max_dtmf,
        confirm_match=document.confirm_match,
        search_fields=cast(
            SearchFields, "both" if document.search_fields == "both" else _first_or_last(document.search_fields)
        ),
        sort_by=cast(SortBy, _first_or_last(document.sort_by)),
        flags=document.flags,
        stored=document.stored,
    )


def entries_of(document: DirectoryDocument, known: Documents) -> list[Entry]:
    """One entry per member, in KAZOO's order; a member that cannot be called says why."""
    return [_entry(member, document.id, known) for member in document.members]


def entries_of_all(documents: Iterable[DirectoryDocument], known: Documents) -> list[Entry]:
    """Everybody in any directory, once; the first directory in which a person can be called wins."""
    people: dict[str, Entry] = {}
    for document in documents:
        for entry in entries_of(document, known):
            before = people.get(entry.user_id)
            people[entry.user_id] = entry if before is None else _merged(before, entry)
    return list(people.values())


def owners_of(known: Documents) -> list[Entry]:
    """One entry per callflow that belongs to a user: whose its numbers are, in a directory or not."""
    owned = ((known.users.get(callflow.owner_id), callflow) for callflow in known.callflows.values())
    return [
        Entry(
            user.id,
            user.first_name,
            user.last_name,
            callflow_id=callflow.id,
            number=number_to_dial(callflow.numbers, user.presence_id),
            numbers=callflow.numbers,
            presence_id=user.presence_id,
        )
        for user, callflow in owned
        if user is not None
    ]


def _merged(before: Entry, entry: Entry) -> Entry:
    better = entry if before.trouble and not entry.trouble else before
    return evolve(better, directories=(*before.directories, *entry.directories))


def _entry(member: Member, directory_id: str, known: Documents) -> Entry:
    user = known.users.get(member.user_id, User(member.user_id))
    callflow = known.callflows.get(member.callflow_id)
    numbers = callflow.numbers if callflow else ()
    number = number_to_dial(numbers, user.presence_id)
    details = known.details.get(user.id)
    return Entry(
        user_id=user.id,
        first_name=user.first_name,
        last_name=user.last_name,
        callflow_id=member.callflow_id,
        number=number,
        numbers=numbers,
        title=details.title if details else "",
        email=user.email or (details.email if details else ""),
        presence_id=user.presence_id,
        do_not_disturb="do_not_disturb" in user.features,
        directories=(directory_id,),
        trouble=_trouble(member, known, number),
    )


def _trouble(member: Member, known: Documents, number: str) -> Trouble | None:
    if member.user_id not in known.users:
        return Trouble.NO_USER
    if not member.callflow_id:
        return Trouble.NO_CALLFLOW
    if member.callflow_id not in known.callflows:
        return Trouble.CALLFLOW_GONE
    return None if number else Trouble.NO_NUMBER


def _first_or_last(value: str) -> str:
    return "first_name" if value.startswith("first") else "last_name"
