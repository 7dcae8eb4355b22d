"""A long day in some minutes: `python -m pytest -m soak tests/soak -s` shows the figures."""

import pytest

from tests.phone.conftest import *  # noqa: F403 - the telephones' fixtures
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
