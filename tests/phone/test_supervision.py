import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.phone import CallState, EndKind, EngineNotReady, Phone, PhoneState, PhoneUnavailable
from app.phone.messages import Close, Fatal, Open, Ready, encode

pytestmark = pytest.mark.anyio


def pretend_engine(*lines: str) -> tuple[str, ...]:
    """An engine that says `lines` to whatever it is told first, and then does as `lines[-1]` says."""
    return (sys.executable, "-c", "import sys, time\nsys.stdin.readline()\n" + "\n".join(lines))


def say(event) -> str:
    return f"print({encode(event).decode().strip()!r}, flush=True)"


READY = say(Ready(address="127.0.0.1:5060"))


@pytest.mark.phone
async def test_a_killed_engine_ends_the_call_in_words_and_the_next_call_works(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        told = []
        phone = await desk(account, on_status=told.append)
        call_id = await phone.call("2001")
        await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
        os.kill(phone.engine_pid, signal.SIGKILL)
        call = await phone.until(call_id, lambda call: not call.live)
        assert call.ending.kind is EndKind.ENGINE_STOPPED
        assert "phone engine stopped" in call.ending.text
        again = await phone.call("2001")  # waits for the new engine instead of failing
        assert (await phone.until(again, lambda call: not call.live or call.connected_at)).connected_at
        await phone.send_keys(again, "4")
        await seen(lambda: "4" in phones.heard("2001"))
    states = [status.state for status in told]
    assert states.index(PhoneState.RESTARTING) < len(states) - 1 - states[::-1].index(PhoneState.READY)
    assert "started again" in next(status.text for status in told if status.state is PhoneState.RESTARTING)


@pytest.mark.phone
async def test_the_sandbox_frees_the_line_of_a_caller_that_vanished(desk, sandbox, seen):
    async with sandbox(silent_after_s=1.0) as (phones, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
        os.kill(phone.engine_pid, signal.SIGKILL)
        await seen(lambda: not phones.phone.live_calls)
        assert phones.calls[0].silent_there


@pytest.mark.phone
async def test_the_engine_ignores_ctrl_c(desk, seen):
    phone = await desk()
    before = phone.engine_pid
    os.kill(before, signal.SIGINT)
    with pytest.raises(TimeoutError):
        await seen(lambda: phone.engine_pid != before, 0.3)


@pytest.mark.phone
def test_the_engine_leaves_cleanly_when_its_desk_does():
    pipe = subprocess.PIPE
    engine = subprocess.Popen([sys.executable, "-m", "app.phone.engine"], stdin=pipe, stdout=pipe, stderr=pipe)
    engine.stdin.write(encode(Open(address="127.0.0.1", sound=False)))
    engine.stdin.flush()
    assert b'"ready"' in engine.stdout.readline()
    began = time.monotonic()
    engine.communicate(timeout=10)
    assert engine.returncode == 0
    assert time.monotonic() - began < 3


@pytest.mark.phone
def test_the_engine_leaves_when_told_and_survives_rubbish():
    pipe = subprocess.PIPE
    engine = subprocess.Popen([sys.executable, "-m", "app.phone.engine"], stdin=pipe, stdout=pipe, stderr=pipe)
    told = b'rubbish\n{"do":"hang up","call":"none"}\n{"do":"eat"}\n'
    out, _ = engine.communicate(told + encode(Open(address="127.0.0.1", sound=False)) + encode(Close()), timeout=20)
    assert engine.returncode == 0
    events = [line for line in out.splitlines() if b'"failed"' in line]
    assert len(events) == 3
    assert b'"ready"' in out


@pytest.mark.phone
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_killed_desk_takes_its_engine_along(tmp_path):
    desk = (
        "import asyncio\nfrom app.phone import Open, Phone\n"
        "async def main():\n"
        "    phone = Phone(settings=Open(address='127.0.0.1', sound=False))\n"
        "    await phone.start()\n"
        "    print(phone.engine_pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", desk], stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    limit = time.monotonic() + 10
    while _runs(pid):
        assert time.monotonic() < limit
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_an_engine_that_cannot_work_is_not_started_again_and_says_why():
    told = []
    phone = Phone(
        on_status=told.append, engine_argv=pretend_engine(say(Fatal(text="No library here.", unavailable=True)))
    )
    with pytest.raises(PhoneUnavailable) as refused:
        await phone.start()
    assert "No library here." in refused.value.problem.happened
    assert phone.status.state is PhoneState.UNAVAILABLE
    assert not phone.status.can_call
    await phone.close()
    assert told[-1].state is PhoneState.OFF


async def test_an_engine_that_never_gets_ready_is_said_in_time():
    phone = Phone(engine_argv=pretend_engine("sys.exit(3)"), ready_limit_s=0.3)
    with pytest.raises(EngineNotReady) as refused:
        await phone.start()
    assert "being started again" in refused.value.problem.happened
    await phone.close()


async def test_a_program_that_is_not_there_is_no_crash():
    phone = Phone(engine_argv=("/nowhere/engine",), ready_limit_s=0.2)
    with pytest.raises(EngineNotReady):
        await phone.start()
    await phone.close()


async def test_restarts_are_spaced_out(tmp_path, seen):
    starts = tmp_path / "starts"
    noting = f"open({str(starts)!r}, 'a').write(str(time.monotonic()) + '\\n')"
    phone = Phone(engine_argv=pretend_engine(noting, READY, "sys.exit(1)"))
    await phone.start()
    await seen(lambda: starts.exists() and len(starts.read_text().split()) >= 3)
    first, second, third = map(float, starts.read_text().split()[:3])
    await phone.close()
    assert second - first < third - second
    assert third - second >= 1.0


async def test_a_line_that_is_no_event_and_a_listener_that_fails_stop_nothing():
    def fail(_):
        raise ValueError("a listener's mistake")

    phone = Phone(on_status=fail, engine_argv=pretend_engine("print('rubbish')", READY, "sys.stdin.read()"))
    await phone.start()
    assert phone.status.state is PhoneState.READY
    await phone.close()


async def test_an_engine_that_does_not_leave_is_killed(caplog):
    phone = Phone(engine_argv=pretend_engine(READY, "time.sleep(60)"))
    await phone.start()
    began = time.monotonic()
    await phone.close()
    assert time.monotonic() - began < 8
    assert "was killed" in caplog.text
