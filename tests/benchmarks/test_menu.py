"""Steps of the menu a second, without a line: whole calls through a directory, on the virtual clock.

Run with `dev.py test tests/benchmarks --benchmark-enable`; steps a second and people stand in `extra_info`.
"""

import json
import lzma
import random
from pathlib import Path

import pytest

from app.directory import KAZOO_4, Directory, Entry, Menu, Rehearsal, check_recording, name_keys
from app.directory.menu import Key, PlayedOut, Tick

VECTORS = Path(__file__).parent.parent / "vectors"
SYLLABLES = ("an", "ber", "cor", "den", "el", "fin", "gar", "hol", "in", "jan", "kel", "lor", "mar", "per", "tor")


def people(count):
    dice = random.Random(count)
    return [
        Entry(f"{n:08x}", *("".join(dice.choices(SYLLABLES, k=3)).capitalize() for _ in "fl"), callflow_id=f"cf{n}")
        for n in range(count)
    ]


def caller(entries, calls):
    """Keys of as many people, each followed by a look at the first two results."""
    dice = random.Random(1)
    return [name_keys(e.first_name, e.last_name).last_first[:5] + "#29" for e in dice.choices(entries, k=calls)]


def steps_of(menu, scripts):
    """Put every caller through the bare machine; return how many steps that took."""
    taken = 0
    for script in scripts:
        position, _ = menu.begin()
        at_ms = 0
        for key in script:
            for event in (PlayedOut(at_ms), Tick(at_ms + 100), Key(at_ms + 200, key)):
                position, _ = menu.step(position, event)
                taken += 1
            at_ms += 200
    return taken


@pytest.mark.parametrize("count", [100, 10_000])
def test_steps(benchmark, count):
    entries = people(count)
    menu = Menu.of(Directory("d", "D"), entries, KAZOO_4)
    scripts = caller(entries, 200)
    taken = benchmark(steps_of, menu, scripts)
    assert taken == sum(3 * len(script) for script in scripts)
    if benchmark.stats is not None:
        benchmark.extra_info["steps a second"] = round(taken / benchmark.stats.stats.median)


def test_rehearsed_calls(benchmark):
    """With the playback: what is heard, and when."""
    entries = people(1_000)
    menu = Menu.of(Directory("d", "D"), entries, KAZOO_4)
    scripts = caller(entries, 100)

    def rehearse():
        for script in scripts:
            call = Rehearsal(menu)
            for n, key in enumerate(script):
                call.press(n * 200, key)
            call.run_out()
            assert call.outcome is not None

    benchmark(rehearse)
    if benchmark.stats is not None:
        benchmark.extra_info["calls a second"] = round(len(scripts) / benchmark.stats.stats.median)


def test_all_recorded_calls(benchmark):
    lines = []
    for file in ("traces.jsonl.xz", "traces_k5.jsonl.xz"):
        with lzma.open(VECTORS / file, "rt", encoding="utf-8") as stream:
            lines += map(json.loads, stream)
    parted = benchmark.pedantic(lambda: sum(check_recording(line) is not None for line in lines), rounds=1)
    assert parted == 0
    if benchmark.stats is not None:
        benchmark.extra_info["calls a second"] = round(len(lines) / benchmark.stats.stats.median)
