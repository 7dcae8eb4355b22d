"""Settings, people and outcomes in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from app.admin import Candidate, Change, Field, Loss, Outcome
from app.directory import plain
from app.store import DirectoryCopy

__all__ = [
    "CHOICES",
    "change_words",
    "copy_words",
    "counted",
    "leads_to",
    "loss_lines",
    "outcome_words",
    "shown",
    "texts_of",
]

_NAMED: Final = 6
CHOICES: Final = {"both": "First or last name", "first_name": "First name", "last_name": "Last name"}


def counted(number: int, one: str, many: str = "") -> str:
    """Return `3 members`, `1 member`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def shown(field: Field, value: Any) -> str:
    """Return a setting's value in words."""
    match field.kind:
        case "flag":
            return "Yes" if value is True else "No" if value is False else "Not set"
        case "choice":
            return CHOICES.get(value, "Not set") if isinstance(value, str) else "Not set"
        case "texts":
            return ", ".join(plain(str(each)) for each in value) if value else "None"
        case _:
            return "Not set" if value is None or value == "" else plain(str(value))


def change_words(change: Change, *, new: bool = False) -> str:
    """Return one line of the preview: what becomes what."""
    after = shown(change.field, change.after)
    return after if new else f"{shown(change.field, change.before)}  →  {after}"


def texts_of(typed: str) -> tuple[str, ...]:
    """Return the flags typed, parted by commas."""
    return tuple(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))


def leads_to(candidate: Candidate, chosen: str | None) -> str:
    """Return the callflow id a person is, or would be, reached by; empty when there is none to suggest."""
    if chosen is not None:
        return chosen
    if candidate.mapped is not None:
        return candidate.mapped
    return candidate.suggestion.callflow.id if candidate.suggestion.callflow else ""


def loss_lines(loss: Loss) -> list[str]:
    """Return what goes with a directory, a sentence each."""
    lines = []
    if loss.members:
        lines.append(f"{counted(len(loss.members), 'member')} will be taken out: {_names(loss)}.")
    else:
        lines.append("It has no members.")
    if loss.pointers:
        flows = ", ".join(
            f"{plain(each.name) or plain(each.callflow_id)}{_in_brackets(each.numbers)}" for each in loss.pointers
        )
        leads = "callflow leads" if len(loss.pointers) == 1 else "callflows lead"
        lines.append(f"{len(loss.pointers)} {leads} callers to it, and to nothing then: {flows}.")
    else:
        lines.append("No callflow leads callers to it.")
    lines.append("A copy is kept on this computer, so that it can be brought back; it gets a new id then.")
    return lines


def outcome_words(outcome: Outcome) -> str:
    """Return what became of many, in a sentence."""
    changed = sum(each.changed for each in outcome.done)
    parts = [f"{counted(changed, 'person', 'people')} changed"]
    if len(outcome.done) > changed:
        parts.append(f"{len(outcome.done) - changed:,} already so")
    if outcome.failed:
        parts.append(f"{len(outcome.failed):,} failed")
    if outcome.not_tried:
        parts.append(f"{len(outcome.not_tried):,} not tried")
    return ", ".join(parts) + "."


def copy_words(copy: DirectoryCopy) -> str:
    """Return when a directory was deleted and what it held."""
    when = copy.deleted_at.astimezone()
    return f"Deleted {_day(when)}, {counted(len(copy.members), 'member')}"


def _day(when: datetime) -> str:
    return when.strftime("%Y-%m-%d at %H:%M")


def _names(loss: Loss) -> str:
    names = [plain(member.name) or plain(member.user_id) for member in loss.members]
    more = len(names) - _NAMED
    listed = ", ".join(names[:_NAMED])
    return f"{listed} and {more:,} more" if more > 0 else listed


def _in_brackets(numbers: Sequence[str]) -> str:
    return f" ({', '.join(plain(number) for number in numbers)})" if numbers else ""
