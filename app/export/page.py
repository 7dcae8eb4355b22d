"""One page as operators (ISO 32000-1, 8.5 and 9.4): two columns, running head, foot. Lengths in points.

Text stands in the file as it is read, person by person: readers that follow the file's order then find a number
beside its name. Leaders are drawn, not written, so no dots come along with copied text.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import icu
from attrs import field, frozen

from app.directory import Entry, SortBy, display_name, plain
from app.export.fonts import SEMIBOLD, FontSource, Library
from app.export.groups import leading_name
from app.export.layout import Block, Page
from app.export.shape import is_right_to_left
from app.export.typeset import NOTHING, Piece, Style, Typesetter

__all__ = ["A4", "ENGLISH", "LETTER", "Destination", "PageWriter", "Sheet", "Words"]

_MARGIN: Final = 48.0
_GUTTER: Final = 30.0
_GRID: Final = 13.2
_TOP: Final = 88.0
_BOTTOM: Final = 54.0
_RUNNING_HEAD: Final = 50.0
_RULE: Final = 58.0
_FOOT: Final = 34.0

_LEAD: Final = Style(9, SEMIBOLD)
_REST: Final = Style(9)
_TITLE: Final = Style(7.2)
_NUMBER: Final = Style(9.5, SEMIBOLD)
_LETTER: Final = Style(14, SEMIBOLD)
_WORD: Final = Style(10.5, SEMIBOLD)
_AGAIN: Final = Style(9, SEMIBOLD)
_CONTINUED: Final = Style(7.2)
_NAMES: Final = Style(11, SEMIBOLD)
_OWNER: Final = Style(8)
_DATE: Final = Style(7.5)
_FOLIO: Final = Style(9, SEMIBOLD)

_BEFORE_TITLE: Final = 6.0
_ASIDE: Final = 5.0
"""Between text and leader."""
_EAST_ASIAN_GAP: Final = 2.2
_SHORTEST_TITLE: Final = 30.0
"""With the gap before it; less would be little more than the ellipsis."""
_DOT: Final = 3.0
_SHORTEST_LEADER: Final = 4 * _DOT
_NO_NUMBER: Final = "–"

_INK: Final = "0.09 0.106 0.133"
_GREY: Final = "0.4 0.439 0.502"
_LEADER: Final = "0.6 0.631 0.678"
_ACCENT: Final = "0.114 0.357 0.839"
_HAIRLINE: Final = "0.722 0.788 0.929"


@frozen
class Words:
    """What the page says by itself."""

    continued: str = "continued"
    nobody: str = "There is nobody in this directory."
    nameless: str = "No name"


ENGLISH: Final = Words()


@frozen
class Sheet:
    """A paper size and what follows from it."""

    width: float
    height: float
    column_width: float = field(init=False)
    lines: int = field(init=False)
    """How many lines a column holds."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "column_width", (self.width - 2 * _MARGIN - _GUTTER) / 2)
        object.__setattr__(self, "lines", int((self.height - _TOP - _BOTTOM) / _GRID) + 1)

    def left(self, column: int) -> float:
        """Return the left edge of `column`."""
        return _MARGIN + column * (self.column_width + _GUTTER)

    def baseline(self, line: int) -> float:
        """Return how far `line` of a column stands above the sheet's lower edge."""
        return self.height - _TOP - line * _GRID


A4: Final = Sheet(595.28, 841.89)
LETTER: Final = Sheet(612.0, 792.0)


class Destination(NamedTuple):
    """Where a group begins, for the outline."""

    label: str
    page: int
    top: float


