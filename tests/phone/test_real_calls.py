import asyncio
import time

import pytest

from app.phone import CallState, EndKind, NoSuchCall, NotRecorded, PhoneState, SipAccount, Tone, TooManyCalls

pytestmark = [pytest.mark.phone, pytest.mark.anyio]


def connected(call):
    return call.state is CallState.CONNECTED


def ended(call):
    return not call.live


async def test_the_far_end_hears_exactly_what_was_keyed_at_the_pace_of_the_wire(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        states = []
        phone = await desk(account, on_call=lambda call: states.append((call.state, call.keys)))
        call_id = await phone.call("2001", "Ann")
        await phone.send_keys(call_id, "528#*0")  # before it is answered: the keys wait
        assert connected(await phone.until(call_id, connected))
        began = time.monotonic()
        await phone.until(call_id, lambda call: call.keys == "528#*0")
        assert time.monotonic() - began >= 5 * 0.24 - 0.05
        await seen(lambda: phones.heard("2001") == ["528#*0"])
        await phone.hang_up(call_id)
        call = await phone.until(call_id, ended)
    assert call.ending.kind is EndKind.HUNG_UP
    assert call.sip_call_id
    assert [keys for _, keys in states if keys][:6:5] == ["5", "528#*0"]
    assert [state for state in CallState if any(state is was for was, _ in states)] == [
        CallState.DIALLING,
        CallState.RINGING,
        CallState.CONNECTED,
        CallState.ENDED,
    ]
    assert "2001 heard 528#*0" in phones.log


async def test_a_comma_among_the_keys_pauses(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        began = time.monotonic()
        await phone.send_keys(call_id, "1,2")
        await phone.until(call_id, lambda call: call.keys == "12")
        assert time.monotonic() - began >= 0.7
        await seen(lambda: phones.heard("2001") == ["12"])


@pytest.fixture
def heard(listen, tmp_path):
    """Where to record a greeting, and which of some tones are in it so far, each once and in their order."""
    path = tmp_path / "heard.wav"
    return path, lambda *tones: list(dict.fromkeys(tone for tone in listen(path).tones(*tones) if tone))


@pytest.mark.parametrize("answered", [("2001", [440, 620]), ("5000", [520, 780])])
async def test_the_caller_hears_the_greeting(desk, sandbox, heard, seen, answered):
    (number, greeting), (path, so_far) = answered, heard
    async with sandbox() as (_, account):
        phone = await desk(account)
        call_id = await phone.call(number)
        await phone.record(call_id, path)
        await phone.until(call_id, connected)
        await seen(lambda: so_far(*greeting) == greeting)
        assert await phone.stop_recording(call_id) == path
    assert so_far(*greeting) == greeting


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        pytest.param("2090", EndKind.BUSY, "busy", id="busy"),
        pytest.param("2091", EndKind.NO_ANSWER, "Nobody answered", id="no answer"),
        pytest.param("2092", EndKind.DECLINED, "declined", id="declined"),
        pytest.param("9999", EndKind.NOT_FOUND, "does not exist", id="not found"),
    ],
)
async def test_a_failed_call_says_why(desk, sandbox, number, kind, words):
    async with sandbox(give_up_after_s=0.3) as (_, account):
        phone = await desk(account)
        call_id = await phone.call(number)
        call = await phone.until(call_id, ended)
    assert call.ending.kind is kind
    assert words in call.ending.text
    assert call.ending.next_step


async def test_nothing_listens_there(desk, peers):
    account = SipAccount(
        "1001", "", "sip.test", server=f"127.0.0.1:{peers.free_port()}", transport="tcp", register=False
    )
    phone = await desk(account)
    call = await phone.until(await phone.call("2001"), ended)
    assert call.ending.kind is EndKind.UNREACHABLE


async def test_an_unknown_host_is_unreachable(desk):
    phone = await desk()
    unknown = f"{'x' * 64}.invalid"  # longer than a part of a name may be: no name server is asked
    call = await phone.until(await phone.call(f"sip:2001@{unknown}"), ended)
    assert call.ending.kind is EndKind.UNREACHABLE


async def test_without_any_answer_it_is_still_trying(desk, deaf_port):
    phone = await desk(
        SipAccount("1001", "", "sip.test", server=f"127.0.0.1:{deaf_port}", register=False), trying_after_s=0.1
    )
    call_id = await phone.call("2001")
    assert (await phone.until(call_id, lambda call: call.still_trying)).still_trying
    await phone.hang_up(call_id)
    assert (await phone.until(call_id, ended)).ending.kind is EndKind.CANCELLED


