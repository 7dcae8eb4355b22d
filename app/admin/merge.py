"""A directory somebody else saved while it was edited: what they changed, what we did, and the choice. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from attrs import frozen

from app.admin.draft import Draft
from app.admin.fields import FIELDS, Field, shown_value

__all__ = ["Meeting", "Merge"]


@frozen
class Meeting:
    """One setting that stands otherwise there than here."""

    field: Field
    before: Any
    theirs: Any
    ours: Any

    @property
    def both(self) -> bool:
        """Both changed it: somebody has to choose. Else the one change there is stands to reason."""
        return self.before not in (self.theirs, self.ours)

    @property
    def ours_by_default(self) -> bool:
        """What is chosen until somebody chooses: our change where there is one."""
        return bool(self.ours != self.before)


@frozen
class Merge:
    """The fields we began with, those stored now, and our draft."""

    base: Mapping[str, Any]
    theirs: Mapping[str, Any]
    draft: Draft

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Settings whose stored value is not ours, in the order of the settings."""
        found = []
        for field in FIELDS:
            before, theirs = shown_value(field, self.base), shown_value(field, self.theirs)
            ours = self.draft.values[field.key]
            ours = tuple(ours) if isinstance(ours, list) else ours
            if theirs != ours:
                found.append(Meeting(field, before, theirs, ours))
        return tuple(found)

    def resolved(self, ours: Collection[str]) -> Draft:
        """Return a draft on what is stored now: our values for the settings named in `ours`, theirs for the rest."""
        draft = Draft.of(self.theirs)
        return draft.with_values(
            **{meeting.field.key: meeting.ours for meeting in self.meetings if meeting.field.key in ours}
        )