class PageWriter:
    """Writes the pages of one directory."""

    def __init__(
        self,
        sheet: Sheet,
        library: Library,
        entries: Sequence[Entry],
        sort_by: SortBy,
        *,
        owner: str,
        made_on: date,
        locale: str,
        words: Words = ENGLISH,
    ) -> None:
        self.typesetter = Typesetter(library)
        self.destinations: list[Destination] = []
        self._sheet = sheet
        self._east_asian = lru_cache(maxsize=1 << 16)(library.east_asian)
        self._entries = entries
        self._sort_by = sort_by
        self._separator = ", " if sort_by == "last_name" else " "
        self._words = words
        self._locale = locale
        half = (sheet.width - 2 * _MARGIN) / 2
        self._owner = self._fit(owner, _OWNER, half - _ASIDE)
        self._date = self._fit(_long_date(made_on, locale), _DATE, half)
        self._before_title = self.typesetter.gap(_BEFORE_TITLE, _TITLE)
        self._plain = lru_cache(maxsize=1 << 16)(plain)  # given names and titles come again and again
        self._titles: dict[str, Piece] = {}
        self._text: list[str] = []
        self._lines: list[str] = []
        self._leaders: list[str] = []

    def write(self, page: Page, number: int) -> bytes:
        """Return the operators of the page with this `number`, from 1."""
        self._text, self._lines, self._leaders = [], [], []
        for column, blocks in enumerate(page):
            if blocks:
                self._column(self._sheet.left(column), blocks, number)
        people = [
            self._entries[place] for blocks in page for block in blocks for place in (block.start, block.stop - 1)
        ]
        head = self._running_head(people[0], people[-1]) if people else self._nobody()
        return "\n".join([*head, *self._drawn(), f"BT {_INK} rg", *self._text, "ET", *self._foot(number)]).encode(
            "ascii"
        )

    def _column(self, left: float, blocks: Sequence[Block], number: int) -> None:
        self._text.append(f"1 0 0 1 {left:.2f} {self._sheet.baseline(0):.2f} Tm")
        for block in blocks:
            if block.line:
                self._text.append(f"0 {-_GRID} Td")
            self._head(block, left, number)
            baseline = self._sheet.baseline(block.line + 1)
            for place in range(block.start, block.stop):
                self._person(self._entries[place], left, baseline)
                baseline -= _GRID

    def _head(self, block: Block, left: float, number: int) -> None:
        label, baseline = block.group.label, self._sheet.baseline(block.line)
        hint = self._east_asian(label)
        if block.continued:
            letter = self.typesetter.set(label, _AGAIN, hint)
            again = self.typesetter.set(f" {self._words.continued}", _CONTINUED)
            self._text.append(f"{_GREY} rg {letter.operators}{again.operators} {_INK} rg 0 {-_GRID} Td")
            width, middle = letter.width + again.width, 2.6
        else:
            self.destinations.append(Destination(label, number - 1, baseline + _GRID))
            letter = self.typesetter.set(label, _LETTER if len(label) == 1 else _WORD, hint)
            self._text.append(f"{_ACCENT} rg {letter.operators} {_INK} rg 0 {-_GRID} Td")
            width, middle = letter.width, 3.6
        right = left + self._sheet.column_width
        self._lines.append(f"{left + width + 7:.2f} {baseline + middle:.2f} m {right:.2f} {baseline + middle:.2f} l")

    def _person(self, entry: Entry, left: float, baseline: float) -> None:
        column = self._sheet.column_width
        number = self._number(entry.number, column / 2)
        # dots of all leaders stand in columns: counted from the right edge
        end = column - _DOT * -(-(number.width + _ASIDE) // _DOT)
        room = end - _ASIDE
        name = self._name(entry, room)
        title = self._title(entry.title, room - name.width) if entry.title else NOTHING
        across = column - number.width
        self._text.append(
            f"{name.operators}{title.operators} {across:.2f} 0 Td{number.operators} {-across:.2f} {-_GRID} Td"
        )
        start = name.width + title.width + _ASIDE
        if end - start >= _SHORTEST_LEADER:
            y = int(10 * baseline + 6)
            self._leaders.append(f"{10 * (left + end):.0f} {y} m {10 * (left + start):.0f} {y} l")

    def _number(self, text: str, room: float) -> Piece:
        if text.isdecimal() and self.typesetter.is_quick(text):
            number = self.typesetter.quick(text, _NUMBER)
            if number.width <= room:
                return number
        return self._fit(self._plain(text) or _NO_NUMBER, _NUMBER, room)

    def _title(self, text: str, room: float) -> Piece:
        title = self._titles.get(text)
        if title is None:
            title = self._titles[text] = self._whole_title(text)
        if title.width <= room:
            return title
        if room < _SHORTEST_TITLE:
            return NOTHING
        return self._after_name(self._fit(self._plain(text), _TITLE, room - _BEFORE_TITLE))

    def _whole_title(self, text: str) -> Piece:
        shown = self._plain(text)
        return self._after_name(self.typesetter.set(shown, _TITLE, self._hint(shown))) if shown else NOTHING

    def _after_name(self, title: Piece) -> Piece:
        gap = self._before_title
        return Piece(f"{gap.operators} {_GREY} rg {title.operators} {_INK} rg", gap.width + title.width)

    def _name(self, entry: Entry, room: float) -> Piece:
        first, last = self._plain(entry.first_name), self._plain(entry.last_name)
        lead, rest = (last, first) if self._sort_by == "last_name" else (first, last)
        if not lead:
            lead, rest = rest or display_name(entry, self._sort_by), ""
        setter = self.typesetter
        if setter.is_quick(lead) and setter.is_quick(rest):
            begin = setter.quick(lead, _LEAD)
            end = setter.set(self._separator + rest, _REST) if rest else NOTHING
            if begin.width + end.width <= room:
                return Piece(begin.operators + end.operators, begin.width + end.width)
        return self._careful_name(lead, rest, room)

    def _careful_name(self, lead: str, rest: str, room: float) -> Piece:
        """Set a name that is shaped, or too long: then both parts are cut, the leading one less."""
        hint = self._east_asian(lead + rest)
        if not rest:
            return self.typesetter.fit(lead, _LEAD, room, hint)
        right_to_left = is_right_to_left(lead)
        between = self._between(lead, rest, right_to_left=right_to_left)
        room -= between.width
        wanted = self.typesetter.fit(rest, _REST, room, hint).width
        begin = self.typesetter.fit(lead, _LEAD, room - min(wanted, room * 0.35), hint)
        end = self.typesetter.fit(rest, _REST, room - begin.width, hint)
        pieces = (end, between, begin) if right_to_left else (begin, between, end)
        return Piece("".join(piece.operators for piece in pieces), sum(piece.width for piece in pieces))

    def _between(self, lead: str, rest: str, *, right_to_left: bool) -> Piece:
        if self._east_asian(lead[0]) and self._east_asian(rest[0]):
            return self.typesetter.gap(_EAST_ASIAN_GAP, _REST)
        # the comma touches the leading part, which stands at the right of a name written from there
        return self.typesetter.set(self._separator[::-1] if right_to_left else self._separator, _REST)

    def _running_head(self, first: Entry, last: Entry) -> list[str]:
        names = [leading_name(entry, self._sort_by) or self._words.nameless for entry in (first, last)]
        room = self._sheet.width - 2 * _MARGIN - self._owner.width - 4 * _ASIDE
        dash = self.typesetter.set(" – ", _NAMES)
        half = (room - dash.width) / 2
        pieces = [self._fit(name, _NAMES, half) for name in dict.fromkeys(names)]
        return self._top(dash.operators.join(piece.operators for piece in pieces))

    def _nobody(self) -> list[str]:
        text = self._fit(self._words.nobody, _REST, self._sheet.width - 2 * _MARGIN)
        self._text.append(f"1 0 0 1 {_MARGIN} {self._sheet.baseline(0):.2f} Tm {text.operators}")
        return self._top("")

    def _top(self, names: str) -> list[str]:
        right = self._sheet.width - _MARGIN
        baseline, rule = self._sheet.height - _RUNNING_HEAD, self._sheet.height - _RULE
        return [
            f"BT {_INK} rg 1 0 0 1 {_MARGIN} {baseline:.2f} Tm {names}",
            f"{_GREY} rg 1 0 0 1 {right - self._owner.width:.2f} {baseline:.2f} Tm {self._owner.operators} ET",
            f"{_INK} RG .8 w {_MARGIN} {rule:.2f} m {right:.2f} {rule:.2f} l S",
        ]

    def _foot(self, number: int) -> list[str]:
        folio = self.typesetter.set(str(number), _FOLIO)
        right = self._sheet.width - _MARGIN - folio.width
        return [
            f"BT {_GREY} rg 1 0 0 1 {_MARGIN} {_FOOT} Tm {self._date.operators}",
            f"{_INK} rg 1 0 0 1 {right:.2f} {_FOOT} Tm {folio.operators} ET",
        ]

    def _drawn(self) -> list[str]:
        drawn = [f"{_HAIRLINE} RG .6 w", *self._lines, "S"] if self._lines else []
        if self._leaders:
            dots = f"q .1 0 0 .1 0 0 cm {_LEADER} RG 7.5 w 1 J [0 {10 * _DOT:.0f}] 0 d"
            drawn += [dots, *self._leaders, "S Q"]
        return drawn

    def _fit(self, text: str, style: Style, width: float) -> Piece:
        return self.typesetter.fit(text, style, width, self._hint(text))

    def _hint(self, text: str) -> FontSource | None:
        return None if self.typesetter.is_quick(text) else self._east_asian(text)


def _long_date(day: date, locale: str) -> str:
    """Return the date as people of `locale` write it, without the day's name."""
    writer = icu.DateFormat.createDateInstance(icu.DateFormat.LONG, icu.Locale(locale))
    writer.setTimeZone(icu.TimeZone.getGMT())
    days = (day - date(1970, 1, 1)).days
    return plain(str(writer.format(days * 86_400.0)))
