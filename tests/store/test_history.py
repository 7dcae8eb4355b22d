"""The history of calls: what is written is there again, whatever became of the program or the file."""

import asyncio
import signal
import sqlite3
import subprocess
import sys

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from app.store import History, HistoryError, Record, Result, Wanted
from app.store.history_file import HistoryFile

CALL = Record(
    call_id="a", direction="in", number="2001", name="Alice Archer", started_at=100.0, found_by="alice archer 2001"
)


@pytest.fixture
def opened():
    files = []

    def make(path, keep=1000, **options):
        files.append(HistoryFile(path, keep, **options))
        return files[-1]

    yield make
    for file in files:
        file.close()


def many(file, count, direction="out"):
    for number in range(count):
        file.put(
            evolve(CALL, call_id=f"c{number}", direction=direction, started_at=float(number), result=Result.ANSWERED)
        )


def test_a_call_comes_back_as_it_was_written(opened, tmp_path):
    path = tmp_path / "deep" / "history.sqlite3"
    full = evolve(
        CALL,
        user_id="u1",
        directory_id="d1",
        account="Front desk",
        called="2000",
        connected_at=101.5,
        ended_at=131.5,
        result=Result.TRANSFERRED,
        reason="Because.",
        transferred_to="Bob Baker",
    )
    file = opened(path)
    written = file.put(full)
    file.close()
    (found,) = opened(path).page(Wanted(), None, 10)
    assert found == written
    assert found.duration == 30.0


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_nobody_else_may_read_who_called(opened, tmp_path):
    file = opened(tmp_path / "h.sqlite3")
    file.put(CALL)
    assert {left.stat().st_mode & 0o077 for left in tmp_path.iterdir()} == {0}


def test_the_end_of_a_call_is_written_over_its_beginning(opened, tmp_path):
    file = opened(tmp_path / "h.sqlite3")
    begun = file.put(CALL)
    ended = file.put(evolve(CALL, result=Result.MISSED, ended_at=120.0))
    assert begun.row == ended.row
    assert file.page(Wanted(), None, 10) == [ended]


def test_a_call_without_an_end_ended_unknown_for_the_next_run_but_not_for_a_reader(opened, tmp_path):
    path = tmp_path / "h.sqlite3"
    first = opened(path)
    first.put(CALL)
    assert opened(path, settle=False).page(Wanted(), None, 1)[0].result is Result.LIVE
    first.close()
    assert opened(path).page(Wanted(), None, 1)[0].result is Result.UNKNOWN


