"""More calls than anybody has: one after the other, and all at once."""

import asyncio
from pathlib import Path

from attrs import frozen

from app.phone import EndKind
from tests.phone.parties import Party, connected, ended

__all__ = ["Soak", "call_again_and_again", "many_at_once", "memory_mb"]


@frozen
class Soak:
    """What a row of calls cost."""

    calls: int
    seconds: float
    warm_mb: float
    """Memory of the caller's and the callee's engine after the warm-up."""
    last_mb: float

    @property
    def growth_mb(self) -> float:
        return self.last_mb - self.warm_mb


def memory_mb(*phones: Party) -> float:
    """Resident memory of the engines."""
    total = 0
    for one in phones:
        status = Path(f"/proc/{one.phone.engine_pid}/status").read_text()
        total += int(status.partition("VmRSS:")[2].split()[0])
    return total / 1024


async def call_again_and_again(caller: Party, callee: Party, times: int, warm_up: int) -> Soak:
    """Call, be answered, hang up in turn by one side and the other; every call has to come and go as it should."""
    engines = caller.phone.engine_pid, callee.phone.engine_pid
    began, warm = asyncio.get_running_loop().time(), 0.0
    for number in range(times):
        if number == warm_up:
            warm = max(memory_mb(caller), memory_mb(callee))
        call_id = await caller.phone.call(callee.address)
        ring = await callee.rung(number + 1)
        await callee.phone.answer(ring.id)
        assert connected(await caller.phone.until(call_id, connected, 30))
        assert connected(await callee.phone.until(ring.id, connected, 30))
        first, second = (caller, call_id), (callee, ring.id)
        (one, one_id), (other, other_id) = (first, second) if number % 2 else (second, first)
        await one.phone.hang_up(one_id)
        assert (await one.phone.until(one_id, ended, 30)).ending.kind is EndKind.HUNG_UP
        assert (await other.phone.until(other_id, ended, 30)).ending.kind is EndKind.FAR_HUNG_UP
    assert (caller.phone.engine_pid, callee.phone.engine_pid) == engines
    assert not caller.calls
    assert not callee.calls
    last = max(memory_mb(caller), memory_mb(callee))
    return Soak(times, asyncio.get_running_loop().time() - began, warm, last)


async def many_at_once(desk: Party, peers, seen, callers: int) -> None:
    """So many call within a second: four ring, all others hear busy and are missed, and nobody is forgotten."""
    engine = desk.phone.engine_pid
    sending = ("-sn", "uac", desk.phone.status.address, "-s", "desk", "-i", "127.0.0.1", "-nostdin")
    pace = ("-m", callers, "-r", callers, "-rp", 1_000, "-p", peers.free_port())
    with peers.run("sipp", *sending, *pace, log="many.log"):
        await seen(lambda: len(desk.rings) + len(desk.missed) == callers)
        assert len(desk.rings) == 4
        assert {(missed.number, missed.because) for missed in desk.missed} == {("sipp", "busy")}
        for ring in desk.rings:
            await desk.phone.reject(ring.id)
        await seen(lambda: not desk.calls)
    assert all(desk.now(ring.id).ending.kind is EndKind.TURNED_AWAY for ring in desk.rings)
    assert desk.phone.engine_pid == engine
