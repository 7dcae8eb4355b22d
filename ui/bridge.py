"""The only crossing between Qt's thread and the core's: coroutines in, Qt signals out.

The core is one asyncio loop in a thread of its own, so that a busy window never stalls the network or the phone, and a
dialog with a loop of its own is no danger. The window never waits for the core, the core never waits for the window.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, QTimer, Signal

from app.problem import Problem

__all__ = ["Bridge", "Request"]

_LOG: Final = logging.getLogger(__name__)
_PATIENCE_MS: Final = 5_000

UNEXPECTED: Final = Problem(
    "Something went wrong inside Namedial.",
    "Try again. If it happens again, please report it with the log.",
    "Calls and lists are not affected.",
)


class Request(QObject):
    """One question to the core. Exactly one of the signals comes, on the GUI thread, unless it was cancelled."""

    succeeded = Signal(object)
    failed = Signal(Problem)

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self._cancel = cancel

    def cancel(self) -> None:
        """Give up on the answer. The core may still be unwinding when this returns."""
        self._cancel()


class Bridge(QObject):
    """Owns the core's thread. Make it on the GUI thread, `start` it after the first paint, `stop` it at the end."""

    stopped = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._tasks: dict[int, asyncio.Task[object]] = {}
        self._requests: dict[int, Request] = {}
        self._owners: dict[int, QMetaObject.Connection] = {}
        self._waiting: deque[Callable[[], None]] = deque()
        self._closing: Callable[[], Coroutine[Any, Any, None]] | None = None
        self._number = 0
        self._refusing = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the core's thread; returns when its loop is there, which takes a millisecond."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="core", daemon=True)
        self._thread.start()
        ready.wait()

    @property
    def running(self) -> bool:
        """The core's thread is there."""
        return self._loop is not None

    def ask(self, question: Coroutine[Any, Any, object], owner: QObject) -> Request:
        """Run `question` on the core's loop; when `owner` goes, the question goes too and nothing is delivered."""
        self._number += 1
        number = self._number
        request = Request(partial(self._cancel, number))
        if self._refusing or self._loop is None:
            question.close()
            return request
        self._requests[number] = request
        self._owners[number] = owner.destroyed.connect(partial(self._cancel, number))
        self._loop.call_soon_threadsafe(self._begin, number, question)
        return request

    def post(self, deliver: Callable[[], None]) -> None:
        """From the core's thread: run `deliver` on the GUI thread, in the order posted."""
        self._waiting.append(deliver)
        if not self._refusing:
            self._arrived.emit()

    def stop(self, closing: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Refuse new questions, run `closing` on the core, end its thread; `stopped` comes then, or after 5 s."""
        self._refusing = True
        self._requests.clear()
        self._owners.clear()
        if self._loop is None:
            QTimer.singleShot(0, self.stopped.emit)
            return
        self._closing = closing
        QTimer.singleShot(_PATIENCE_MS, self._give_up)
        self._loop.call_soon_threadsafe(self._finish.set)

    def _run(self, ready: threading.Event) -> None:
        asyncio.run(self._live(ready))
        self._loop = None
        self._waiting.append(self.stopped.emit)
        self._arrived.emit()

    async def _live(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._finish = asyncio.Event()
        ready.set()
        await self._finish.wait()
        try:
            async with asyncio.timeout(_PATIENCE_MS / 1000 - 1):
                await self._end_questions()
                if self._closing is not None:
                    await self._closing()
        except Exception:
            _LOG.exception("closing the core")

    async def _end_questions(self) -> None:
        """Wait for what is cancelled to unwind: a connection closed under it would be left open."""
        questions = list(self._tasks.values())
        for question in questions:
            if not question.cancelling():
                question.cancel()
        await asyncio.gather(*questions, return_exceptions=True)

    def _begin(self, number: int, question: Coroutine[Any, Any, object]) -> None:
        if number not in self._requests:
            question.close()
            return
        task = asyncio.ensure_future(question)
        self._tasks[number] = task
        task.add_done_callback(partial(self._ended, number))

    def _ended(self, number: int, task: asyncio.Task[object]) -> None:
        self._tasks.pop(number, None)
        if task.cancelled():
            self.post(partial(self._given_up, number))
            return
        error = task.exception()
        if error is None:
            self.post(partial(self._answer, number, "succeeded", task.result()))
        else:
            self.post(partial(self._answer, number, "failed", _problem(error)))

    def _forget(self, number: int) -> "Request | None":
        connection = self._owners.pop(number, None)
        if connection is not None:
            QObject.disconnect(connection)
        return self._requests.pop(number, None)

    def _given_up(self, number: int) -> None:
        self._forget(number)

    def _answer(self, number: int, signal: str, outcome: object) -> None:
        request = self._forget(number)
        if request is not None:
            getattr(request, signal).emit(outcome)

    def _deliver(self) -> None:
        assert QThread.currentThread() == self.thread()
        while self._waiting:
            self._waiting.popleft()()

    def _cancel(self, number: int, *_: object) -> None:
        if self._forget(number) is not None and self._loop is not None and not self._refusing:
            self._loop.call_soon_threadsafe(self._cancel_task, number)

    def _cancel_task(self, number: int) -> None:
        task = self._tasks.get(number)
        if task is not None:
            task.cancel()

    def _give_up(self) -> None:
        if self._loop is not None:
            _LOG.error("the core did not stop in time")
            self.stopped.emit()


def _problem(error: BaseException) -> Problem:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    try:
        problem = getattr(error, "problem", None)
    except Exception:
        _LOG.exception("an error without words")
        return UNEXPECTED
    if isinstance(problem, Problem):
        return problem
    _LOG.error("unexpected", exc_info=error)
    return UNEXPECTED