WRITER = """
import sys
from pathlib import Path
from attrs import evolve
from app.store import Record, Result
from app.store.history_file import HistoryFile
file = HistoryFile(Path(sys.argv[1]), 100_000)
for number in range(1_000_000):
    record = Record(call_id=str(number), direction="out", number="2001", started_at=float(number))
    file.put(record)
    print(number, flush=True)
    if number % 3:
        file.put(evolve(record, result=Result.ANSWERED))
        print("ended", number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 40, 137])
def test_nothing_told_as_written_is_lost_when_the_writer_is_killed(opened, tmp_path, after):
    path = tmp_path / "h.sqlite3"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        told = [next(writer.stdout).strip() for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    file = opened(path, keep=100_000)
    assert file.trouble is None
    found = {record.call_id: record for record in file.page(Wanted(), None, 100_000)}
    begun = {line for line in told if not line.startswith("ended")}
    ended = {line.split()[1] for line in told if line.startswith("ended")}
    assert begun <= found.keys()
    assert all(found[call_id].result is Result.ANSWERED for call_id in ended)
    assert Result.LIVE not in {record.result for record in found.values()}


def test_pages_follow_each_other_without_gap_or_twice(opened, tmp_path):
    file = opened(tmp_path / "h.sqlite3")
    many(file, 25)
    twins = [file.put(evolve(CALL, call_id=f"t{n}", started_at=10.0, result=Result.MISSED)) for n in range(5)]
    seen, after = [], None
    while page := file.page(Wanted(), after, 7):
        seen += page
        after = page[-1]
    assert len(seen) == len({record.row for record in seen}) == 25 + len(twins)
    assert [(record.started_at, record.row) for record in seen] == sorted(
        ((record.started_at, record.row) for record in seen), reverse=True
    )


NAMES = st.sampled_from(["alice archer", "zoe o neil", "muller mueller", "2001", "30 12345678", ""])


@given(
    st.lists(st.tuples(NAMES, st.sampled_from(["in", "out"]), st.sampled_from(list(Result))), max_size=20),
    st.lists(st.sampled_from(["a", "ar", "zoe", "20", "%", "_", "'", "345"]), max_size=3),
    st.sampled_from(["all", "missed", "in", "out"]),
)
def test_a_search_finds_what_has_all_the_words_and_nothing_else(calls, words, which):
    file = HistoryFile(None, 1000)
    records = [
        file.put(
            Record(
                call_id=str(place),
                direction=direction,
                number="1",
                started_at=float(place),
                result=result,
                found_by=text,
            )
        )
        for place, (text, direction, result) in enumerate(calls)
    ]
    wanted = Wanted(tuple(words), which)
    expected = [
        record
        for record in reversed(records)
        if all(word in record.found_by for word in words)
        and (which == "all" or (which == "missed" and record.missed) or record.direction == which)
    ]
    assert file.page(wanted, None, 100) == expected
    assert file.count(wanted) == len(expected)
    file.close()


def test_missed_calls_count_until_they_are_looked_at(opened):
    file = opened(None)
    file.put(CALL)
    assert file.missed() == 0
    file.look()  # looked while it still rang: it is missed afterwards all the same
    file.put(evolve(CALL, result=Result.MISSED))
    file.put(evolve(CALL, call_id="b", result=Result.DO_NOT_DISTURB))
    file.put(evolve(CALL, call_id="c", result=Result.ANSWERED))
    assert file.missed() == 2
    file.look()
    assert file.missed() == 0


def test_the_oldest_go_when_there_are_too_many(opened, tmp_path):
    path = tmp_path / "h.sqlite3"
    file = opened(path, keep=50)
    many(file, 400)
    assert file.count(Wanted()) <= 250
    file.close()
    left = opened(path, keep=50).page(Wanted(), None, 1000)
    assert [record.call_id for record in left] == [f"c{number}" for number in range(399, 349, -1)]


def test_what_is_deleted_is_in_no_file_any_more(opened, tmp_path):
    path = tmp_path / "h.sqlite3"
    file = opened(path)
    secret = file.put(evolve(CALL, name="Quixotic Unforgettable"))
    file.put(evolve(CALL, call_id="b", name="Stays"))
    file.delete([secret.row, 4711])
    assert [record.name for record in file.page(Wanted(), None, 10)] == ["Stays"]
    file.delete_all()
    assert file.count(Wanted()) == 0
    file.close()
    assert not any(b"Quixotic" in left.read_bytes() or b"Stays" in left.read_bytes() for left in tmp_path.iterdir())


@pytest.mark.parametrize(
    "damage", [b"this is no database, whatever its name says" * 50, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_set_aside_and_said(opened, tmp_path, damage):
    path = tmp_path / "h.sqlite3"
    path.write_bytes(damage)
    (tmp_path / "h.damaged-1.sqlite3").write_bytes(b"an earlier one")
    file = opened(path)
    assert "damaged" in file.trouble.happened
    assert (tmp_path / "h.damaged-2.sqlite3").read_bytes() == damage
    assert file.put(CALL).row
    file.close()
    assert opened(path).trouble is None


def test_a_page_torn_in_the_middle_is_noticed(opened, tmp_path):
    path = tmp_path / "h.sqlite3"
    file = opened(path)
    many(file, 300)
    file.close()
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = b"\x5a" * 8192
    path.write_bytes(whole)
    file = opened(path)
    assert "damaged" in file.trouble.happened
    assert file.put(CALL).row


def test_a_newer_file_is_left_alone(opened, tmp_path):
    path = tmp_path / "h.sqlite3"
    opened(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    file = opened(path)
    assert "newer Namedial" in file.trouble.happened
    assert file.put(CALL).row
    file.close()
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_keeps_the_history_for_this_run(opened, tmp_path):
    (tmp_path / "file").write_text("no folder")
    file = opened(tmp_path / "file" / "h.sqlite3")
    assert file.trouble.kept == "Calls are not affected."
    assert file.put(CALL).row


async def _used(path):
    history = await History.open(path)
    assert history.trouble is None
    written = await asyncio.gather(*(history.put(evolve(CALL, call_id=str(number))) for number in range(20)))
    assert [record.row for record in written] == list(range(1, 21))
    await history.put(evolve(CALL, call_id="5", result=Result.MISSED))
    assert await history.missed() == 1
    await history.look()
    await history.delete([1])
    assert await history.count(Wanted(("archer",))) == 19
    assert len(await history.page(Wanted(), limit=5)) == 5
    await history.close()
    await history.close()


def test_beside_the_loop_everything_happens_in_order(tmp_path):
    asyncio.run(_used(tmp_path / "h.sqlite3"))


async def _used_after_close():
    history = await History.open(None)
    await history.delete_all()
    await history.close()
    with pytest.raises(HistoryError, match="closed"):
        await history.put(CALL)


def test_a_closed_history_takes_nothing():
    asyncio.run(_used_after_close())
