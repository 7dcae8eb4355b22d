"""What the caller heard and did, as rows."""

from typing import Final

from app.directory import isolated
from app.directory.menu import Item
from app.scenario import HANG_UP, Handset, keyed_lines, said
from ui.menu.rows import Row

__all__ = ["heard_rows"]

_LATEST: Final = 500
"""A call of KAZOO 4's menu may go on for ever; the list shows its latest part."""


def heard_rows(handset: Handset | None) -> list[Row]:
    """Return the call so far, oldest first: prompts and names, keys pressed in one go, and how it ended."""
    if handset is None:
        return []
    call, end = handset.call, handset.end
    pressed = [(deed.at_ms, deed.key) for deed in handset.done if deed.key != HANG_UP]
    # at one instant the key comes before what it brings about
    timed = [
        (line.at_ms, Row(_time(line.at_ms), "keypad", f"Keys: {line.text}")) for line in keyed_lines(call, pressed)
    ]
    for heard in call.heard:
        if heard.item.kind != "silence":
            timed.append((heard.start_ms, _said(heard.start_ms, heard.item, is_cut=heard.is_cut)))
    playing = call.player.playing
    if playing is not None and playing.item.kind != "silence" and end is None:
        timed.append((playing.start_ms, _said(playing.start_ms, playing.item, is_now=True)))
    if end is not None:
        reached = end.how == "reaches"
        timed.append((end.at_ms, Row(_time(end.at_ms), "check" if reached else "phone-off", _capital(end.in_words()))))
    return [row for _, row in sorted(timed, key=lambda one: one[0])][-_LATEST:]


def _said(at_ms: int, item: Item, *, is_cut: bool = False, is_now: bool = False) -> Row:
    what = item.name if item.kind == "prompt" else "name, recorded" if item.kind == "play" else "name, spoken"
    sub = f"{what}, cut short" if is_cut else what
    return Row(_time(at_ms), "play" if is_now else "speaker", f"“{isolated(said(item))}”", sub, is_now)


def _time(at_ms: int) -> str:
    return f"{at_ms / 1_000:.2f} s"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
