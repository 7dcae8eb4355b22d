"""An audit of a whole directory, against comparing everybody's keys with everybody's, in one run.

Run with `dev.py test tests/benchmarks --benchmark-enable`; the ratio stands in `extra_info`. Times are the processor's,
so that whoever else is at work on the machine does not count; nothing is collected meanwhile, as in the program.
"""

import random
import time
from datetime import UTC, datetime
from functools import cache
from math import log

import pytest

from app.auditing import uncollected
from app.directory import Directory, Entry, Snapshot, name_keys
from app.directory.audit import audit_of

FIRST = ("Anna", "Bo", "Carl", "Dina", "Elsa", "Finn", "Gita", "Hugo", "Ida", "Jon", "Kim", "Lea", "Max", "Nora")
SYLLABLES = ("an", "ber", "cor", "den", "el", "fin", "gar", "hol", "in", "jan", "kel", "lor", "mar", "per", "tor", "ö")
PAIRWISE_UP_TO = 1_000


@cache
def company(count):
    dice = random.Random(count)
    entries = [
        Entry(
            f"{number:08x}",
            dice.choice(FIRST),
            "".join(dice.choices(SYLLABLES, k=dice.randint(2, 5))).capitalize(),
            callflow_id=f"{number:08x}",
            number=str(number),
        )
        for number in range(count)
    ]
    return Snapshot.of(Directory("d", "Company"), entries, datetime.now(UTC))


def pairwise(snapshot):
    """The fewest keys that only one person matches, by KAZOO's linear filter (`cf_directory:filter_users/3`)."""
    spelled = [name_keys(entry.first_name, entry.last_name) for entry in snapshot.entries]
    found = {}
    for row, entry in enumerate(snapshot.entries):
        ways = (spelled[row].first_last, spelled[row].last_first)
        every = sorted({way[:n] for way in ways for n in range(2, len(way) + 1)}, key=lambda keys: (len(keys), keys))
        found[entry.user_id] = next((keys for keys in every if is_alone(spelled, row, keys)), "")
    return found


def is_alone(spelled, row, keys):
    return not any(
        other != row and (way.first_last.startswith(keys) or way.last_first.startswith(keys))
        for other, way in enumerate(spelled)
    )


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_audit(benchmark, count):
    snapshot = company(count if benchmark.enabled else min(count, PAIRWISE_UP_TO))
    with uncollected(count):
        told = benchmark.pedantic(audit_of, (snapshot,), rounds=3, warmup_rounds=1)
    assert len(told.people) == len(snapshot.entries)
    if len(snapshot.entries) <= PAIRWISE_UP_TO:
        began = time.process_time()
        assert {person.entry.user_id: person.alone for person in told.people} == pairwise(snapshot)
        if benchmark.stats is not None:
            took_s = time.process_time() - began
            benchmark.extra_info["times faster than pairwise"] = round(took_s / benchmark.stats.stats.median, 1)
    if benchmark.stats is not None:
        median_s = benchmark.stats.stats.median
        benchmark.extra_info["microseconds a person"] = round(1e6 * median_s / count, 1)
        benchmark.extra_info["nanoseconds for each n log2 n"] = round(1e9 * median_s / (count * log(count, 2)))
