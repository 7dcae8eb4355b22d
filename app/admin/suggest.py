"""Which callflow a directory should lead to for a person, and why."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from attrs import frozen

from app.directory import number_to_dial
from app.kazoo import Callflow, User

__all__ = ["Suggestion", "suggest"]

_MAIN: Final = "mainUserCallflow"


@frozen
class Suggestion:
    """The best first, without one nothing rings the person; `reason` is a sentence, `others` may do as well."""

    callflow: Callflow | None
    reason: str
    others: tuple[Callflow, ...] = ()

    @property
    def number(self) -> str:
        """What one would dial, empty when only a directory leads there."""
        return number_to_dial(self.callflow.numbers, "") if self.callflow else ""


Rule = tuple[Callable[[Callflow, User, Collection[str]], bool], str]

_RULES: Final[Sequence[Rule]] = (
    (
        lambda flow, user, _: flow.owner_id == user.id and flow.type == _MAIN,
        "It is the person's main callflow.",
    ),
    (
        lambda flow, user, _: flow.owner_id == user.id and _has_presence(flow, user),
        "It belongs to the person and has the person's extension.",
    ),
    (lambda flow, _, used: flow.id in used, "Another directory leads to the person by it."),
    (lambda flow, user, _: flow.owner_id == user.id, "It belongs to the person."),
    (lambda flow, user, _: _has_presence(flow, user), "It has the person's extension."),
    (lambda flow, user, _: bool(_name(user)) and flow.name.casefold() == _name(user), "It has the person's name."),
)
"""The first that fits wins; within one, callflows with a number come first."""


def suggest(user: User, callflows: Iterable[Callflow], used: Collection[str] = ()) -> Suggestion:
    """Return the callflow for `user`; `used` are those that other directories map the person to.

    Feature codes never are suggested. Without a fitting one the suggestion is empty and says so.
    """
    ranked: list[tuple[int, bool, str, str, Callflow]] = sorted(
        (rank, not flow.numbers, flow.name.casefold(), flow.id, flow)
        for flow in callflows
        if not flow.featurecode and (rank := _rank(flow, user, used)) is not None
    )
    if not ranked:
        return Suggestion(None, "No callflow belongs to the person or has the person's extension or name.")
    rank, unnumbered, *_, best = ranked[0]
    reason = _RULES[rank][1] + (" It has no number: only a directory or a menu leads there." if unnumbered else "")
    return Suggestion(best, reason, tuple(each[-1] for each in ranked[1:]))


def _rank(flow: Callflow, user: User, used: Collection[str]) -> int | None:
    return next((place for place, (fits, _) in enumerate(_RULES) if fits(flow, user, used)), None)


def _has_presence(flow: Callflow, user: User) -> bool:
    return bool(user.presence_id) and user.presence_id in flow.numbers


def _name(user: User) -> str:
    return f"{user.first_name} {user.last_name}".strip().casefold()
