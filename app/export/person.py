"""One person's line: name, title, number; cut to the column without ever touching the number. Lengths in points."""

from functools import lru_cache
from typing import Final, NamedTuple

from app.directory import Entry, SortBy, display_name, plain
from app.export.fonts import SEMIBOLD
from app.export.quick import NOTHING, Piece
from app.export.shape import is_right_to_left
from app.export.sheet import ASIDE, DOT, GREY, GRID, INK
from app.export.typeset import Style, Typesetter

__all__ = ["Line", "PersonSetter"]

_LEAD: Final = Style(9, SEMIBOLD)
_REST: Final = Style(9)
_TITLE: Final = Style(7.2)
_NUMBER: Final = Style(9.5, SEMIBOLD)

_BEFORE_TITLE: Final = 6.0
_SHORTEST_TITLE: Final = 30.0
"""With the gap before it; less would be little more than the ellipsis."""
_EAST_ASIAN_GAP: Final = 2.2
_FOR_REST: Final = 0.35
"""The share of a line that a long leading name leaves to the other name."""
_NO_NUMBER: Final = "–"


class Line(NamedTuple):
    """A line ready to be drawn at the left edge of its column; afterwards the pen is at the next line."""

    operators: str
    leader_from: float
    """From the column's left edge, as `leader_to`."""
    leader_to: float


class PersonSetter:
    """Sets the people of one directory."""

    def __init__(self, typesetter: Typesetter, sort_by: SortBy, column_width: float) -> None:
        self._typesetter = typesetter
        self._sort_by = sort_by
        self._separator = ", " if sort_by == "last_name" else " "
        self._column_width = column_width
        self._before_title = typesetter.gap(_BEFORE_TITLE, _TITLE)
        self._titles: dict[str, Piece] = {}
        self._plain = lru_cache(maxsize=1 << 16)(plain)  # given names and titles come again and again
        self._quick_number = typesetter.quick(_NUMBER).set
        self._quick_lead = typesetter.quick(_LEAD).set
        self._quick_rest = lru_cache(maxsize=1 << 16)(typesetter.quick(_REST).set)
        self._moves = lru_cache(maxsize=1 << 10)(self._moves_to)  # numbers of one length are of one width

    def set(self, entry: Entry) -> Line:
        """Return the line of `entry`; the title is cut first, or left out, then the name."""
        number = self._number(entry.number)
        end, across, back = self._moves(number.width)
        room = end - ASIDE
        name = self._name(entry, room)
        title = self._title(entry.title, room - name.width) if entry.title else NOTHING
        operators = f"{name.operators}{title.operators}{across}{number.operators}{back}"
        return Line(operators, name.width + title.width + ASIDE, end)

    def _moves_to(self, width: float) -> tuple[float, str, str]:
        """Return where the leader to a number of this width ends, and the moves to the number and to the next line."""
        column = self._column_width
        # dots of all leaders stand in columns: counted from the right edge
        end = column - DOT * -(-(width + ASIDE) // DOT)
        return end, f" {column - width:.2f} 0 Td", f" {width - column:.2f} {-GRID} Td"

    def _number(self, text: str) -> Piece:
        room = self._column_width / 2
        number = self._quick_number(text) if text.isdecimal() else None
        if number is not None and number.width <= room:
            return number
        return self._typesetter.fit(self._plain(text) or _NO_NUMBER, _NUMBER, room)

    def _title(self, text: str, room: float) -> Piece:
        title = self._titles.get(text)
        if title is None:
            title = self._titles[text] = self._whole_title(text)
        if title.width <= room:
            return title
        if room < _SHORTEST_TITLE:
            return NOTHING
        return self._after_name(self._typesetter.fit(self._plain(text), _TITLE, room - _BEFORE_TITLE))

    def _whole_title(self, text: str) -> Piece:
        shown = self._plain(text)
        return self._after_name(self._typesetter.set(shown, _TITLE)) if shown else NOTHING

    def _after_name(self, title: Piece) -> Piece:
        gap = self._before_title
        return Piece(f"{gap.operators} {GREY} rg {title.operators} {INK} rg", gap.width + title.width)

    def _name(self, entry: Entry, room: float) -> Piece:
        first, last = self._plain(entry.first_name), self._plain(entry.last_name)
        lead, rest = (last, first) if self._sort_by == "last_name" else (first, last)
        if not lead:
            lead, rest = rest or display_name(entry, self._sort_by), ""
        begin = self._quick_lead(lead)
        if begin is not None:
            end = self._quick_rest(self._separator + rest) if rest else NOTHING
            if end is not None and begin.width + end.width <= room:
                return Piece(begin.operators + end.operators, begin.width + end.width)
        return self._careful_name(lead, rest, room)

    def _careful_name(self, lead: str, rest: str, room: float) -> Piece:
        """Set a name that is shaped, or too long: then both parts are cut, the leading one less."""
        setter = self._typesetter
        hint = setter.east_asian(lead + rest)
        if not rest:
            return setter.fit(lead, _LEAD, room, hint)
        right_to_left = is_right_to_left(lead)
        between = self._between(lead, rest, right_to_left=right_to_left)
        room -= between.width
        for_rest = min(setter.width(rest, _REST, hint), room * _FOR_REST)
        begin = setter.fit(lead, _LEAD, room - for_rest, hint)
        end = setter.fit(rest, _REST, room - begin.width, hint)
        pieces = (end, between, begin) if right_to_left else (begin, between, end)
        return Piece("".join(piece.operators for piece in pieces), sum(piece.width for piece in pieces))

    def _between(self, lead: str, rest: str, *, right_to_left: bool) -> Piece:
        if self._typesetter.east_asian(lead[0]) and self._typesetter.east_asian(rest[0]):
            return self._typesetter.gap(_EAST_ASIAN_GAP, _REST)
        # the comma touches the leading part, which stands at the right of a name written from there
        return self._typesetter.set(self._separator[::-1] if right_to_left else self._separator, _REST)
