"""The soak (`tests/soak`), short enough for every run."""

import time

import pytest

from tests.phone.conftest import rms
from tests.soak.load import call_again_and_again, many_at_once

pytestmark = [pytest.mark.phone, pytest.mark.anyio]


async def test_calls_in_a_row(party):
    await call_again_and_again(await party(), await party(), 30, warm_up=0)


@pytest.mark.peers
async def test_more_callers_than_lines(party, peers, seen):
    desk = await party()
    await many_at_once(desk, peers, seen, 12)
    await (await party()).talk_to(desk)


async def test_a_second_of_full_load_here_loses_no_sound(party, tmp_path, listen):
    desk, ann = await party(), await party()
    mine, theirs = await desk.talk_to(ann)
    await ann.says(theirs, 700)
    await desk.hears(mine, tmp_path, listen, lambda ear: 700 in ear.tones(700))
    path = tmp_path / "under load.wav"
    await desk.phone.record(mine, path)
    await desk.phone.until(mine, lambda call: call.live)
    until = time.monotonic() + 1.0
    while time.monotonic() < until:  # neither this loop nor another thread of this process has a turn
        pass
    ear = listen(await desk.phone.stop_recording(mine))
    windows = ear.windows()
    assert len(windows) >= 18  # 50 ms each
    assert all(rms(window) > 1_000 and ear.share(window, 700) > 0.9 for window in windows[1:-1])
