"""What goes between the two processes: MessagePack with its length before it, as four bytes, the highest first.

People come in parts: none of them keeps the interpreter, which the window shares, for more than a few milliseconds.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, TypeAlias, TypeVar

import msgspec

from app.directory import Directory, Entry
from app.directory.audit import Audit, Collision, Reachability

__all__ = [
    "HEAD",
    "Answer",
    "Done",
    "Members",
    "Met",
    "Question",
    "Reached",
    "Told",
    "framed",
    "parts",
    "read_frame",
    "read_head",
]

HEAD: Final = 4
_PART: Final = 500

T = TypeVar("T")


class Question(msgspec.Struct, frozen=True):
    """What is asked first; so many people follow in `Members`."""

    directory: Directory
    profile: str
    count: int


class Members(msgspec.Struct, frozen=True):
    """Some of the people."""

    entries: list[Entry]


class Done(msgspec.Struct, frozen=True, tag="done"):
    """How far the work is."""

    done: int
    of: int


class Reached(msgspec.Struct, frozen=True, tag="reached"):
    """Some of the people, in the menu's order."""

    people: list[Reachability]


class Met(msgspec.Struct, frozen=True, tag="met"):
    """Some of the collisions."""

    collisions: list[Collision]


class Told(msgspec.Struct, frozen=True, tag="told"):
    """The end: the audit without its people and collisions."""

    audit: Audit


Answer: TypeAlias = Done | Reached | Met | Told

_ENCODER: Final = msgspec.msgpack.Encoder()


def parts(things: Sequence[T]) -> Iterator[list[T]]:
    """Return `things` in parts small enough for a frame."""
    return (list(things[start : start + _PART]) for start in range(0, len(things), _PART))


def framed(message: object) -> bytes:
    """Return a message as it is written."""
    body = _ENCODER.encode(message)
    return len(body).to_bytes(HEAD, "big") + body


def read_head(head: bytes) -> int:
    """Return how long the frame is that begins so."""
    return int.from_bytes(head, "big")


def read_frame(stream: BinaryIO) -> bytes:
    """Read the next frame; raises `EOFError` when whoever writes is gone."""
    head = stream.read(HEAD)
    body = stream.read(read_head(head))
    if len(head) < HEAD or len(body) < read_head(head):
        raise EOFError
    return body
