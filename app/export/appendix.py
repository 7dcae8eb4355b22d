"""The audit behind the directory: lines of text and bars over the whole width, in the file's own style. Points."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from attrs import frozen

from app.directory import AS_DOCUMENTED, Audit, Finding, Reachability, display_name, plain
from app.directory.audit import (
    Outcome,
    Outlook,
    advice_on,
    heard_in_words,
    histogram_of,
    in_words,
    remarks_on,
    summary_of,
    title_of,
)
from app.export.fonts import SEMIBOLD
from app.export.sheet import ACCENT, GREY, HAIRLINE, INK, MARGIN, Sheet
from app.export.typeset import Style, Typesetter

__all__ = ["AuditPages"]

_HEADING: Final = Style(14, SEMIBOLD)
_SUBHEAD: Final = Style(10.5, SEMIBOLD)
_STRONG: Final = Style(9, SEMIBOLD)
_BODY: Final = Style(9)
_SMALL: Final = Style(7.8)

_LABEL: Final = 118.0
_COUNT: Final = 40.0
_BAR: Final = 7.0
_NAME: Final = 150.0
_NUMBER: Final = 56.0
_GAP: Final = 8.0
_FIGURE: Final = 50.0
_AFTER_HEAD: Final = 7.0
_HEAD_MIDDLE: Final = 3.6

_UNREACHED: Final = frozenset(
    (Finding.NAMELESS, Finding.NO_LETTERS, Finding.TOO_SHORT, Finding.NO_CALLFLOW, Finding.CALLFLOW_GONE)
)
_MOST_UNREACHED: Final = 200
_MOST_OTHERS: Final = 60
_COLOURS: Final = {
    Outcome.FROM_LIST: "0.561 0.353 0",
    Outcome.NOT_CONNECTED: "0.776 0.157 0.157",
    Outcome.NEVER_HEARD: "0.776 0.157 0.157",
}
_FIGURES: Final = ("alone", "list", "not conn.", "never", "keys", "first", "last")

Frame = Callable[[str, int], tuple[list[str], list[str]]]
"""A page's title and number to the operators of its head and foot."""


@frozen
class _Line:
    """One line of the grid: texts with their left edge and colour, maybe a bar, maybe a rule to the right edge."""

    texts: tuple[tuple[float, str, str], ...] = ()
    bar: tuple[float, float, str] | None = None
    rule: float | None = None
    stays: int = 0
    """So many lines more must stand on the same page."""


