"""Far ends that do what they should not: each ends in words on the call, and the next call works."""

import pytest

from app.phone import CallState, EndKind, SipAccount
from tests.phone.parties import connected, ended
from tests.phone.sipp import PCMA, SDP, ack, answered, ask, got, invited, pause, perhaps, play, reply

pytestmark = [pytest.mark.phone, pytest.mark.peers, pytest.mark.anyio]


def account(server):
    return SipAccount("1001", "", "sip.test", server=server, register=False)


async def next_call_works(phone, party):
    await phone.set_accounts([SipAccount("1001", "", "127.0.0.1", register=False)])
    other = await party()
    call_id = await phone.call(other.address)
    await other.phone.answer((await other.rung()).id)
    assert connected(await phone.until(call_id, connected))


async def test_a_redirection_is_said_with_where_to(desk, far_end, party):
    away = play(
        invited(),
        reply("302 Moved Temporarily", extra='Contact: "Zoë" <sip:2005@sip.test>\n').replace(
            "Contact: <sip:[local_ip]:[local_port]>\n", ""
        ),
        got("ACK"),
    )
    async with far_end(away) as server:
        phone = await desk(account(server))
        call = await phone.until(await phone.call("2001"), ended)
        assert call.ending.kind is EndKind.MOVED
        assert "2005" in call.ending.happened
        assert "2005" in call.ending.next_step
        await next_call_works(phone, party)


async def test_an_answer_without_sound_ends_the_call_in_words(desk, far_end, party):
    bare = play(invited(), reply("200 OK"), got("ACK"), got("BYE"), reply("200 OK", first=False))
    async with far_end(bare) as server:
        phone = await desk(account(server))
        call = await phone.until(await phone.call("2001"), ended)
    assert call.ending.kind is EndKind.NO_COMMON_CODEC
    await next_call_works(phone, party)


async def test_codecs_that_do_not_meet_end_the_call_in_words(desk, far_end, party):
    strange = play(
        invited(),
        reply("200 OK", SDP.format(codec=97, name="strange/8000")),
        got("ACK"),
        got("BYE"),
        reply("200 OK", first=False),
    )
    async with far_end(strange) as server:
        phone = await desk(account(server))
        call = await phone.until(await phone.call("2001"), ended)
    assert call.ending.kind is EndKind.NO_COMMON_CODEC
    await next_call_works(phone, party)


async def test_a_re_invite_without_an_offer_is_answered_with_ours(desk, far_end):
    asks = play(
        invited(),
        reply("200 OK", PCMA),
        got("ACK"),
        ask("INVITE", 2),
        perhaps(100),
        answered(200),
        ack(2, PCMA),
        pause(200),
        ask("BYE", 3),
        answered(200),
    )
    async with far_end(asks) as server:
        phone = await desk(account(server))
        call = await phone.until(await phone.call("2001"), ended)
    assert call.connected_at
    assert call.ending.kind is EndKind.FAR_HUNG_UP


async def test_a_server_that_takes_us_out_right_after_the_transfer(desk, far_end):
    takes_out = play(
        invited(),
        reply("200 OK", PCMA),
        got("ACK"),
        got("INVITE"),
        reply("200 OK", PCMA, first=False),
        got("ACK"),
        got("REFER"),
        reply("202 Accepted", first=False),
        ask("BYE", 2),
        answered(200),
    )
    async with far_end(takes_out) as server:
        phone = await desk(account(server))
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phone.transfer(call_id, "2002")
        call = await phone.until(call_id, ended)
    assert call.ending.kind is EndKind.TRANSFERRED
    assert call.transfer.state == "done"


@pytest.mark.parametrize("status", ["405 Method Not Allowed", "603 Decline"])
async def test_a_server_that_transfers_nobody_gives_the_caller_back(desk, far_end, status):
    refuses = play(
        invited(),
        reply("200 OK", PCMA),
        got("ACK"),
        got("INVITE"),
        reply("200 OK", PCMA, first=False),
        got("ACK"),
        got("REFER"),
        reply(status, first=False),
        got("INVITE"),
        reply("200 OK", PCMA, first=False),
        got("ACK"),
        got("BYE"),
        reply("200 OK", first=False),
    )
    async with far_end(refuses) as server:
        phone = await desk(account(server))
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phone.transfer(call_id, "2002")
        call = await phone.until(call_id, lambda call: call.transfer.state == "failed" and not call.held)
        assert call.state is CallState.CONNECTED
        await phone.hang_up(call_id)
        await phone.until(call_id, ended)


async def test_digits_by_info_are_paced(desk, far_end):
    hears = play(
        invited(),
        reply("200 OK", PCMA),
        got("ACK"),
        *[got("INFO"), reply("200 OK", first=False)] * 2,
        ask("BYE", 2),
        answered(200),
    )
    async with far_end(hears) as server:
        phone = await desk(SipAccount("1001", "", "sip.test", server=server, register=False, dtmf="info"))
        call_id = await phone.call("2001,,42")
        call = await phone.until(call_id, ended)
    assert call.keys == "42"
    assert call.ending.kind is EndKind.FAR_HUNG_UP


async def test_where_hold_is_refused_it_is_silent_here_all_the_same(desk, far_end, tmp_path, listen):
    refuses = play(
        invited(),
        reply("200 OK", PCMA),
        got("ACK"),
        got("INVITE"),
        reply("488 Not Acceptable Here", first=False),
        got("ACK"),
        got("BYE"),
        reply("200 OK", first=False),
    )
    async with far_end(refuses) as server:
        phone = await desk(account(server))
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phone.hold(call_id)
        assert not (await phone.until(call_id, lambda call: call.held)).trouble
        await phone.hold(call_id, False)  # nothing has to be agreed for that
        assert not (await phone.until(call_id, lambda call: not call.held)).trouble
        await phone.hang_up(call_id)
        await phone.until(call_id, ended)


@pytest.mark.parametrize("far", ["off", "optional", "mandatory"])
@pytest.mark.parametrize("near", ["off", "optional", "mandatory"])
async def test_encryption_is_proven_or_the_call_ends_in_words(party, near, far):
    desk = await party(SipAccount("1001", "", "127.0.0.1", register=False, srtp=near))
    ann = await party(SipAccount("1002", "", "127.0.0.1", register=False, srtp=far))
    call_id = await desk.phone.call(ann.address)
    if (near, far) in (("off", "mandatory"), ("mandatory", "off"), ("optional", "mandatory")):
        call = await desk.phone.until(call_id, ended)
        assert call.ending.kind is EndKind.NO_COMMON_CODEC
        assert not ann.calls
        return
    await ann.phone.answer((await ann.rung()).id)
    encrypted = near != "off" and far != "off"
    call = await desk.phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
    call = await desk.phone.until(call_id, lambda call: call.encrypted == encrypted)
    assert call.encrypted == encrypted


async def test_sound_before_the_answer_is_early_media(desk, far_end):
    early = play(
        invited(), reply("183 Session Progress", PCMA), pause(300), reply("200 OK", PCMA), got("ACK"), ask("BYE", 2)
    )
    async with far_end(early) as server:
        phone = await desk(account(server))
        call_id = await phone.call("2001")
        call = await phone.until(call_id, lambda call: call.state is CallState.EARLY_MEDIA)
        assert call.state is CallState.EARLY_MEDIA
        assert (await phone.until(call_id, ended)).connected_at
