"""A call as lines to read: when, who, what."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from attrs import evolve, frozen

from app.directory import Rehearsal
from app.directory.menu import Heard
from app.scenario.ended import Ended
from app.scenario.play import Played
from app.scenario.prompts import name_said

__all__ = ["Line", "in_words", "keyed_lines", "transcript"]

_ONE_GO_MS: Final = 500


@frozen
class Line:
    """Something the menu said, keys pressed in one go, or the end."""

    at_ms: int
    who: Literal["caller", "menu", "end"]
    text: str


def transcript(played: Played, end: Ended) -> tuple[Line, ...]:
    """Everything in order; silence is left out."""
    said = [Line(heard.start_ms, "menu", _said(heard)) for heard in played.call.heard if heard.item.kind != "silence"]
    lines = sorted([*keyed_lines(played.call, played.pressed), *said], key=lambda line: line.at_ms)
    too_late = f"; {played.too_late} not pressed any more" if played.too_late else ""
    return (*lines, Line(end.at_ms, "end", end.in_words() + too_late))


def in_words(heard: Heard) -> str:
    """A prompt by its id, a person by the name that is heard."""
    return name_said(heard.item)


def _said(heard: Heard) -> str:
    name = in_words(heard) if heard.item.kind == "prompt" else f'"{in_words(heard)}"'
    how = ("recorded" if heard.item.kind == "play" else "", "cut short" if heard.is_cut else "")
    return ", ".join(filter(None, (name, *how)))


def keyed_lines(call: Rehearsal, pressed: Iterable[tuple[int, str]]) -> Iterator[Line]:
    """What the caller keyed, a line for what was keyed in one go; `pressed` are times in milliseconds and keys."""
    going, last_ms = Line(0, "caller", ""), 0
    starts = {heard.start_ms for heard in call.heard if heard.item.kind != "silence"}
    for at_ms, digit in pressed:
        is_one_go = at_ms - last_ms <= _ONE_GO_MS and not any(last_ms <= start < at_ms for start in starts)
        if going.text and is_one_go:
            going = evolve(going, text=going.text + digit)
        else:
            if going.text:
                yield going
            going = Line(at_ms, "caller", digit)
        last_ms = at_ms
    if going.text:
        yield going