class AuditPages:
    """Lays an audit out once; then writes its pages, each in the frame the directory's pages have."""

    def __init__(
        self,
        sheet: Sheet,
        typesetter: Typesetter,
        audit: Audit,
        frame: Frame,
    ) -> None:
        self._sheet = sheet
        self._set = typesetter
        self._frame = frame
        self._width = sheet.right - MARGIN
        self._pages = list(_paged(list(self._lines(audit)), sheet.lines))

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def write(self, place: int, number: int) -> bytes:
        """Return the operators of the page at `place`, from 0; `number` is printed on it."""
        text, drawn = [], []
        for row, line in enumerate(self._pages[place]):
            y = self._sheet.baseline(row)
            text += [f"{colour} rg 1 0 0 1 {x:.2f} {y:.2f} Tm {shown}" for x, colour, shown in line.texts]
            if line.bar:
                x, width, colour = line.bar
                drawn.append(f"{colour} rg {x:.2f} {y - 0.6:.2f} {width:.2f} {_BAR} re f")
            if line.rule is not None:
                y += _HEAD_MIDDLE
                drawn.append(f"{HAIRLINE} RG .6 w {line.rule:.2f} {y:.2f} m {self._sheet.right:.2f} {y:.2f} l S")
        head, foot = self._frame("Audit", number)
        return "\n".join([*head, *drawn, "BT", *text, "ET", *foot]).encode("ascii")

    def _lines(self, audit: Audit) -> Iterator[_Line]:
        yield from self._heading("Whom callers reach")
        yield from self._paragraph(summary_of(audit), _STRONG)
        if told := heard_in_words(audit):
            yield from self._paragraph(told)
        yield from self._paragraph(
            f"By the menu {audit.profile if audit.profile == AS_DOCUMENTED.name else f'of {audit.profile}'}.",
            _SMALL,
            GREY,
        )
        if not audit.people:
            return
        yield from self._bars(audit)
        yield from self._heading("What another setting would do")
        yield from self._alternatives(audit)
        yield from self._heading("Settings")
        for sentence in remarks_on(audit):
            yield from self._paragraph(sentence)
        for finding in Finding:
            people = [person for person in audit.people if finding in person.findings]
            if people:
                yield from self._finding(audit, finding, people)

    def _heading(self, title: str, aside: str = "") -> Iterator[_Line]:
        yield _Line()
        head = self._set.fit(title, _SUBHEAD, self._width * 0.8)
        count = self._set.set(aside, _SMALL) if aside else None
        texts = [(MARGIN, ACCENT, head.operators)]
        end = MARGIN + head.width + _AFTER_HEAD
        if count:
            texts.append((end, GREY, count.operators))
            end += count.width + _AFTER_HEAD
        yield _Line(tuple(texts), rule=end, stays=5)

    def _paragraph(
        self, text: str, style: Style = _BODY, colour: str = INK, left: float = MARGIN, stays: int = 0
    ) -> Iterator[_Line]:
        for line in self._wrapped(text, style, self._sheet.right - left):
            yield _Line(((left, colour, self._set.fit(line, style, self._sheet.right - left).operators),), stays=stays)

    def _wrapped(self, text: str, style: Style, width: float) -> Iterator[str]:
        line = ""
        for word in plain(text).split():
            longer = f"{line} {word}" if line else word
            if line and self._set.width(longer, style) > width:
                yield line
                longer = word
            line = longer
        if line:
            yield line

    def _bars(self, audit: Audit) -> Iterator[_Line]:
        steps = [(step.label, step.count, ACCENT) for step in histogram_of(audit.present)]
        others = [
            (outcome.value.capitalize(), audit.present.count(outcome), colour) for outcome, colour in _COLOURS.items()
        ]
        longest = max(count for _, count, _ in (*steps, *others))
        yield from self._heading("Keys needed to be the only match")
        for label, count, colour in (*steps, *filter(lambda other: other[1], others)):
            yield self._bar(label, count, colour, longest)

    def _bar(self, label: str, count: int, colour: str, longest: int) -> _Line:
        left = MARGIN + _LABEL + _GAP
        room = self._width - _LABEL - _COUNT - 2 * _GAP
        figure = self._set.set(f"{count:,}", _STRONG)
        texts = (
            (MARGIN, INK, self._set.fit(label, _BODY, _LABEL).operators),
            (self._sheet.right - figure.width, INK, figure.operators),
        )
        return _Line(texts, bar=(left, max(1.0, room * count / longest), colour) if count else None)

    def _alternatives(self, audit: Audit) -> Iterator[_Line]:
        yield self._row("", _FIGURES, _SMALL, GREY)
        yield self._row("as it is", _figures(audit.present), _STRONG, INK)
        for each in audit.alternatives:
            yield self._row(f"{each.setting.value}: {each.value}", _figures(each.outlook), _BODY, INK)

    def _row(self, name: str, figures: Sequence[str], style: Style, colour: str) -> _Line:
        texts = [(MARGIN, colour, self._set.set(name, style).operators)] if name else []
        for place, figure in enumerate(figures):
            piece = self._set.set(figure, style)
            right = self._sheet.right - (len(figures) - 1 - place) * _FIGURE
            texts.append((right - piece.width, colour, piece.operators))
        return _Line(tuple(texts))

    def _finding(self, audit: Audit, finding: Finding, people: Sequence[Reachability]) -> Iterator[_Line]:
        """What is the same for all is said once."""
        most = _MOST_UNREACHED if finding in _UNREACHED else _MOST_OTHERS
        shown = people[:most]
        yield from self._heading(title_of(finding), f"{len(people):,}")
        sentences = [in_words(person, finding) for person in shown]
        is_one = len(list(groupby(sentences))) == 1 and len(shown) > 1
        if is_one:
            yield from self._paragraph(sentences[0], stays=2)
        yield from self._paragraph(advice_on(finding), _SMALL, GREY, stays=1)
        for person, sentence in zip(shown, sentences, strict=True):
            yield from self._person(audit, person, "" if is_one else sentence)
        if len(people) > most:
            yield from self._paragraph(f"and {len(people) - most:,} more", _SMALL, GREY)

    def _person(self, audit: Audit, person: Reachability, sentence: str) -> Iterator[_Line]:
        name = self._set.fit(display_name(person.entry, audit.directory.sort_by), _STRONG, _NAME)
        number = self._set.fit(plain(person.entry.number) or "–", _BODY, _NUMBER)
        left = MARGIN + _NAME + _NUMBER + 2 * _GAP
        words = list(self._paragraph(sentence, _SMALL, GREY, left))
        first = words[0].texts if words else ()
        who = ((MARGIN, INK, name.operators), (MARGIN + _NAME + _GAP, INK, number.operators))
        yield _Line((*who, *first), stays=max(0, len(words) - 1))
        yield from words[1:]


def _figures(outlook: Outlook) -> tuple[str, ...]:
    counts = (f"{outlook.count(outcome):,}" for outcome in Outcome)
    keys = f"{outlook.mean_presses:.1f}" if outlook.keys_needed else "–"
    return (*counts, keys, f"{outlook.first_read:,}", f"{outlook.last_place:,}")


def _paged(lines: Sequence[_Line], room: int) -> Iterator[list[_Line]]:
    """Yield pages: none begins with an empty line, and what stays together does, as far as there is room."""
    page: list[_Line] = []
    for line in lines:
        if page and len(page) + 1 + line.stays > room:
            yield page
            page = []
        if page or line.texts:
            page.append(line)
    if page:
        yield page
