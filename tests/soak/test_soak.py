"""A long day in some minutes: `python -m pytest -m soak tests/soak -s` shows the figures."""

import os
import signal

import pytest

from app.phone import EndKind
from tests.phone.conftest import *  # noqa: F403 - the telephones' fixtures
from tests.phone.parties import ended
from tests.soak.load import call_again_and_again, many_at_once

pytestmark = [pytest.mark.soak, pytest.mark.phone, pytest.mark.anyio, pytest.mark.timeout(1_800)]


async def test_a_thousand_calls_in_a_row(party):
    caller, callee = await party(), await party()
    soak = await call_again_and_again(caller, callee, 1_000, warm_up=200)
    print(f"\n{soak.calls} calls in {soak.seconds:.0f} s; {soak.warm_mb:.1f} MB, then {soak.last_mb:.1f} MB")
    assert soak.growth_mb < 5


@pytest.mark.peers
async def test_fifty_callers_within_a_second(party, peers, seen):
    desk = await party()
    await many_at_once(desk, peers, seen, 50)
    await (await party()).talk_to(desk)


async def test_a_far_end_that_died_is_said_at_once_and_the_call_ends_by_itself(party):
    """No RTP for five seconds; and no answer to the session's refresh (RFC 4028), which ends it."""
    desk, ann = await party(), await party(ping_every_s=1_000.0)
    mine, _ = await desk.talk_to(ann)
    os.kill(ann.phone.engine_pid, signal.SIGSTOP)
    assert (await desk.phone.until(mine, lambda call: call.silent_there, 10)).live
    call = await desk.phone.until(mine, ended, 200)
    print(f"\na call to a far end that died ended after {call.ended_at - call.connected_at:.0f} s")
    assert call.ending.kind is EndKind.CONNECTION_LOST
