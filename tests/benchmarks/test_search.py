"""Against the plain way, in one run: a key press, the fewest keys of a person, titles that come late.

Run with `dev.py test tests/benchmarks --benchmark-enable`; the ratio stands in `extra_info`.
"""

import random
import time
from datetime import UTC, datetime
from functools import cache

import pytest
from attrs import evolve

from app.directory import Directory, Entry, Index, Snapshot, name_keys, read_query

FIRST = ("Anna", "Bo", "Carl", "Dina", "Elsa", "Finn", "Gita", "Hugo", "Ida", "Jon", "Kim", "Lea", "Max", "Nora")
SYLLABLES = ("an", "ber", "cor", "den", "el", "fin", "gar", "hol", "in", "jan", "kel", "lor", "mar", "per", "tor")


@cache
def people(count):
    dice = random.Random(count)
    return tuple(
        Entry(
            f"{number:08x}", dice.choice(FIRST), "".join(dice.choices(SYLLABLES, k=3)).capitalize(), number=str(number)
        )
        for number in range(count)
    )


@cache
def index(count):
    return Index(people(count), "both")


@cache
def spelled(count):
    return tuple(name_keys(entry.first_name, entry.last_name) for entry in people(count))


def linear(count, keys):
    """KAZOO's filter, on names already spelled (`cf_directory:filter_users/3`)."""
    return [
        row
        for row, way in enumerate(spelled(count))
        if way.first_last.startswith(keys) or way.last_first.startswith(keys)
    ]


@pytest.mark.parametrize("keys", ["5", "52", "528", "5284"])
@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_key_press(benchmark, count, keys):
    query = read_query(keys)
    found = benchmark(index(count).find, query)
    assert list(found.rows[: found.by_caller]) == linear(count, keys)
    if benchmark.stats is not None:
        rounds = 5
        began = time.perf_counter()
        for _ in range(rounds):
            linear(count, keys)
        benchmark.extra_info["times faster than linear"] = round(
            (time.perf_counter() - began) / rounds / benchmark.stats.stats.median, 1
        )
        benchmark.extra_info["matches"] = len(found.rows)


@pytest.mark.parametrize("learned", [10, 1_000])
@pytest.mark.parametrize("titled", [0, 100_000])
def test_titles_learned(benchmark, titled, learned):
    """Against building the snapshot anew, as many having a title before."""
    count = 100_000
    everybody = [evolve(entry, title="Head of Sales") if n < titled else entry for n, entry in enumerate(people(count))]
    began = time.perf_counter()
    snapshot = Snapshot.of(Directory("d", "D"), everybody, datetime.now(UTC))
    anew_s = time.perf_counter() - began
    chosen = random.Random(1).sample(snapshot.entries, learned)
    successor = benchmark(snapshot.retitled, {entry.user_id: ("Chief of Cables", "") for entry in chosen})
    assert {successor.entries[row].user_id for row in successor.find("cables").rows} == {e.user_id for e in chosen}
    if benchmark.stats is not None:
        benchmark.extra_info["times faster than anew"] = round(anew_s / benchmark.stats.stats.median)


def test_fewest_keys(benchmark):
    """For 100 people, one after the other, among 100,000; one of them is checked against the linear filter."""
    count = 100_000
    rows = random.Random(2).sample(range(count), 100)
    found = benchmark(lambda: [index(count).fewest_keys(row) for row in rows])
    row, keys = next((row, keys) for row, keys in zip(rows, found, strict=True) if keys)
    assert linear(count, keys) == [row]
    assert len(linear(count, keys[:-1])) > 1