async def test_mute_hold_and_resume_are_heard(desk, sandbox, listen, tmp_path, seen):
    async with sandbox() as (phones, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await seen(lambda: phones.calls and connected(phones.calls[0]))
        far_id = phones.calls[0].id
        await phone.play_tone(call_id, Tone(1_000, 20_000))

        async def far_hears(wanted):
            """Record again and again until it is as wanted: what is on its way in the jitter buffer comes first."""
            async with asyncio.timeout(20):
                while True:
                    await phones.phone.record(far_id, tmp_path / "far.wav")
                    await asyncio.sleep(0.4)
                    ear = listen(await phones.phone.stop_recording(far_id))
                    if ear.samples and wanted(ear):
                        return

        def tone(ear):
            return 1_000 in ear.tones(1_000)

        def nothing(ear):
            return ear.loudest() < 200

        await far_hears(tone)
        await phone.mute(call_id)
        await phone.until(call_id, lambda call: call.muted)
        await far_hears(nothing)
        await phone.hold(call_id)
        await phone.until(call_id, lambda call: call.held)
        await seen(lambda: phones.calls[0].held_there)
        await far_hears(nothing)
        await phone.hold(call_id, False)
        await phone.until(call_id, lambda call: not call.held)
        await far_hears(nothing)
        await phone.mute(call_id, False)
        await phone.until(call_id, lambda call: not call.muted)
        await far_hears(tone)
        await phone.send_keys(call_id, "7")
        await seen(lambda: phones.heard("2001") == ["7"])


async def test_holding_twice_quickly_settles_on_the_last_wish(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phone.hold(call_id)
        await phone.hold(call_id, False)  # while the first offer is still open
        await phone.send_keys(call_id, "1")  # kept back while held
        await phone.until(call_id, lambda call: call.keys == "1" and not call.held)
        await seen(lambda: not phones.calls[0].held_there)
        await phone.hold(call_id)
        await phone.until(call_id, lambda call: call.held)
        for on in (False, True, False):
            await phone.hold(call_id, on)
        await phone.until(call_id, lambda call: not call.held)
        await seen(lambda: not phones.calls[0].held_there)


async def test_the_far_end_hangs_up(desk, sandbox):
    async with sandbox() as (phones, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phones.phone.hang_up(phones.calls[0].id)
        call = await phone.until(call_id, ended)
    assert call.ending.kind is EndKind.FAR_HUNG_UP
    assert call.connected_at <= call.ended_at
    with pytest.raises(NoSuchCall):
        await phone.send_keys(call_id, "1")


async def test_an_incoming_call_rings_is_taken_and_can_be_missed(desk, seen):
    rings = []
    callee = await desk(on_incoming=rings.append)
    caller = await desk(SipAccount("1001", "", "sip.test", server=callee.status.address, display_name='Zoë "Z"'))
    call_id = await caller.call("namedial")
    await seen(lambda: rings)
    assert (rings[0].number, rings[0].name, rings[0].called) == ("1001", 'Zoë "Z"', "namedial")
    await callee.ring(rings[0].id)
    await caller.until(call_id, lambda call: call.rang)
    await callee.answer(rings[0].id)
    assert connected(await caller.until(call_id, connected))
    again = await caller.call("namedial")
    await seen(lambda: len(rings) == 2)
    await callee.ring(rings[1].id)
    await caller.until(again, lambda call: call.rang)
    await caller.hang_up(again)
    assert (await callee.until(rings[1].id, ended)).ending.kind is EndKind.MISSED


async def test_a_call_turned_away(desk, seen):
    rings = []
    callee = await desk(on_incoming=rings.append)
    caller = await desk(SipAccount("1001", "", "sip.test", server=callee.status.address, register=False))
    call_id = await caller.call("namedial")
    await seen(lambda: rings)
    await callee.reject(rings[0].id, 603)
    assert (await caller.until(call_id, ended)).ending.kind is EndKind.DECLINED
    assert (await callee.until(rings[0].id, ended)).ending.kind is EndKind.TURNED_AWAY


async def test_where_nobody_takes_calls_the_caller_is_not_kept_waiting(desk, seen):
    told = []
    callee = await desk(on_call=told.append)
    caller = await desk(SipAccount("1001", "", "sip.test", server=callee.status.address, register=False))
    call = await caller.until(await caller.call("namedial"), ended)
    assert call.ending.kind is EndKind.NO_ANSWER
    await seen(lambda: told[-1].ending)
    assert told[-1].ending.kind is EndKind.TURNED_AWAY


async def test_what_does_not_work_in_a_call_is_said(desk, sandbox, tmp_path):
    async with sandbox() as (_, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phone.record(call_id, tmp_path / "no such folder" / "x.wav")
        call = await phone.until(call_id, lambda call: call.trouble)
        assert "recording" in call.trouble
        with pytest.raises(NotRecorded):
            await phone.stop_recording(call_id)
        await phone.send_keys(call_id, "1")
        await phone.until(call_id, lambda call: call.keys and not call.trouble)
        await phone.play_tone(call_id, *[Tone(440, 500)] * 20)
        await phone.play_tone(call_id, *[Tone(440, 500)] * 20)  # one more than the library holds would end the engine
        assert "tones" in (await phone.until(call_id, lambda call: call.trouble)).trouble


async def test_a_recording_is_there_after_the_call(desk, sandbox, tmp_path):
    async with sandbox() as (_, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.record(call_id, tmp_path / "x.wav")
        await phone.until(call_id, connected)
        await phone.hang_up(call_id)
        await phone.until(call_id, ended)
        assert (await phone.stop_recording(call_id)).stat().st_size


async def test_a_recording_whose_file_went_away_is_given_up(desk, sandbox, tmp_path, seen):
    async with sandbox() as (_, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await phone.record(call_id, tmp_path / "x.wav")
        await seen((tmp_path / "x.wav").exists)
        (tmp_path / "x.wav").unlink()
        with pytest.raises(NotRecorded):
            await phone.stop_recording(call_id)
        assert "recording" in phone.find(call_id).trouble


async def test_muted_and_held_before_it_is_answered(desk, sandbox, seen):
    async with sandbox(answer_after_s=0.5) as (phones, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.mute(call_id)
        await phone.hold(call_id)
        await phone.until(call_id, lambda call: call.muted)
        call = await phone.until(call_id, lambda call: call.held)
        assert connected(call)
        assert call.muted
        await seen(lambda: phones.calls[0].held_there)
        await phone.hold(call_id, False)
        call = await phone.until(call_id, lambda call: not call.held)
        assert connected(call)
        assert call.muted


@pytest.mark.parametrize(
    "account",
    [
        SipAccount("1001", "", "sip.test", server="bad host", register=False),
        SipAccount("1001", "", "sip.test", server="127.0.0.1:99999", register=False),
        SipAccount("1001", "", "sip.test", server="sip.example.com:5060:1"),
        SipAccount("1001", "", "sip test", register=False),
    ],
    ids=["blank", "port", "two ports", "realm"],
)
async def test_an_address_that_is_none_is_said_and_its_calls_end(desk, account, seen):
    phone = await desk(account)
    await seen(lambda: phone.status.state is PhoneState.BAD_ADDRESS)
    assert f"“{account.realm if not account.server else account.server}”" in phone.status.text
    assert "check it in the settings" in phone.status.text
    assert not phone.status.can_call
    call = await phone.until(await phone.call("2001"), ended)
    assert call.ending.kind is EndKind.UNREACHABLE
    assert "SIP server's address" in call.ending.next_step


async def test_a_registration_that_cannot_be_sent_is_said(desk, seen):
    phone = await desk(SipAccount("1001", "", "sip.test", server="[::1]:9"))  # while bound to IPv4
    await seen(lambda: phone.status.state is PhoneState.UNREACHABLE)
    assert "could not be sent" in phone.status.text


async def test_four_lines_and_no_fifth(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        missed = []
        phone = await desk(account)
        other = await desk(account, on_missed=missed.append)
        lines = [await phone.call(number) for number in ("2001", "2002", "2003", "2001")]
        for line in lines:
            assert connected(await phone.until(line, connected))
        with pytest.raises(TooManyCalls) as refused:
            await phone.call("2002")
        assert "4 lines" in refused.value.problem.happened
        fifth = await other.until(await other.call("2001"), ended)
        assert fifth.ending.kind is EndKind.BUSY
        await phone.hang_up(lines[0])
        await phone.until(lines[0], ended)
        await seen(lambda: len(phones.phone.live_calls) == 3)
        assert connected(await phone.until(await phone.call("2003"), connected))


async def test_a_loop_of_calls_one_right_after_the_other(desk, sandbox):
    async with sandbox(answer_after_s=0) as (_, account):
        phone = await desk(account)
        for _ in range(25):
            call_id = await phone.call("2001")
            call = await phone.until(call_id, lambda call: call.connected_at)
            assert connected(call), call.ending
            await phone.hang_up(call_id)
            await phone.until(call_id, ended)


async def test_two_phones_call_side_by_side(desk, sandbox, seen):
    async with sandbox() as (first, first_account), sandbox() as (second, second_account):
        phones = await desk(first_account), await desk(second_account)
        calls = [await phone.call("2001") for phone in phones]
        for phone, call_id, key in zip(phones, calls, "12", strict=True):
            await phone.send_keys(call_id, key)
        await seen(lambda: first.heard("2001") == ["1"] and second.heard("2001") == ["2"])
