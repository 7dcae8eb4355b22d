"""Where a caller is in the menu: one immutable value, so that a step back is keeping the one before."""

from typing import TypeAlias

from attrs import frozen

__all__ = ["Asking", "Confirming", "Connected", "Keying", "Left", "Offering", "Position", "Stage"]


@frozen
class Asking:
    """The caller is asked for a name; nothing keyed yet (`directory_start`)."""


@frozen
class Keying:
    """Keys are being collected (`collect_digits/3`)."""

    keys: str


@frozen
class Confirming:
    """One person matches, and the caller is asked whether it is the right one (`maybe_confirm_match/3`)."""

    row: int


@frozen
class Offering:
    """Several people match; the one at `rows[place]` is read out (`maybe_match_user/4`)."""

    rows: tuple[int, ...]
    place: int
    rounds_left: int
    is_waiting: bool = False
    """The first wait for a key is over, with silence or with #; a second one runs (`wait_for_dtmf/1`)."""


@frozen
class Connected:
    """The callflow of the person at `row` runs."""

    row: int


@frozen
class Left:
    """The menu is over; nothing that happens changes anything any more."""


Stage: TypeAlias = Asking | Keying | Confirming | Offering | Connected | Left


@frozen
class Position:
    """A caller's place, and what time does to it."""

    stage: Stage
    tries_left: int
    at_ms: int
    deadline_ms: int | None = None
    """When silence counts as an answer; None while something plays and once the menu is done."""

    @property
    def is_over(self) -> bool:
        """Whether the menu has come to its end: it collects no keys any more."""
        return isinstance(self.stage, Connected | Left)
