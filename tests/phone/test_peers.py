"""Against SIP software that is not ours."""

import pytest

from app.phone import CallState, EndKind, PhoneState, SipAccount
from tests.phone.baresip import baresip
from tests.phone.kamailio import kamailio

pytestmark = [pytest.mark.phone, pytest.mark.peers, pytest.mark.anyio]

RINGING = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="far end"><recv request="INVITE" rrs="true"><action>
<ereg regexp=".*" search_in="hdr" header="From:" assign_to="1"/><ereg regexp=".*" search_in="hdr" header="From:"
assign_to="2"/></action></recv><Reference variables="1,2"/><send><![CDATA[
SIP/2.0 180 Ringing
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Length: 0

]]></send>"""
REFUSES = (
    RINGING
    + """<send><![CDATA[
SIP/2.0 {status}
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Reason: Q.850;cause={cause};text="said by the far end"
Content-Length: 0

]]></send><recv request="ACK"/></scenario>"""
)
HANGS_UP = (
    RINGING
    + """<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=far 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000

]]></send><recv request="ACK"/><pause milliseconds="200"/><send><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:2001@sip.test>;tag=[call_number]
To: [$1]
[last_Call-ID:]
CSeq: 1 BYE
Max-Forwards: 70
Content-Length: 0

]]></send><recv response="200"/></scenario>"""
)


@pytest.fixture
def registrar(peers):
    with kamailio(peers, peers.free_port()) as server:
        yield server


def settled(phone):
    return phone.status.state not in (PhoneState.STARTING, PhoneState.READY, PhoneState.REGISTERING)


def ended(call):
    return not call.live


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_registered_and_called_through_the_registrar(desk, registrar, transport, seen):
    rings = []
    desks = [
        await desk(SipAccount(user, f"pw{user}", "sip.test", registrar, transport), on_incoming=heard.append)
        for user, heard in (("1001", []), ("1002", rings))
    ]
    caller, callee = desks
    await seen(lambda: all(phone.status.state is PhoneState.REGISTERED for phone in desks))
    call_id = await caller.call("1002")
    await seen(lambda: rings)
    assert rings[0].number == "1001"
    await callee.ring(rings[0].id)
    await callee.answer(rings[0].id)
    await caller.until(call_id, lambda call: call.state is CallState.CONNECTED)
    await caller.send_keys(call_id, "0#")
    await callee.until(rings[0].id, lambda call: call.heard == "0#")
    await callee.hang_up(rings[0].id)
    assert (await caller.until(call_id, ended)).ending.kind is EndKind.FAR_HUNG_UP
    missing = await caller.until(await caller.call("1009"), ended)
    assert missing.ending.kind is EndKind.NOT_FOUND


async def test_a_wrong_password_is_said_in_words_and_in_no_log(desk, registrar, caplog, seen):
    caplog.set_level("DEBUG")
    phone = await desk(SipAccount("1001", "wr0ng-s3cret", "sip.test", registrar))
    await seen(lambda: settled(phone))
    assert phone.status.state is PhoneState.REFUSED
    assert "password" in phone.status.text
    call = await phone.until(await phone.call("1002"), ended)
    assert call.ending.kind is EndKind.NOT_ALLOWED
    await phone.set_accounts([SipAccount("1001", "pw1001", "sip.test", registrar)])
    await seen(lambda: phone.status.state is PhoneState.REGISTERED)
    assert "wr0ng-s3cret" not in caplog.text


async def test_a_registrar_that_says_nothing_is_still_being_tried(desk, deaf_port, seen):
    phone = await desk(SipAccount("1001", "pw", "sip.test", f"127.0.0.1:{deaf_port}"), trying_after_s=0.1)
    await seen(lambda: "Still trying" in phone.status.text)


@pytest.mark.parametrize(
    ("status", "cause", "kind"),
    [
        pytest.param("486 Busy Here", 17, EndKind.BUSY, id="busy"),
        pytest.param("480 Temporarily Unavailable", 20, EndKind.UNREACHABLE, id="not registered"),
        pytest.param("488 Not Acceptable Here", 88, EndKind.NO_COMMON_CODEC, id="no common codec"),
    ],
)
async def test_sipp_refuses_with_a_reason(desk, far_end, status, cause, kind):
    async with far_end(REFUSES.format(status=status, cause=cause)) as server:
        phone = await desk(SipAccount("1001", "", "sip.test", server, register=False))
        call = await phone.until(await phone.call("2001"), ended, 20)
    assert call.rang
    assert call.ending.kind is kind
    assert str(call.status) in status


async def test_sipp_answers_and_hangs_up(desk, far_end):
    async with far_end(HANGS_UP) as server:
        phone = await desk(SipAccount("1001", "", "sip.test", server, register=False))
        call = await phone.until(await phone.call("2001"), ended, 20)
    assert call.connected_at is not None
    assert call.ending.kind is EndKind.FAR_HUNG_UP


@pytest.fixture
def answering(peers, write_tone):
    """The port of a telephone that answers by itself and says 700 Hz."""
    with baresip(peers, write_tone, "<sip:2001@127.0.0.1>;regint=0;answermode=auto") as port:
        yield port


async def test_baresip_answers_and_is_heard(desk, answering, listen, tmp_path, seen):
    phone = await desk()
    call_id = await phone.call(f"sip:2001@127.0.0.1:{answering}")
    await phone.record(call_id, tmp_path / "heard.wav")
    await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
    await seen(lambda: 700 in listen(tmp_path / "heard.wav").tones(700))
    await phone.stop_recording(call_id)
    await phone.hold(call_id)
    await phone.until(call_id, lambda call: call.held)
    await phone.hold(call_id, False)
    await phone.until(call_id, lambda call: not call.held)
    await phone.hang_up(call_id)
    await phone.until(call_id, ended)
