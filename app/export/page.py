"""One page as operators (ISO 32000-1, 8.5 and 9.4): two columns, running head, foot. Lengths in points.

Text stands in the file as it is read, person by person: readers that follow the file's order then find a number
beside its name. Leaders are drawn, not written, so no dots come along with copied text.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.directory import Entry, SortBy
from app.export.fonts import SEMIBOLD
from app.export.groups import leading_name
from app.export.layout import Block, Page
from app.export.person import PersonSetter
from app.export.quick import Piece
from app.export.shape import is_right_to_left
from app.export.sheet import (
    ACCENT,
    ASIDE,
    DOT,
    DOTS,
    FOOT,
    GREY,
    GRID,
    HAIRLINE,
    INK,
    MARGIN,
    RULE,
    RUNNING_HEAD,
    Sheet,
)
from app.export.typeset import Style, Typesetter
from app.export.words import Words

__all__ = ["Destination", "PageWriter"]

_LETTER: Final = Style(14, SEMIBOLD)
_WORD: Final = Style(10.5, SEMIBOLD)
_AGAIN: Final = Style(9, SEMIBOLD)
_CONTINUED: Final = Style(7.2)
_NAMES: Final = Style(11, SEMIBOLD)
_OWNER: Final = Style(8)
_NOBODY: Final = Style(9)
_DATE: Final = Style(7.5)
_FOLIO: Final = Style(9, SEMIBOLD)

_BESIDE_HEAD: Final = 7.0
_BEFORE_CONTINUED: Final = 2.0
_HEAD_MIDDLE: Final = 3.6
_AGAIN_MIDDLE: Final = 2.6
_LEADER_RISE: Final = 0.6
_SHORTEST_LEADER: Final = 4 * DOT


class Destination(NamedTuple):
    """Where a group begins, for the outline: on which page, from 0, and how high, in points."""

    label: str
    page: int
    top: float


class PageWriter:
    """Writes the pages of one directory and notes where its groups begin."""

    def __init__(
        self,
        sheet: Sheet,
        typesetter: Typesetter,
        entries: Sequence[Entry],
        sort_by: SortBy,
        *,
        owner: str,
        made_on: str,
        words: Words,
    ) -> None:
        self.destinations: list[Destination] = []
        self._sheet = sheet
        self._typesetter = typesetter
        self._entries = entries
        self._sort_by = sort_by
        self._words = words
        self._people = PersonSetter(typesetter, sort_by, sheet.column_width)
        half = (sheet.right - MARGIN) / 2 - ASIDE
        self._owner = typesetter.fit(owner, _OWNER, half)
        self._date = typesetter.fit(made_on, _DATE, half)
        self._text: list[str] = []
        self._lines: list[str] = []
        self._leaders: list[str] = []

    def write(self, page: Page, number: int) -> bytes:
        """Return the operators of the page with this `number`, from 1."""
        self._text, self._lines, self._leaders = [], [], []
        for column, blocks in enumerate(page):
            if blocks:
                self._column(self._sheet.left(column), blocks, number)
        shown = [block for blocks in page for block in blocks]
        head = self._running_head(shown[0].start, shown[-1].stop - 1) if shown else self._nobody()
        operators = [*head, *self._drawn(), f"BT {INK} rg", *self._text, "ET", *self._foot(number)]
        return "\n".join(operators).encode("ascii")

    def frame(self, title: str, number: int) -> tuple[list[str], list[str]]:
        """Return the head and the foot of a page that is no part of the list."""
        return self._top(self._typesetter.set(title, _NAMES).operators), self._foot(number)

    def _column(self, left: float, blocks: Sequence[Block], number: int) -> None:
        self._text.append(f"1 0 0 1 {left:.2f} {self._sheet.baseline(0):.2f} Tm")
        for block in blocks:
            if block.line:
                self._text.append(f"0 {-GRID} Td")
            self._head(block, left, number)
            first_baseline = self._sheet.baseline(block.line + 1)
            for line, place in enumerate(range(block.start, block.stop)):
                self._person(self._entries[place], left, first_baseline - line * GRID)

    def _head(self, block: Block, left: float, number: int) -> None:
        label, baseline = block.group.label, self._sheet.baseline(block.line)
        if block.continued:
            head, colour, middle = self._again(label), GREY, baseline + _AGAIN_MIDDLE
        else:
            self.destinations.append(Destination(label, number - 1, baseline + GRID))
            is_letter = len(label) == 1 or label.isupper()  # CH is one in Czech
            head = self._typesetter.set(label, _LETTER if is_letter else _WORD)
            colour, middle = ACCENT, baseline + _HEAD_MIDDLE
        self._text.append(f"{colour} rg {head.operators} {INK} rg 0 {-GRID} Td")
        start, end = left + head.width + _BESIDE_HEAD, left + self._sheet.column_width
        self._lines.append(f"{start:.2f} {middle:.2f} m {end:.2f} {middle:.2f} l")

    def _again(self, label: str) -> Piece:
        word = self._words.continued
        pieces = [
            self._typesetter.set(label, _AGAIN),
            self._typesetter.gap(_BEFORE_CONTINUED, _CONTINUED),
            self._typesetter.set(word, _CONTINUED),
        ]
        if is_right_to_left(word):
            pieces.reverse()
        return Piece("".join(piece.operators for piece in pieces), sum(piece.width for piece in pieces))

    def _person(self, entry: Entry, left: float, baseline: float) -> None:
        operators, start, end = self._people.set(entry)
        self._text.append(operators)
        if end - start >= _SHORTEST_LEADER:
            y = int(10 * (baseline + _LEADER_RISE))
            # from the right, where the dots are counted from
            self._leaders.append(f"{int(10 * (left + end))} {y} m {int(10 * (left + start))} {y} l")

    def _running_head(self, first: int, last: int) -> list[str]:
        entries = self._entries[first], self._entries[last]
        names = [leading_name(entry, self._sort_by) or self._words.nameless for entry in entries]
        dash = self._typesetter.set(" – ", _NAMES)
        room = self._sheet.right - MARGIN - self._owner.width - 4 * ASIDE
        each = (room - dash.width) / 2
        pieces = [self._typesetter.fit(name, _NAMES, each) for name in dict.fromkeys(names)]
        if all(map(is_right_to_left, names)):
            pieces.reverse()
        return self._top(dash.operators.join(piece.operators for piece in pieces))

    def _nobody(self) -> list[str]:
        text = self._typesetter.fit(self._words.nobody, _NOBODY, self._sheet.right - MARGIN)
        self._text.append(f"1 0 0 1 {MARGIN} {self._sheet.baseline(0):.2f} Tm {text.operators}")
        return self._top("")

    def _top(self, names: str) -> list[str]:
        right, owner = self._sheet.right, self._owner
        baseline, rule = self._sheet.height - RUNNING_HEAD, self._sheet.height - RULE
        return [
            f"BT {INK} rg 1 0 0 1 {MARGIN} {baseline:.2f} Tm {names}",
            f"{GREY} rg 1 0 0 1 {right - owner.width:.2f} {baseline:.2f} Tm {owner.operators} ET",
            f"{INK} RG .8 w {MARGIN} {rule:.2f} m {right:.2f} {rule:.2f} l S",
        ]

    def _foot(self, number: int) -> list[str]:
        folio = self._typesetter.set(str(number), _FOLIO)
        return [
            f"BT {GREY} rg 1 0 0 1 {MARGIN} {FOOT} Tm {self._date.operators}",
            f"{INK} rg 1 0 0 1 {self._sheet.right - folio.width:.2f} {FOOT} Tm {folio.operators} ET",
        ]

    def _drawn(self) -> list[str]:
        drawn = [f"{HAIRLINE} RG .6 w", *self._lines, "S"] if self._lines else []
        if self._leaders:  # in tenths of a point, so that whole numbers do
            dots = f"q .1 0 0 .1 0 0 cm {DOTS} RG 7.5 w 1 J [0 {10 * DOT:.0f}] 0 d"
            drawn += [dots, *self._leaders, "S Q"]
        return drawn
