from hypothesis import given
from hypothesis import strategies as st

from app.phone.engine.keys import KEY_S, PAUSE_S, KeyQueue
from app.phone.engine.ring import BYTES_PER_MS, Ring


def times_of(queue, until_s):
    steps = (step / 1000 for step in range(int(until_s * 1000)))
    return [(round(now, 3), due[0]) for now in steps if (due := queue.due(now)) is not None]


def test_keys_leave_at_the_pace_of_the_wire():
    queue = KeyQueue()
    queue.add("52#")
    assert times_of(queue, 2) == [(0.0, "5"), (KEY_S, "2"), (2 * KEY_S, "#")]


def test_a_comma_is_half_a_second_more():
    queue = KeyQueue()
    queue.add("1,2")
    assert times_of(queue, 2) == [(0.0, "1"), (KEY_S + PAUSE_S, "2")]


def test_a_key_put_back_comes_again_first():
    queue = KeyQueue()
    queue.add("12")
    queue.put_back(*queue.due(0.0), 0.0)
    assert [key for _, key in times_of(queue, 2)] == ["1", "2"]


def test_a_ring_waits_until_it_has_enough_and_starts_over_when_it_runs_dry():
    ring = Ring(fill_ms=20)
    frame = bytes(10 * BYTES_PER_MS)
    ring.push(frame * 2)
    assert ring.pull(len(frame)) is None
    ring.push(frame)
    assert [ring.pull(len(frame)) for _ in range(4)] == [frame, frame, frame, None]
    ring.push(frame)
    assert ring.pull(len(frame)) is None


@given(st.lists(st.binary(max_size=2_000)))
def test_a_ring_never_holds_more_than_its_limit_and_keeps_the_newest(pieces):
    ring = Ring(fill_ms=0, limit_ms=20, keep_ms=10)
    for piece in pieces:
        ring.push(piece)
    kept = b""
    while (byte := ring.pull(1)) is not None:
        kept += byte
    assert len(kept) <= 20 * BYTES_PER_MS
    assert b"".join(pieces).endswith(kept)


def test_a_cleared_ring_is_empty():
    ring = Ring(fill_ms=0)
    ring.push(b"12")
    ring.clear()
    assert ring.pull(1) is None
