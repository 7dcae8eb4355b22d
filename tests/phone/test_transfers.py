"""A caller is sent on, blind or after a word with the target, in three processes; nobody is lost on the way."""

import asyncio

import pytest

from app.phone import CallState, EndKind, NotNow, PhoneState, SipAccount
from tests.phone.baresip import baresip
from tests.phone.kamailio import kamailio
from tests.phone.parties import connected, ended, several

pytestmark = [pytest.mark.phone, pytest.mark.anyio]


@pytest.fixture
async def three(party):
    """A desk that speaks with Ann, and Bob, who may be called."""
    desk, ann, bob = await several(party, 3)
    mine, at_ann = await desk.talk_to(ann)
    return desk, ann, bob, mine, at_ann


def states(told, call_id):
    """The states of a call's transfer, each once, in their order."""
    transfers = [call.transfer.state for call in told if call.id == call_id and call.transfer]
    return list(dict.fromkeys(transfers))


async def test_a_blind_transfer_is_followed_to_its_end(three):
    desk, ann, bob, mine, at_ann = three
    await desk.phone.transfer(mine, bob.address)
    ring = await bob.rung()
    assert ring.number == "namedial"
    await bob.phone.ring(ring.id)
    await desk.phone.until(mine, lambda call: call.transfer.state == "ringing")
    assert ann.now(at_ann).held_there
    await bob.phone.answer(ring.id)
    call = await desk.phone.until(mine, ended)
    assert call.ending.kind is EndKind.TRANSFERRED
    assert states(desk.told, mine) == ["trying", "ringing", "done"]
    assert bob.address in call.transfer.text
    old = await ann.phone.until(at_ann, ended)
    assert old.ending.kind is EndKind.TRANSFERRED
    (new,) = ann.calls
    assert (new.replaces, new.number) == (at_ann, "someone")
    assert connected(await ann.phone.until(new.id, connected))
    assert connected(await bob.phone.until(ring.id, connected))


@pytest.mark.parametrize(("status", "words"), [(486, "busy"), (603, "declined"), (404, "does not exist")])
async def test_a_blind_transfer_that_fails_gives_the_caller_back(three, status, words, seen):
    desk, ann, bob, mine, at_ann = three
    await desk.phone.transfer(mine, bob.address)
    await bob.phone.reject((await bob.rung()).id, status)
    call = await desk.phone.until(mine, lambda call: call.transfer.state == "failed" and not call.held)
    assert connected(call)
    assert words in call.transfer.text
    await seen(lambda: not ann.now(at_ann).held_there and len(ann.calls) == 1)
    await desk.phone.transfer(mine, bob.address)  # and can be sent on again
    ring = await bob.rung(2)
    await bob.phone.answer(ring.id)
    await desk.phone.until(mine, ended)
    assert (await ann.phone.until(at_ann, ended)).ending.kind is EndKind.TRANSFERRED
    await bob.phone.until(ring.id, connected)
    assert [call.state for call in (*ann.calls, *bob.calls)] == [CallState.CONNECTED] * 2
    assert not desk.calls


async def test_an_attended_transfer_connects_the_other_two(three, tmp_path, listen):
    desk, ann, bob, mine, at_ann = three
    consult, at_bob = await desk.talk_to(bob)
    await desk.phone.transfer_to(mine, consult)
    for call_id in (mine, consult):
        assert (await desk.phone.until(call_id, ended)).ending.kind is EndKind.TRANSFERRED
    assert desk.now(mine).transfer.state == "done"
    assert (await bob.phone.until(at_bob, ended)).ending.kind is EndKind.TRANSFERRED
    await ann.phone.until(at_ann, ended)
    (new,) = ann.calls
    (taken,) = bob.calls
    assert new.replaces == at_ann
    assert taken.replaces == at_bob
    await ann.phone.until(new.id, connected)
    await ann.says(new.id, 700)
    await bob.hears(taken.id, tmp_path, listen, lambda ear: 700 in ear.tones(700))
    assert not desk.calls


async def test_completing_while_the_target_still_rings(three):
    desk, ann, bob, mine, at_ann = three
    consult = await desk.phone.call(bob.address)
    ring = await bob.rung()
    await bob.phone.ring(ring.id)
    await desk.phone.until(consult, lambda call: call.rang)
    await desk.phone.transfer_to(mine, consult)
    again = await bob.rung(2)
    await bob.phone.answer(again.id)
    assert (await desk.phone.until(mine, ended)).ending.kind is EndKind.TRANSFERRED
    assert not desk.calls
    assert (await ann.phone.until(at_ann, ended)).ending.kind is EndKind.TRANSFERRED
    assert connected(await bob.phone.until(again.id, connected))


async def test_returning_to_the_caller_after_a_word_with_the_target(three, seen):
    desk, ann, bob, mine, at_ann = three
    consult, _ = await desk.talk_to(bob)
    await desk.phone.hang_up(consult)
    await desk.phone.activate(mine)
    await seen(lambda: not ann.now(at_ann).held_there and not bob.calls)


async def test_what_cannot_be_transferred_is_said(three):
    desk, _, bob, mine, _ = three
    consult = await desk.phone.call(bob.address)
    with pytest.raises(NotNow):
        await desk.phone.transfer(consult, "2001")
    with pytest.raises(NotNow):
        await desk.phone.transfer_to(mine, mine)
    await desk.phone.hang_up(consult)
    await bob.phone.call(desk.address)
    ring = await desk.rung()
    with pytest.raises(NotNow):
        await desk.phone.transfer_to(mine, ring.id)
    assert connected(desk.now(mine))


