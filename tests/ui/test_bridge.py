"""The crossing between the window's thread and the core's."""

import asyncio
import gc
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread

from app.problem import Problem
from ui.bridge import UNEXPECTED, Bridge


class ToldError(Exception):
    """An error with words."""

    problem = Problem("It broke.", "Mend it.")


@pytest.fixture
def bridge(qtbot):
    bridge = Bridge()
    bridge.start()
    yield bridge
    with qtbot.waitSignal(bridge.stopped):
        bridge.stop(nothing)


async def nothing():
    """End at once."""


def outcome(qtbot, request):
    answers = []
    request.succeeded.connect(answers.append)
    request.failed.connect(answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers


def test_a_question_is_answered_on_the_gui_thread(qtbot, bridge):
    threads = []

    async def question():
        threads.append(threading.current_thread())
        return 42

    request = bridge.ask(question(), bridge)
    request.succeeded.connect(lambda _: threads.append(QThread.currentThread()))
    assert outcome(qtbot, request) == [42]
    assert threads[0] is not threading.main_thread()
    assert threads[1] == bridge.thread()


async def fails_with(error):
    raise error


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        pytest.param(ToldError(), ToldError.problem, id="an error with words"),
        pytest.param(
            ExceptionGroup("several", [ExceptionGroup("deep", [ToldError()])]), ToldError.problem, id="a group"
        ),
        pytest.param(ValueError("secret detail"), UNEXPECTED, id="anything else"),
    ],
)
def test_a_failure_comes_as_words(qtbot, bridge, error, problem, caplog):
    assert outcome(qtbot, bridge.ask(fails_with(error), bridge)) == [problem]
    assert bool(caplog.records) == (problem is UNEXPECTED)


def test_a_cancelled_question_is_never_answered(qtbot, bridge):
    begun, ended = threading.Event(), threading.Event()

    async def question():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    answers = []
    request = bridge.ask(question(), bridge)
    request.succeeded.connect(answers.append)
    request.failed.connect(answers.append)
    begun.wait()
    request.cancel()
    qtbot.waitUntil(ended.is_set)
    assert outcome(qtbot, bridge.ask(asyncio.sleep(0, "later"), bridge)) == ["later"]
    assert answers == []


def test_a_question_goes_with_its_owner(qtbot, bridge):
    begun, ended = threading.Event(), threading.Event()

    async def question():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    owner = QObject()
    bridge.ask(question(), owner)
    begun.wait()
    owner.deleteLater()
    del owner
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    qtbot.waitUntil(ended.is_set)


def test_news_comes_in_the_order_posted(qtbot, bridge):
    told = []

    async def news():
        for number in range(200):
            bridge.post(lambda number=number: told.append(number))

    bridge.ask(news(), bridge)
    qtbot.waitUntil(lambda: len(told) == 200)
    assert told == list(range(200))


def test_the_end_is_orderly_and_nothing_is_asked_after_it(qtbot):
    bridge = Bridge()
    bridge.start()
    steps = []

    async def long_question():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            steps.append("question given up")
            raise

    async def closing():
        await asyncio.sleep(0)
        steps.append("closed")

    bridge.ask(long_question(), bridge)
    assert outcome(qtbot, bridge.ask(asyncio.sleep(0, 1), bridge)) == [1]
    with qtbot.waitSignal(bridge.stopped):
        bridge.stop(closing)
    assert steps == ["question given up", "closed"]
    late = bridge.ask(asyncio.sleep(0, 2), bridge)
    late.cancel()


def test_a_bridge_that_never_started_stops_too(qtbot):
    bridge = Bridge()
    with qtbot.waitSignal(bridge.stopped):
        bridge.stop(nothing)


def test_closing_that_fails_is_logged_and_the_end_comes_all_the_same(qtbot, caplog):
    bridge = Bridge()
    bridge.start()

    async def closing():
        raise ToldError

    with qtbot.waitSignal(bridge.stopped):
        bridge.stop(closing)
    assert "closing the core" in caplog.text
