"""An audit in a process of its own: the same as here, told as it goes, ended when nobody wants it any more."""

import asyncio
import io
import sys
import unicodedata
from datetime import UTC, datetime

import pytest

from app.auditing import AuditFailed, audited
from app.auditing import __main__ as worker
from app.auditing.run import WORKER_ARGV
from app.auditing.wire import Members, Question, framed
from app.directory import AS_DOCUMENTED, KAZOO_4, PROFILES, Directory, Entry, Snapshot, Trouble
from app.directory.audit import audit_of
from app.problem import Problem

NAMES = [
    ("Ann", "Lee"),
    ("Ann", "Lee"),
    ("Zoe", "Müller"),
    ("Zoe", unicodedata.normalize("NFD", "Müller")),
    ("王", "伟"),
]


def company(count, **settings):
    entries = [
        Entry(
            f"{number:04}",
            *NAMES[number % len(NAMES)],
            callflow_id="c" if number % 7 else "",
            number=str(number),
            numbers=(str(number), "+4912"),
            trouble=None if number % 7 else Trouble.NO_CALLFLOW,
        )
        for number in range(count)
    ]
    stored = {"min_dtmf": 3, "search_fields": "both"}
    return Snapshot.of(Directory("d", "Company", stored=stored, **settings), entries, datetime.now(UTC))


@pytest.mark.parametrize("profile", PROFILES, ids=[profile.name for profile in PROFILES])
def test_the_process_tells_what_is_told_here(profile):
    snapshot = company(1_200, flags=("a",))
    told = []
    audit = asyncio.run(audited(snapshot, profile, lambda done, of: told.append((done, of)), few=10))
    assert audit == audit_of(snapshot, profile)
    assert audit.directory.stored == snapshot.directory.stored
    assert told == [(500, 1_200), (1_000, 1_200)]


def test_a_few_people_need_no_process():
    snapshot = company(20)
    assert asyncio.run(audited(snapshot, AS_DOCUMENTED, argv=["/no/such/program"])) == audit_of(snapshot, AS_DOCUMENTED)


async def given_up(snapshot):
    started = asyncio.Event()
    task = asyncio.ensure_future(audited(snapshot, KAZOO_4, lambda done, of: started.set(), few=10))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_cancelling_ends_the_process(monkeypatch):
    made = []
    spawn = asyncio.create_subprocess_exec

    async def watched(*argv, **more):
        made.append(await spawn(*argv, **more))
        return made[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    asyncio.run(given_up(company(3_000)))
    assert [process.returncode is not None for process in made] == [True]


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["/no/such/program"], id="there is none"),
        pytest.param([sys.executable, "-c", "pass"], id="it ends at once"),
        pytest.param([sys.executable, "-c", "import sys; sys.stdout.write('\\0\\0')"], id="it ends in a frame"),
    ],
)
def test_a_process_that_fails_is_told(argv):
    with pytest.raises(AuditFailed) as failed:
        asyncio.run(audited(company(20), KAZOO_4, few=10, argv=argv))
    assert isinstance(failed.value.problem, Problem)


def test_the_process_ends_when_whoever_asked_is_gone():
    question = framed(Question(Directory("d", "D"), KAZOO_4.name, 2)) + framed(Members([Entry("0", "A", "B")]))
    with pytest.raises(EOFError):
        worker.main(io.BytesIO(question), io.BytesIO())
    assert WORKER_ARGV[1:] == ("-m", "app.auditing")
