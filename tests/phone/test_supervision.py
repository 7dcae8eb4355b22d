import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.phone import (
    CallState,
    EndKind,
    EngineNotReady,
    NoSuchCall,
    Phone,
    PhoneState,
    PhoneUnavailable,
    SipAccount,
    TooManyCalls,
)
from app.phone.messages import Close, Failed, Fatal, Open, Pong, Ready, Registration, SoundState, encode

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
    engine.communicate(timeout=20)
    assert engine.returncode == 0


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
    _, second, third = map(float, starts.read_text().split()[:3])
    await phone.close()
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
    await phone.close()
    assert "was killed" in caplog.text


@pytest.mark.phone
async def test_a_killed_engine_ends_a_call_that_rings(desk, sandbox):
    async with sandbox() as (_, account):
        phone = await desk(account)
        call_id = await phone.call("2091")
        await phone.until(call_id, lambda call: call.rang)
        os.kill(phone.engine_pid, signal.SIGKILL)
        call = await phone.until(call_id, lambda call: not call.live)
        assert call.ending.kind is EndKind.ENGINE_STOPPED
        assert (await connected(phone, await phone.call("2001"))).connected_at


@pytest.mark.phone
async def test_a_killed_engine_ends_a_call_that_is_being_dialled(desk, deaf_port):
    phone = await desk(SipAccount("1001", "", "sip.test", server=f"127.0.0.1:{deaf_port}", register=False))
    call_id = await phone.call("2001")
    await phone.until(call_id, lambda call: call.sip_call_id)
    os.kill(phone.engine_pid, signal.SIGKILL)
    call = await phone.until(call_id, lambda call: not call.live)
    assert call.ending.kind is EndKind.ENGINE_STOPPED
    assert not phone.live_calls


@pytest.mark.phone
async def test_an_engine_killed_twice_in_a_row_comes_back_and_a_waiting_call_with_it(desk, sandbox, seen):
    async with sandbox() as (_, account):
        phone = await desk(account)
        for _ in range(2):
            killed = phone.engine_pid
            os.kill(killed, signal.SIGKILL)
            await seen(lambda killed=killed: phone.engine_pid not in (killed, None))
        assert (await connected(phone, await phone.call("2001"))).connected_at


@pytest.mark.phone
async def test_the_sandbox_comes_back_where_it_was(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        killed = phones.phone.engine_pid
        os.kill(killed, signal.SIGKILL)
        await seen(lambda: phones.phone.engine_pid not in (killed, None) and phones.phone.status.address)
        assert phones.phone.status.address == account.server
        phone = await desk(account)
        assert (await connected(phone, await phone.call("2001"))).connected_at


async def connected(phone, call_id):
    return await phone.until(call_id, lambda call: not call.live or call.connected_at)


@pytest.mark.phone
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="stops a process")
async def test_a_frozen_engine_is_killed_and_the_next_call_works(desk, sandbox):
    async with sandbox() as (_, account):
        phone = await desk(account, ping_every_s=0.1, ping_limit_s=1.5)
        call_id = await phone.call("2001")
        assert (await connected(phone, call_id)).connected_at
        frozen = phone.engine_pid
        os.kill(frozen, signal.SIGSTOP)
        call = await phone.until(call_id, lambda call: not call.live, 30)
        assert call.ending.kind is EndKind.ENGINE_STOPPED
        assert (await connected(phone, await phone.call("2001"))).connected_at
        assert phone.engine_pid != frozen


DEAF = (READY, "sys.stdin.read()")


@pytest.mark.parametrize(("transport", "missed"), [("udp", 2), ("tcp", 2), ("tls", 5)])
async def test_an_engine_that_may_be_looking_up_a_name_is_given_more_time(caplog, seen, transport, missed):
    phone = Phone(engine_argv=pretend_engine(*DEAF), ping_every_s=0.01, ping_limit_s=0.02)
    await phone.start(SipAccount("1001", "", "sip.test", server="sip.example.com", transport=transport))
    await seen(lambda: "unanswered" in caplog.text)
    assert f"has left {missed} pings unanswered" in caplog.text
    await phone.close()


async def test_a_call_whose_end_the_server_never_confirms_ends_here():
    phone = Phone(engine_argv=pretend_engine(*DEAF), hang_up_limit_s=0.1)
    await phone.start(SipAccount("1001", "", "sip.test", server="127.0.0.1:9"))
    call_id = await phone.call("2001")
    await phone.mute(call_id)  # it has been sent
    await phone.hang_up(call_id)
    assert phone.find(call_id).live
    assert (await phone.until(call_id, lambda call: not call.live)).ending.kind is EndKind.CANCELLED
    await phone.close()


async def test_closing_starts_no_other_engine(tmp_path):
    starts = tmp_path / "starts"
    noting = f"open({str(starts)!r}, 'a').write('started ')"
    parting = say(Registration(state="off", status=200))
    phone = Phone(engine_argv=pretend_engine(noting, READY, "sys.stdin.read()", parting))
    await phone.start()
    await phone.close()
    assert starts.read_text().split() == ["started"]
    assert phone.status.state is PhoneState.OFF
    await phone.start()
    assert phone.status.state is PhoneState.READY
    await phone.close()


