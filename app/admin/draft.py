"""A directory being edited: what differs from what is stored, and what is wrong with it. Pure."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import evolve, frozen

from app.admin.fields import FIELDS, Field, field_of, shown_value
from app.kazoo import Complaint

__all__ = ["Change", "Draft"]


@frozen
class Change:
    """One line of the preview; `before` is what the editor showed."""

    field: Field
    before: Any
    after: Any


@frozen
class Draft:
    """The settings as they should become, beside the fields as they are stored; of a new one nothing is stored."""

    stored: Mapping[str, Any]
    values: Mapping[str, Any]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Begin with what is stored."""
        return cls(stored, {field.key: shown_value(field, stored) for field in FIELDS})

    @classmethod
    def new(cls, name: str = "") -> Self:
        """Begin a directory that is not there yet, with KAZOO's defaults."""
        defaults = {field.key: field.default for field in FIELDS}
        return cls({}, {**defaults, "name": name})

    def with_values(self, **values: Any) -> Self:
        """Return this with some settings changed. Raises `KeyError` for what is no setting."""
        for key in values:
            if field_of(key) is None:
                raise KeyError(key)
        return evolve(self, values={**self.values, **values})

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from what the editor showed first, in the order of the settings; of a new one, everything."""
        found = []
        for field in FIELDS:
            before = shown_value(field, self.stored) if self.stored else None
            after = _plain(field, self.values[field.key])
            if not self.stored or not _same(_plain(field, before), after):
                found.append(Change(field, before, after))
        return tuple(found)

    @property
    def sent(self) -> dict[str, Any]:
        """What is sent: the changed settings, nothing else, with their types as JSON has them."""
        return {change.field.key: change.after for change in self.changes}

    @property
    def filled_in(self) -> tuple[Change, ...]:
        """What KAZOO will change besides: every save gives a setting that was never stored its documented default."""
        if not self.stored or not self.changes:
            return ()
        missing = (field for field in FIELDS if field.key not in self.stored and field.key not in self.sent)
        return tuple(
            Change(field, shown_value(field, self.stored), field.default)
            for field in missing
            if field.default is not None and not _same(shown_value(field, self.stored), field.default)
        )

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """What KAZOO's schema has against what is to be sent."""
        changed = ((change.field, change.after) for change in self.changes)
        found = (field.complaint(value) for field, value in changed)
        return tuple(complaint for complaint in found if complaint is not None)

    @property
    def warnings(self) -> tuple[Complaint, ...]:
        """What KAZOO accepts and nobody is likely to want."""
        found = []
        name, fewest, most = (self.values[key] for key in ("name", "min_dtmf", "max_dtmf"))
        if isinstance(name, str) and name and not name.strip():
            found.append(Complaint("name", "blank", "The name is blank."))
        if isinstance(fewest, int) and isinstance(most, int) and 0 < most < fewest:
            found.append(Complaint("max_dtmf", "below_min", "This is less than the fewest keys."))
        return tuple(found)


def _plain(field: Field, value: Any) -> Any:
    return list(value) if field.kind == "texts" and isinstance(value, tuple) else value


def _same(one: Any, other: Any) -> bool:
    """1 is not True here."""
    return type(one) is type(other) and bool(one == other)