async def test_without_a_last_word_the_caller_comes_back(party, seen):
    desk, ann, bob = await several(party, 3, transfer_limit_s=0.5)
    mine, at_ann = await desk.talk_to(ann)
    await desk.phone.transfer(mine, bob.address)
    await bob.rung()  # and never answered
    call = await desk.phone.until(mine, lambda call: call.transfer.state == "failed" and not call.held)
    assert "nobody says" in call.transfer.text
    await seen(lambda: not ann.now(at_ann).held_there)


@pytest.mark.parametrize(
    "target", ["sip:bob@[::1]", f"sip:bob@{'x' * 64}.invalid", "sip:bob@127.0.0.1:9;transport=tcp"]
)
async def test_a_target_that_cannot_be_called_costs_nobody_a_line(three, seen, target):
    desk, ann, _, mine, at_ann = three
    await desk.phone.transfer(mine, target)
    call = await desk.phone.until(mine, lambda call: call.transfer.state == "failed" and not call.held)
    assert connected(call)
    await seen(lambda: [call.id for call in ann.calls] == [at_ann])
    assert not ann.now(at_ann).passed_on_to


async def test_a_transferee_without_a_free_line_says_so(three, deaf_port):
    desk, ann, bob, mine, at_ann = three
    await ann.fill_lines(deaf_port)
    await desk.phone.transfer(mine, bob.address)
    call = await desk.phone.until(mine, lambda call: call.transfer.state == "failed" and not call.held)
    assert connected(call)
    assert connected(ann.now(at_ann))
    assert not bob.rings


@pytest.fixture
async def registered(party, peers, seen, write_tone):
    """A desk (1001) that speaks with a telephone not ours (1003), and Bob (1002), all at one server."""
    with kamailio(peers, peers.free_port()) as server:
        line = f'<sip:1003@sip.test>;auth_pass=pw1003;outbound="sip:{server}";answermode=auto;regint=60'
        with baresip(peers, write_tone, line):
            desk, bob = [await party(SipAccount(user, f"pw{user}", "sip.test", server)) for user in ("1001", "1002")]
            await seen(lambda: all(one.phone.status.state is PhoneState.REGISTERED for one in (desk, bob)))
            mine = await registered_call(desk, "1003")
            yield desk, bob, mine


async def registered_call(desk, number):
    """Call until the other has registered, too."""
    while True:
        call_id = await desk.phone.call(number)
        if connected(await desk.phone.until(call_id, lambda call: call.connected_at or not call.live)):
            return call_id


@pytest.mark.peers
@pytest.mark.parametrize("how", ["blind", "attended", "while it rings"])
async def test_a_telephone_not_ours_is_transferred_through_a_server_not_ours(registered, tmp_path, listen, how):
    desk, bob, mine = registered
    consult = ""
    if how == "blind":
        await desk.phone.transfer(mine, "1002")
    else:
        consult = await desk.phone.call("1002")
        ring = await bob.rung()
        await bob.phone.ring(ring.id)
        await desk.phone.until(consult, lambda call: call.rang)
        if how == "attended":
            await bob.phone.answer(ring.id)
            await desk.phone.until(consult, connected)
        await desk.phone.transfer_to(mine, consult)
    await bob.phone.answer((await bob.rung(1 if how == "blind" else 2)).id)  # this one knows no Replaces
    assert (await desk.phone.until(mine, ended)).ending.kind is EndKind.TRANSFERRED
    assert desk.now(mine).transfer.state == "done"
    if consult:
        await desk.phone.until(consult, ended)
        await bob.phone.until(ring.id, ended)
    assert not desk.calls
    (taken,) = bob.calls
    assert taken.number == "1003"
    await bob.hears(taken.id, tmp_path, listen, lambda ear: 700 in ear.tones(700))


@pytest.mark.peers
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_the_other_two_are_connected_through_a_server_that_asks_for_passwords(party, peers, seen, transport):
    with kamailio(peers, peers.free_port()) as server:
        accounts = [SipAccount(user, f"pw{user}", "sip.test", server, transport) for user in ("1001", "1002", "1003")]
        desk, ann, bob = await asyncio.gather(*(party(account) for account in accounts))
        await seen(lambda: all(one.phone.status.state is PhoneState.REGISTERED for one in (desk, ann, bob)))
        at_ann = await ann.phone.call("1001")
        mine = (await desk.rung()).id
        await desk.phone.answer(mine)
        await ann.phone.until(at_ann, connected)
        await desk.phone.until(mine, connected)
        consult = await desk.phone.call("1003")
        at_bob = (await bob.rung()).id
        await bob.phone.answer(at_bob)
        await desk.phone.until(consult, connected)
        await desk.phone.transfer_to(mine, consult)
        for call_id in (mine, consult):
            assert (await desk.phone.until(call_id, ended)).ending.kind is EndKind.TRANSFERRED
        await ann.phone.until(at_ann, ended)
        await bob.phone.until(at_bob, ended)
        (from_ann,), (taken,) = ann.calls, bob.calls
        assert connected(await ann.phone.until(from_ann.id, connected))
        assert (from_ann.number, taken.number, taken.replaces) == ("1003", "1002", at_bob)
