"""The paper: its sizes, the grid everything stands on, and the inks. Lengths in points, colours in RGB from 0 to 1."""

from typing import Final

from attrs import field, frozen

__all__ = [
    "A4",
    "ACCENT",
    "ASIDE",
    "DOT",
    "DOTS",
    "FOOT",
    "GREY",
    "GRID",
    "HAIRLINE",
    "INK",
    "LETTER",
    "MARGIN",
    "RULE",
    "RUNNING_HEAD",
    "Sheet",
]

MARGIN: Final = 48.0
GRID: Final = 13.2
"""From one line to the next."""
RUNNING_HEAD: Final = 50.0
RULE: Final = 58.0
FOOT: Final = 34.0
ASIDE: Final = 5.0
"""Between text and what is not text."""
DOT: Final = 3.0
"""From one dot of a leader to the next."""

INK: Final = "0.09 0.106 0.133"
GREY: Final = "0.4 0.439 0.502"
DOTS: Final = "0.6 0.631 0.678"
ACCENT: Final = "0.114 0.357 0.839"
HAIRLINE: Final = "0.722 0.788 0.929"

_GUTTER: Final = 30.0
_TOP: Final = 88.0
_BOTTOM: Final = 54.0


@frozen
class Sheet:
    """A paper size and what follows from it."""

    width: float
    height: float
    column_width: float = field(init=False)
    lines: int = field(init=False)
    """How many lines a column holds."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "column_width", (self.width - 2 * MARGIN - _GUTTER) / 2)
        object.__setattr__(self, "lines", int((self.height - _TOP - _BOTTOM) / GRID) + 1)

    @property
    def right(self) -> float:
        """The right edge of what is printed."""
        return self.width - MARGIN

    def left(self, column: int) -> float:
        """Return the left edge of `column`."""
        return MARGIN + column * (self.column_width + _GUTTER)

    def baseline(self, line: int) -> float:
        """Return how far `line` of a column stands above the sheet's lower edge."""
        return self.height - _TOP - line * GRID


A4: Final = Sheet(595.28, 841.89)
LETTER: Final = Sheet(612.0, 792.0)
