"""The side that asks: on an asyncio loop, never longer than a few milliseconds at a time."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Final

import msgspec
from attrs import evolve

from app.auditing.errors import AuditFailed
from app.auditing.wire import HEAD, Answer, Done, Members, Met, Question, Reached, Told, framed, parts, read_head
from app.directory import Profile, Snapshot
from app.directory.audit import Audit, Collision, Reachability, audit_of

__all__ = ["WORKER_ARGV", "audited", "uncollected"]

WORKER_ARGV: Final = (sys.executable, "-m", "app.auditing")

_FEW: Final = 2_000
"""For as many people a process of its own takes longer to start than the audit takes."""

_DECODER: Final = msgspec.msgpack.Decoder(type=Answer)

Progress = Callable[[int, int], None]


async def audited(
    snapshot: Snapshot,
    profile: Profile,
    progress: Progress | None = None,
    *,
    few: int = _FEW,
    argv: Sequence[str] = WORKER_ARGV,
) -> Audit:
    """Return the audit of a directory; cancelling ends the work. `progress` is told people done, of all.

    Of more than `few` people in a process of its own. Raises `AuditFailed`.
    """
    if len(snapshot.entries) <= few:
        return await asyncio.to_thread(audit_of, snapshot, profile)
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(*argv, stdin=pipe, stdout=pipe)
    except OSError as error:
        raise AuditFailed from error
    asking = asyncio.ensure_future(_ask(process, snapshot, profile))
    try:
        with uncollected(len(snapshot.entries)):
            return await _joined(process, progress)
    finally:
        asking.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.gather(process.wait(), asking, return_exceptions=True)


@contextlib.contextmanager
def uncollected(people: int) -> Iterator[None]:
    """Keep the collector from walking over many people, again and again, who stay anyway; a few do not matter."""
    if people <= _FEW:
        yield
        return
    was_on = gc.isenabled()
    gc.disable()
    gc.unfreeze()  # what the audit before kept from it, it may have now
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


async def _ask(process: asyncio.subprocess.Process, snapshot: Snapshot, profile: Profile) -> None:
    assert process.stdin is not None
    with contextlib.suppress(ConnectionError):
        process.stdin.write(framed(Question(snapshot.directory, profile.name, len(snapshot.entries))))
        for entries in parts(snapshot.entries):
            process.stdin.write(framed(Members(entries)))
            await process.stdin.drain()
            await asyncio.sleep(0)
        process.stdin.close()


async def _joined(process: asyncio.subprocess.Process, progress: Progress | None) -> Audit:
    people: list[Reachability] = []
    collisions: list[Collision] = []
    async for answer in _answers(process):
        match answer:
            case Done(done, of):
                if progress:
                    progress(done, of)
            case Reached(some):
                people += some
            case Met(some_collisions):
                collisions += some_collisions
            case Told(audit):
                return evolve(audit, people=tuple(people), collisions=tuple(collisions))
    raise AuditFailed


async def _answers(process: asyncio.subprocess.Process) -> AsyncIterator[Answer]:
    """Yield what comes until the process is gone."""
    assert process.stdout is not None
    with contextlib.suppress(asyncio.IncompleteReadError):
        while True:
            head = await process.stdout.readexactly(HEAD)
            body = await process.stdout.readexactly(read_head(head))
            await asyncio.sleep(0)  # others have their turn, however much has come already
            yield _DECODER.decode(body)
