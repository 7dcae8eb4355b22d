"""The process that works: a question on its input, the answers on its output, then it is over."""

import contextlib
import gc
import sys
from typing import BinaryIO

import msgspec
from attrs import evolve

from app.auditing.wire import Done, Members, Met, Question, Reached, Told, framed, parts, read_frame
from app.directory import PROFILES, Entry
from app.directory.audit import examine


def main(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer one question; whoever asked may go at any time."""
    gc.disable()  # nothing here is thrown away before the end
    question = msgspec.msgpack.decode(read_frame(asked), type=Question)
    profile = next(each for each in PROFILES if each.name == question.profile)
    entries: list[Entry] = []
    while len(entries) < question.count:
        entries += msgspec.msgpack.decode(read_frame(asked), type=Members).entries

    def tell(answer: object) -> None:
        told.write(framed(answer))
        told.flush()

    audit = examine(question.directory, entries, profile, lambda done, of: tell(Done(done, of)))
    for people in parts(audit.people):
        tell(Reached(people))
    for collisions in parts(audit.collisions):
        tell(Met(collisions))
    tell(Told(evolve(audit, people=(), collisions=())))


if __name__ == "__main__":
    with contextlib.suppress(EOFError, BrokenPipeError):
        main(sys.stdin.buffer, sys.stdout.buffer)
