"""Everybody who is in a directory or could be, with the callflow each would be reached by. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from attrs import frozen

from app.admin.suggest import Suggestion, suggest
from app.directory import collation_key, number_to_dial, plain, readings
from app.kazoo import Callflow, Member, User

__all__ = ["Callflows", "Candidate", "found", "roster", "words_of"]

_MOST_TEXT: Final = 200
_NO_USER: Final = Suggestion(None, "This is no user of the account: maybe a device, or deleted since.")


@frozen
class Candidate:
    """One person beside a directory. `mapped` is the callflow of a member, None for who is not in."""

    user_id: str
    name: str
    extension: str
    mapped: str | None
    suggestion: Suggestion
    known: bool = True
    """A user of the account; else only an id that is a member."""
    found_by: str = ""

    @property
    def member(self) -> bool:
        """Whether callers are offered this person."""
        return self.mapped is not None


class Callflows:
    """An account's callflows, ready to ask those that can lead to a person: never all of them for each."""

    def __init__(self, callflows: Iterable[Callflow]) -> None:
        self.by_id = {flow.id: flow for flow in callflows}
        self._owned: dict[str, list[Callflow]] = defaultdict(list)
        self._numbered: dict[str, list[Callflow]] = defaultdict(list)
        self._named: dict[str, list[Callflow]] = defaultdict(list)
        for flow in self.by_id.values():
            self._owned[flow.owner_id].append(flow)
            self._named[flow.name.casefold()].append(flow)
            for number in flow.numbers:
                self._numbered[number].append(flow)

    def suggest(self, user: User, used: Collection[str] = ()) -> Suggestion:
        """Return what `app.admin.suggest` finds among all of them."""
        name = f"{user.first_name} {user.last_name}".strip().casefold()
        near = [*(self._owned.get(user.id, ())), *self._numbered.get(user.presence_id, ())]
        near += self._named.get(name, ()) if name else ()
        near += [self.by_id[flow_id] for flow_id in used if flow_id in self.by_id]
        return suggest(user, {flow.id: flow for flow in near}.values(), used)

    def words(self, callflow_id: str) -> str:
        """Return a callflow as people know it: name and number, or what is wrong with it."""
        if not callflow_id:
            return "No callflow"
        flow = self.by_id.get(callflow_id)
        if flow is None:
            return f"A callflow that is not there ({plain(callflow_id)})"
        return words_of(flow)


def words_of(flow: Callflow) -> str:
    """Return a callflow in a line: its name and the number one would dial."""
    name, number = plain(flow.name), number_to_dial(flow.numbers)
    if name and number and name != number:
        return f"{name} ({plain(number)})"
    return name or plain(number) or f"Callflow {plain(flow.id)}"


def roster(users: Iterable[User], callflows: Callflows, members: Sequence[Member]) -> tuple[Candidate, ...]:
    """Return all users and whoever else is a member, by name."""
    mapped = {member.user_id: member.callflow_id for member in members}
    known = {user.id: user for user in users}
    rows = [_of_user(user, mapped.get(user.id), callflows) for user in known.values()]
    rows += [
        Candidate(user_id, f"Not a user: {plain(user_id)}", "", callflow_id, _NO_USER, known=False, found_by=user_id)
        for user_id, callflow_id in mapped.items()
        if user_id not in known
    ]
    key_of = collation_key("en")
    return tuple(sorted(rows, key=lambda each: (not each.known, not each.name, key_of(each.name), each.user_id)))


def found(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    """Return those with every word typed in their name, number, user name or id."""
    wanted = [word[0].text for word in readings(typed[:_MOST_TEXT]) if word[0].text]
    return [each for each in candidates if all(word in each.found_by for word in wanted)]


def _of_user(user: User, mapped: str | None, callflows: Callflows) -> Candidate:
    name = plain(" ".join(filter(None, (user.first_name, user.last_name)))) or plain(user.username) or plain(user.id)
    suggestion = callflows.suggest(user)
    extension = suggestion.number or plain(user.presence_id)
    heap = " ".join((name[:_MOST_TEXT], user.username, user.email, extension, user.presence_id))
    folded = [folded.text for word in readings(heap) for folded in word]
    return Candidate(user.id, name, extension, mapped, suggestion, found_by=" ".join([*folded, user.id]))
