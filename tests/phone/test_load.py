"""The soak (`tests/soak`), short enough for every run."""

import pytest

from tests.soak.load import call_again_and_again, many_at_once

pytestmark = [pytest.mark.phone, pytest.mark.anyio]


async def test_calls_in_a_row(party):
    await call_again_and_again(await party(), await party(), 30, warm_up=0)


@pytest.mark.peers
async def test_more_callers_than_lines(party, peers, seen):
    desk = await party()
    await many_at_once(desk, peers, seen, 12)
    await (await party()).talk_to(desk)
