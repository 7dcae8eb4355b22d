"""Several calls at one desk: one is spoken in, the others wait; what comes in is taken, turned away or missed."""

import asyncio

import pytest

from app.phone import CallState, EndKind, SipAccount
from tests.phone.parties import connected, ended, several

pytestmark = [pytest.mark.phone, pytest.mark.anyio]


async def test_answering_a_second_call_holds_the_first_and_back(party, seen):
    desk, ann, bob = await several(party, 3)
    first, at_ann = await desk.talk_to(ann)
    at_bob = await bob.phone.call(desk.address)
    ring = await desk.rung()
    await desk.phone.ring(ring.id)
    await bob.phone.until(at_bob, lambda call: call.rang)
    assert connected(desk.now(first))  # call waiting: the first goes on meanwhile
    assert not desk.now(first).held
    await desk.phone.answer(ring.id)
    await desk.phone.until(ring.id, connected)
    await seen(lambda: ann.now(at_ann).held_there and desk.now(first).held)
    assert not bob.now(at_bob).held_there
    await desk.phone.activate(first)
    await seen(lambda: bob.now(at_bob).held_there and not ann.now(at_ann).held_there)
    await seen(lambda: desk.now(ring.id).held and not desk.now(first).held)
    await desk.phone.hold(ring.id, False)  # resuming is the same
    await seen(lambda: ann.now(at_ann).held_there and not bob.now(at_bob).held_there)


async def test_placing_a_second_call_holds_the_first_also_when_answers_come_late(party, seen):
    desk, ann, bob = await several(party, 3)
    first, at_ann = await desk.talk_to(ann)
    second, at_bob = await desk.talk_to(bob)
    await seen(lambda: ann.now(at_ann).held_there)
    await desk.phone.hang_up(first)
    await desk.phone.until(first, ended)
    third = await desk.phone.call(ann.address)  # rings while the second is taken up again
    ring = await ann.rung(2)
    await desk.phone.activate(second)
    await seen(lambda: not bob.now(at_bob).held_there)
    await ann.phone.answer(ring.id)
    await desk.phone.until(third, connected)
    await seen(lambda: bob.now(at_bob).held_there and desk.now(second).held)


async def test_what_is_held_hears_nothing(party, tmp_path, listen):
    desk, ann = await several(party, 2)
    mine, theirs = await desk.talk_to(ann)
    await desk.says(mine, 700)
    await ann.hears(theirs, tmp_path, listen, lambda ear: 700 in ear.tones(700))
    await desk.phone.hold(mine)
    await desk.phone.until(mine, lambda call: call.held)
    await ann.hears(theirs, tmp_path, listen, lambda ear: ear.loudest() < 200)
    await desk.phone.hold(mine, False)
    await ann.hears(theirs, tmp_path, listen, lambda ear: 700 in ear.tones(700))


async def test_do_not_disturb_lets_callers_hear_busy_and_tells_of_them(party, seen):
    desk, ann = await several(party, 2)
    desk.phone.set_do_not_disturb(True)
    call = await ann.phone.until(await ann.phone.call(desk.address), ended)
    assert call.ending.kind is EndKind.BUSY
    await seen(lambda: desk.missed)
    assert (desk.missed[0].number, desk.missed[0].because) == ("namedial", "do not disturb")
    assert not desk.rings
    assert not desk.told
    desk.phone.set_do_not_disturb(False)
    again = await ann.phone.call(desk.address)
    await desk.phone.reject((await desk.rung()).id)
    assert (await ann.phone.until(again, ended)).ending.kind is EndKind.BUSY


async def test_auto_answer_takes_a_call_but_never_out_of_another(party, seen):
    desk, ann, bob = await several(party, 3)
    desk.phone.set_auto_answer(0.05)
    at_ann = await ann.phone.call(desk.address)
    await ann.phone.until(at_ann, connected)
    assert desk.now(desk.rings[0].id).auto_answered
    at_bob = await bob.phone.call(desk.address)
    ring = await desk.rung(2)
    await asyncio.sleep(0.2)
    assert desk.now(ring.id).state is CallState.RINGING
    assert not connected(bob.now(at_bob))


async def test_a_fifth_caller_hears_busy_and_is_missed(party, seen):
    desk, ann, bob = await several(party, 3)
    for _ in range(4):
        await ann.phone.call(desk.address)
    await desk.rung(4)
    fifth = await bob.phone.until(await bob.phone.call(desk.address), ended)
    assert fifth.ending.kind is EndKind.BUSY
    await seen(lambda: desk.missed)
    assert (desk.missed[0].number, desk.missed[0].because) == ("namedial", "busy")
    for ring in desk.rings:
        await desk.phone.reject(ring.id, 603)
    await seen(lambda: not ann.calls and not desk.calls)
    await bob.talk_to(desk)


async def test_a_caller_who_gives_up_is_missed(party):
    desk, ann = await several(party, 2)
    call_id = await ann.phone.call(desk.address)
    ring = await desk.rung()
    await desk.phone.ring(ring.id)
    await ann.phone.until(call_id, lambda call: call.rang)
    await ann.phone.hang_up(call_id)
    assert (await desk.phone.until(ring.id, ended)).ending.kind is EndKind.MISSED


async def test_a_number_with_keys_is_dialled_then_keyed(party, seen):
    desk, ann = await several(party, 2)
    call_id = await desk.phone.call(f"{ann.address},,528#")
    ring = await ann.rung()
    await ann.phone.answer(ring.id)
    await seen(lambda: ann.now(ring.id).heard == "528#")
    assert desk.now(call_id).number == ann.address
    assert desk.now(call_id).keys == "528#"


@pytest.mark.parametrize("method", ["rfc4733", "info", "in-band"])
async def test_digits_are_sent_in_the_way_of_the_account(party, seen, tmp_path, listen, method):
    desk = await party(SipAccount("1001", "", "127.0.0.1", register=False, dtmf=method))
    ann = await party()
    mine, theirs = await desk.talk_to(ann)
    path = tmp_path / "digits.wav"
    await ann.phone.record(theirs, path)
    await desk.phone.send_keys(mine, "5#")
    await desk.phone.until(mine, lambda call: call.keys == "5#")
    if method != "in-band":
        await seen(lambda: ann.now(theirs).heard == "5#")
        return
    await asyncio.sleep(0.5)
    ear = listen(await ann.phone.stop_recording(theirs))
    heard = [{hz for hz in (770, 941, 1_336, 1_477) if ear.share(window, hz) > 0.2} for window in ear.windows()]
    assert {770, 1_336} in heard
    assert {941, 1_477} in heard
    assert not ann.now(theirs).heard
