"""The history at its full size against one with a single page, in one run.

Run with `dev.py test tests/benchmarks --benchmark-enable`; the ratio stands in `extra_info`.
"""

import time

import pytest

from app.store import Record, Result, Wanted
from app.store.history import KEPT
from app.store.history_file import HistoryFile

NAMES = ("alice archer", "bob baker", "carol cook", "dora decline", "zoe muller mueller")
PAGE = 200


def filled(count):
    """A history with so many calls, written in one go."""
    file = HistoryFile(None, KEPT)
    first = file.put(record(0))
    with file._db as db:
        db.execute(
            "INSERT INTO calls SELECT NULL, value, direction, number, name, user_id, directory_id, account, called, "
            "value, connected_at, ended_at, result, reason, transferred_to, found_by || ' ' || value, 0 "
            "FROM calls, json_each(?) WHERE row = ?",
            [f"[{','.join(map(str, range(1, count)))}]", first.row],
        )
    return file


def record(place):
    name = NAMES[place % len(NAMES)]
    return Record(
        call_id=str(place),
        direction="in",
        number=str(2000 + place % 900),
        name=name.title(),
        started_at=float(place),
        result=Result.ANSWERED,
        found_by=name,
    )


@pytest.fixture(scope="module")
def full():
    file = filled(KEPT)
    yield file
    file.close()


@pytest.fixture(scope="module")
def small():
    file = filled(PAGE)
    yield file
    file.close()


def compared(benchmark, full, small, act):
    """Time `act` on the full one, and tell how many times as long as on the small one it takes."""
    benchmark(act, full)
    if benchmark.stats is not None:
        rounds = 20
        began = time.perf_counter()
        for _ in range(rounds):
            act(small)
        benchmark.extra_info["ratio"] = round(benchmark.stats["mean"] / ((time.perf_counter() - began) / rounds), 2)


@pytest.mark.parametrize("after", [None, 500])
def test_page(benchmark, full, small, after):
    last = None if after is None else Record(call_id="", direction="in", number="", started_at=float(after), row=after)
    assert len(full.page(Wanted(), last, PAGE)) == PAGE
    compared(benchmark, full, small, lambda file: file.page(Wanted(), last, PAGE))


def test_search_that_finds_nothing(benchmark, full, small):
    compared(benchmark, full, small, lambda file: file.page(Wanted(("nobody",)), None, PAGE))


def test_write(benchmark, full, small):
    compared(benchmark, full, small, lambda file: file.put(record(1)))
