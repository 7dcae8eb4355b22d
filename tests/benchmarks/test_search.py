"""A key press against KAZOO's linear filter of the same entries, in one run.

Run with `dev.py test tests/benchmarks --benchmark-enable`; the ratio stands in `extra_info`.
"""

import random
import time
from functools import cache

import pytest

from app.directory import Entry, Index, name_keys, read_query

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
