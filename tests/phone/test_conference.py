"""Three people in one conversation, each heard by both others; then apart again, or without the desk."""

import pytest

from app.phone import EndKind, NotNow
from tests.phone.parties import connected, ended, several

pytestmark = [pytest.mark.phone, pytest.mark.anyio]
ANN, BOB, DESK = 600, 1_000, 1_500


def only(*wanted):
    """A recording in which exactly these of the three tones sound at once, each with a share of the energy."""

    def check(ear):
        window = ear.samples[-1_600:]
        heard = {hz for hz in (ANN, BOB, DESK) if ear.share(window, hz) > 0.1}
        return heard == set(wanted) and ear.loudest() > 200 if wanted else ear.loudest() < 200

    return check


@pytest.fixture
async def conference(party):
    """A desk in a conference with Ann and Bob; everybody says a tone of their own."""
    desk = await party()
    ann, bob = await several(party, 2, one_active=False)
    with_ann, at_ann = await desk.talk_to(ann)
    with_bob, at_bob = await desk.talk_to(bob)
    await desk.phone.conference([with_ann, with_bob])
    await desk.phone.until(with_ann, lambda call: call.in_conference and not call.held)
    await ann.says(at_ann, ANN)
    await bob.says(at_bob, BOB)
    for call_id in (with_ann, with_bob):
        await desk.says(call_id, DESK)
    return desk, ann, bob, with_ann, with_bob, at_ann, at_bob


async def test_everybody_hears_both_others_and_after_the_split_only_the_desk(conference, tmp_path, listen, seen):
    desk, ann, bob, with_ann, with_bob, at_ann, at_bob = conference
    await ann.hears(at_ann, tmp_path, listen, only(BOB, DESK))
    await bob.hears(at_bob, tmp_path, listen, only(ANN, DESK))
    await desk.hears(with_ann, tmp_path, listen, only(ANN))
    await desk.hears(with_bob, tmp_path, listen, only(BOB))
    await desk.phone.mute(with_ann)
    await ann.hears(at_ann, tmp_path, listen, only(BOB))  # muted is the desk, not the others
    await desk.phone.mute(with_ann, False)
    await desk.phone.split()
    await seen(lambda: ann.now(at_ann).held_there and not bob.now(at_bob).held_there)
    assert not desk.now(with_ann).in_conference
    assert not desk.now(with_bob).in_conference
    await bob.hears(at_bob, tmp_path, listen, only(DESK))
    await ann.hears(at_ann, tmp_path, listen, only())


async def test_leaving_lets_the_other_two_talk_on(conference, tmp_path, listen):
    desk, ann, bob, with_ann, with_bob, at_ann, at_bob = conference
    await desk.phone.leave_conference()
    for call_id in (with_ann, with_bob):
        assert (await desk.phone.until(call_id, ended)).ending.kind is EndKind.TRANSFERRED
    assert not desk.calls
    await ann.phone.until(at_ann, ended)
    await bob.phone.until(at_bob, ended)
    (from_ann,), (at_bob_now,) = ann.calls, bob.calls
    await ann.phone.until(from_ann.id, connected)
    await ann.says(from_ann.id, ANN)
    await bob.hears(at_bob_now.id, tmp_path, listen, only(ANN))


async def test_where_leaving_is_not_allowed_the_conference_goes_on_and_says_so(conference, tmp_path, listen, deaf_port):
    desk, ann, _, with_ann, with_bob, at_ann, _ = conference
    await ann.fill_lines(deaf_port)
    await desk.phone.leave_conference()
    call = await desk.phone.until(with_ann, lambda call: call.transfer and call.transfer.state == "failed")
    assert "did not work" in call.transfer.text
    assert call.in_conference
    assert desk.now(with_bob).in_conference
    assert desk.now(with_bob).transfer is None
    await ann.hears(at_ann, tmp_path, listen, only(BOB, DESK))


async def test_who_is_left_alone_is_in_no_conference(conference, tmp_path, listen):
    desk, ann, bob, with_ann, with_bob, at_ann, at_bob = conference
    await bob.phone.hang_up(at_bob)
    await desk.phone.until(with_bob, ended)
    await desk.phone.until(with_ann, lambda call: not call.in_conference)
    await ann.hears(at_ann, tmp_path, listen, only(DESK))
    with pytest.raises(NotNow):
        await desk.phone.leave_conference()
    with pytest.raises(NotNow):
        await desk.phone.conference([with_ann, with_ann])
