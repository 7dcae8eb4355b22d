"""A sandbox beside a program that has no loop to spare."""

import asyncio
import contextlib
from collections.abc import Iterator
from concurrent.futures import Future
from threading import Thread
from typing import Final

from attrs import frozen

from app.sandbox.server import Sandbox

__all__ = ["sandbox_in_thread"]

_PATIENCE_SECONDS: Final = 10


@frozen
class _Running:
    loop: asyncio.AbstractEventLoop
    over: asyncio.Event


@contextlib.contextmanager
def sandbox_in_thread(sandbox: Sandbox) -> Iterator[Sandbox]:
    """Run `sandbox` in a thread and a loop of its own; raises what starting it raised."""
    ready: Future[_Running] = Future()
    thread = Thread(target=lambda: asyncio.run(_run(sandbox, ready)), name="sandbox", daemon=True)
    thread.start()
    running = ready.result(_PATIENCE_SECONDS)
    try:
        yield sandbox
    finally:
        running.loop.call_soon_threadsafe(running.over.set)
        thread.join(_PATIENCE_SECONDS)


async def _run(sandbox: Sandbox, ready: Future[_Running]) -> None:
    try:
        await sandbox.start()
    except OSError as error:
        ready.set_exception(error)
        return
    over = asyncio.Event()
    ready.set_result(_Running(asyncio.get_running_loop(), over))
    await over.wait()
    await sandbox.stop()
