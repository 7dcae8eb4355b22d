"""How long a directory takes on paper, beside htmldoc on the page KAZOO itself prints.

Both get the same 10,000 distinct people. htmldoc is a process of its own, so ours is started as one too.
"""

import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import pytest

from app.directory import Directory, Entry, Snapshot
from app.export import directory_pdf

PEOPLE = 10_000
ROUNDS = 5
TITLES = ("", "", "Sales", "Customer Service", "Accounting", "Research and Development")
ROW = "<tr><td>{}</td><td>{}</td><td><ul><li>{}</li></ul></td></tr>"
HEAD = "<html><body><h1>{}</h1><table><tr><th>Last Name</th><th>First Name</th><th>Numbers</th></tr>"
OURS = """
import msgspec, sys
from datetime import date, datetime, timezone
from app.directory import Directory, Entry, Snapshot
from app.export import directory_pdf
rows = msgspec.json.decode(open(sys.argv[1], "rb").read())
entries = [Entry(*row[:3], number=row[3], title=row[4]) for row in rows]
snapshot = Snapshot(Directory("d", "All staff"), tuple(entries), datetime.now(timezone.utc), None)
paper = directory_pdf(snapshot, company="Example", made_on=date(2026, 11, 24), compression=1)
open(sys.argv[2], "wb").write(paper.pdf)
"""
SYLLABLES = (
    *("an", "ba", "ber", "cor", "dan", "el", "fa", "gar", "hol", "in", "jan", "ker", "lo", "mar", "nes"),
    *("or", "pet", "qui", "ros", "sta", "tor", "ul", "van", "wes", "xen", "yor", "zim"),
)


def people() -> list[Entry]:
    """Latin people with family names that differ, as in a big company."""
    choose = random.Random(2)
    families: set[str] = set()
    while len(families) < PEOPLE:
        families.add("".join(choose.choices(SYLLABLES, k=choose.randint(2, 4))).capitalize())
    given_names = ["".join(choose.choices(SYLLABLES, k=2)).capitalize() for _ in range(400)]
    return [
        Entry(
            f"{place:032x}", choose.choice(given_names), family, number=str(20_000 + place), title=choose.choice(TITLES)
        )
        for place, family in enumerate(sorted(families))
    ]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.of(Directory("d", "All staff"), people(), datetime(2026, 11, 24, tzinfo=UTC))


def test_paper_of_ten_thousand(benchmark, snapshot):
    """In the running program, where everything is imported already."""
    paper = benchmark(directory_pdf, snapshot, company="Example", made_on=date(2026, 11, 24), compression=1)
    benchmark.extra_info["pages"] = paper.pages
    benchmark.extra_info["bytes"] = len(paper.pdf)
    assert paper.missing == ()


@pytest.mark.peers("htmldoc")
def test_paper_beside_htmldoc(benchmark, snapshot, tmp_path):
    """Both as processes from start to file, in turn; the ratio is ours to htmldoc's, below 1 is faster."""
    ours, theirs = _commands(snapshot, tmp_path)
    rounds = 1 if benchmark.disabled else ROUNDS
    # an installed program is compiled already: the first, unmeasured round does that here
    benchmark.pedantic(_seconds, args=(ours, tmp_path), rounds=rounds, warmup_rounds=1)
    times = [(_seconds(ours, tmp_path), _seconds(theirs, tmp_path)) for _ in range(rounds)]
    benchmark.extra_info["htmldoc_seconds"] = median(other for _, other in times)
    benchmark.extra_info["ratio"] = median(own / other for own, other in times)
    assert (tmp_path / "ours.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "theirs.pdf").read_bytes().startswith(b"%PDF")


def _commands(snapshot: Snapshot, folder: Path) -> tuple[list[str], list[str]]:
    import msgspec

    rows = [(e.user_id, e.first_name, e.last_name, e.number, e.title) for e in snapshot.entries]
    (folder / "people.json").write_bytes(msgspec.json.encode(rows))
    table = "".join(ROW.format(e.last_name, e.first_name, e.number) for e in snapshot.entries)
    (folder / "people.html").write_text(HEAD.format("All staff") + table + "</table></body></html>", encoding="utf-8")
    ours = [sys.executable, "-c", OURS, str(folder / "people.json"), str(folder / "ours.pdf")]
    theirs = ["htmldoc", "--quiet", "--webpage", "-f", str(folder / "theirs.pdf"), str(folder / "people.html")]
    return ours, theirs


def _seconds(command: list[str], folder: Path) -> float:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start
