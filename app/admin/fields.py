"""The settings of a directory: what each does to a caller, and what KAZOO's schema allows (`directories.json`)."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from attrs import frozen

from app.kazoo import Complaint

__all__ = ["FIELDS", "Field", "field_of", "shown_value"]

Kind = Literal["text", "number", "flag", "choice", "texts"]


@frozen
class Field:
    """One setting; `default` is what KAZOO fills in, `help` what it does to a caller, `note` where the menu differs."""

    key: str
    title: str
    kind: Kind
    help: str
    default: Any = None
    minimum: int = 0
    choices: tuple[str, ...] = ()
    note: str = ""
    required: bool = False

    def complaint(self, value: Any) -> Complaint | None:
        """Return what the schema has against `value`, in KAZOO's codes."""
        return _CHECKS[self.kind](self, value)


FIELDS: Final[tuple[Field, ...]] = (
    Field("name", "Name", "text", "What the directory is called here; callers never hear it.", required=True),
    Field(
        "min_dtmf",
        "Fewest keys",
        "number",
        "So many letters of a name a caller is asked to key before anybody is looked up.",
        3,
        1,
        note="KAZOO 4 and 5 store this and ask for two keys all the same.",
    ),
    Field(
        "max_dtmf",
        "Most keys",
        "number",
        "After so many keys the caller is offered who matches, without waiting for more; 0 is no limit.",
        0,
        0,
        note="KAZOO 4 and 5 store this and wait for the caller to pause all the same.",
    ),
    Field(
        "confirm_match",
        "Confirm a single match",
        "flag",
        "A caller who found exactly one person hears the name and has to agree before being connected.",
        True,
        note="A directory that never stored this connects at once, although the documentation says it asks.",
    ),
    Field(
        "search_fields",
        "Callers may key",
        "choice",
        "Which name a caller may begin with: the first name, the last name, or either.",
        "both",
        0,
        ("both", "first_name", "last_name"),
        note="KAZOO 4.3 does not document this, but stores and honours it.",
    ),
    Field(
        "sort_by",
        "Offered by",
        "choice",
        "In which order several matches are read out to a caller.",
        "last_name",
        0,
        ("last_name", "first_name"),
    ),
    Field("flags", "Flags", "texts", "Marks for other programs; callers notice nothing of them.", ()),
)
"""In the order a person sets them."""


def field_of(key: str) -> Field | None:
    """Return the setting of that key."""
    return next((field for field in FIELDS if field.key == key), None)


def shown_value(field: Field, stored: Mapping[str, Any]) -> Any:
    """Return a setting as an editor shows it: the default where it is not stored or of another type.

    A missing `confirm_match` is shown as the menu takes it, not as the schema has it.
    """
    value = stored.get(field.key)
    if field.kind == "texts":
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
    if field.key == "confirm_match" and value is None:
        return False
    if value is None or field.complaint(value) is not None:
        return field.default if field.default is not None else ""
    return value


def _text(field: Field, value: Any) -> Complaint | None:
    if not isinstance(value, str):
        return Complaint(field.key, "type", "This must be text.")
    if field.required and not value:
        return Complaint(field.key, "minLength", "A directory needs a name.")
    return None


def _number(field: Field, value: Any) -> Complaint | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return Complaint(field.key, "type", "This must be a whole number.")
    if value < field.minimum:
        return Complaint(field.key, "minimum", f"This must be at least {field.minimum}.")
    return None


def _flag(field: Field, value: Any) -> Complaint | None:
    return None if isinstance(value, bool) else Complaint(field.key, "type", "This is either on or off.")


def _choice(field: Field, value: Any) -> Complaint | None:
    if isinstance(value, str) and value in field.choices:
        return None
    return Complaint(field.key, "enum", f"This must be one of {', '.join(field.choices)}.")


def _texts(field: Field, value: Any) -> Complaint | None:
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return None
    return Complaint(field.key, "type", "This must be a list of texts.")


_CHECKS: Final = {"text": _text, "number": _number, "flag": _flag, "choice": _choice, "texts": _texts}