async def test_one_ping_left_unanswered_kills_nobody():
    pongs = (
        "for number, line in enumerate(sys.stdin):",
        "    if number % 2:",
        f"        {say(Pong())}",
    )
    phone = Phone(engine_argv=pretend_engine(READY, *pongs), ping_every_s=0.01, ping_limit_s=0.75)
    await phone.start()
    engine = phone.engine_pid
    await asyncio.sleep(2.0)
    assert phone.engine_pid == engine
    await phone.close()


async def test_a_line_without_end_is_no_event_and_stops_nothing(seen):
    flood = "for pipe in sys.stdout, sys.stderr: print('x' * 3_000_000, file=pipe, flush=True)"
    heard = say(SoundState(speaker=True, microphone=True, text="heard"))
    phone = Phone(engine_argv=pretend_engine(READY, flood, heard, "sys.stdin.read()"))
    await phone.start()
    engine = phone.engine_pid
    await seen(lambda: phone.status.sound_text == "heard")
    assert phone.engine_pid == engine
    await phone.close()


async def test_an_event_that_makes_no_sense_costs_the_engine_and_not_the_phone(tmp_path, seen):
    starts = tmp_path / "starts"
    noting = f"open({str(starts)!r}, 'a').write('started ')"
    nonsense = say(Ready(address="nowhere:at all"))
    flood = "print('x' * 500_000, flush=True)"
    phone = Phone(engine_argv=pretend_engine(noting, nonsense, flood, "time.sleep(60)"), keep_port=True)
    starting = asyncio.create_task(phone.start())
    await seen(lambda: starts.exists() and len(starts.read_text().split()) >= 2)
    starting.cancel()
    await phone.close()
    assert phone.status.state is PhoneState.OFF


async def test_a_port_that_cannot_be_had_is_tried_again(tmp_path, seen):
    first = tmp_path / "first"
    once = (
        f"import os\nif not os.path.exists({str(first)!r}):",
        f"    open({str(first)!r}, 'w').close()",
        f"    {say(Failed(do='open', reason='address in use'))}",
        "    time.sleep(60)",
    )
    phone = Phone(engine_argv=pretend_engine(*once, *DEAF))
    await phone.start()
    assert phone.status.state is PhoneState.READY
    await phone.close()


ACCOUNT = SipAccount("1001", "", "sip.test", server="127.0.0.1:9", register=False)


async def test_a_call_that_waits_for_the_engine_is_shown_and_can_be_given_up():
    told = []
    phone = Phone(on_call=told.append, engine_argv=pretend_engine("sys.stdin.read()"), ready_limit_s=0.3)
    with pytest.raises(EngineNotReady):
        await phone.start(ACCOUNT)
    call_id = await phone.call("2001", "Ann")
    assert [(call.id, call.state, call.name) for call in told] == [(call_id, CallState.DIALLING, "Ann")]
    await phone.hang_up(call_id)
    assert phone.find(call_id).ending.kind is EndKind.CANCELLED
    second = await phone.call("2001")
    call = await phone.until(second, lambda call: not call.live)
    assert "engine is not running" in call.ending.happened
    assert call.ending.next_step
    third = await phone.call("2001")
    await phone.close()
    assert phone.find(third).ending.kind is EndKind.CANCELLED


async def test_what_was_given_up_is_never_sent_and_keys_wait_for_their_call(tmp_path):
    told = tmp_path / "told"
    late = ("time.sleep(0.5)", READY, f"open({str(told)!r}, 'w').write(sys.stdin.read())")
    phone = Phone(engine_argv=pretend_engine(*late))
    starting = asyncio.create_task(phone.start(ACCOUNT))
    await asyncio.sleep(0)
    given_up, kept = await phone.call("2001"), await phone.call("2002")
    keys = asyncio.create_task(phone.send_keys(kept, "5"))
    keyless = asyncio.create_task(phone.send_keys(given_up, "6"))
    await asyncio.sleep(0)
    await phone.hang_up(given_up)
    await asyncio.gather(starting, keys)
    with pytest.raises(NoSuchCall):
        await keyless
    await phone.close()
    said = [line.split('"')[3] for line in told.read_text().splitlines()]
    assert said == ["log level", "account", "dial", "keys", "close"]
    assert "2001" not in told.read_text()


async def test_lines_are_counted_before_anything_is_shown():
    told = []
    phone = Phone(on_call=told.append, engine_argv=pretend_engine("sys.stdin.read()"), ready_limit_s=0.1)
    with pytest.raises(EngineNotReady):
        await phone.start(ACCOUNT)
    for _ in range(4):
        await phone.call("2001")
    with pytest.raises(TooManyCalls):
        await phone.call("2001")
    assert len(told) == 4
    await phone.close()
    assert not phone.live_calls


async def test_a_call_the_engine_does_not_know_can_be_hung_up():
    unknown = (
        "for line in sys.stdin:",
        "    if 'hang up' in line:",
        f"        {say(Failed(do='hang up', call='c1', reason='KeyError'))}",
    )
    phone = Phone(engine_argv=pretend_engine(READY, *unknown), new_id=lambda: "c1")
    await phone.start(ACCOUNT)
    await phone.call("2001")
    await phone.send_keys("c1", "1")  # it has been sent
    await phone.hang_up("c1")
    assert (await phone.until("c1", lambda call: not call.live)).ending.kind is EndKind.CANCELLED
    await phone.close()
