"""A person's numbers, each with what is done with it."""

from attrs import frozen

from app.directory import Entry, is_did, plain

__all__ = ["NumberLine", "number_lines"]


@frozen
class NumberLine:
    """One number as the card shows it."""

    number: str
    remark: str
    dialled: bool


def number_lines(entry: Entry) -> list[NumberLine]:
    """Return the number that is dialled, then the others with why they are not."""
    others = [number for number in entry.numbers if number != entry.number]
    first = [NumberLine(plain(entry.number), "Dialled", dialled=True)] if entry.number else []
    return first + [NumberLine(plain(number), _why_not(number, entry), dialled=False) for number in others]


def _why_not(number: str, entry: Entry) -> str:
    if not entry.number:
        return "Cannot be dialled"
    if is_did(number):
        return "Not dialled: an outside line" if not is_did(entry.number) else "Not dialled: a further outside line"
    return "Not dialled: a further extension"
