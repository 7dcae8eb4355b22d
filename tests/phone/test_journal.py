"""What is told when something went wrong, and what never is."""

import asyncio
import os
import signal

import pytest
from attrs import evolve

from app.phone import CallState, EndKind, NoSuchCall, PhoneState, SipAccount
from app.phone.call import outgoing
from app.phone.engine.redact import redacted
from app.phone.journal import Journal
from app.phone.messages import LogLine, Quality, SipMessage
from tests.phone.kamailio import kamailio

INVITE = """INVITE sip:2001:geheim@sip.test SIP/2.0
Call-ID: abc
Proxy-Authorization: Digest username="1001", realm="sip.test", nonce="N0nce1", response="0123456789abcdef",\
 cnonce="Cn0nce", algorithm=MD5, opaque="0paque"
Authorization: Basic dXNlcjpwYXNz
Content-Type: application/sdp

v=0
k=clear:k3y
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVu|2^20|1:4
"""
SECRETS = ("geheim", "N0nce1", "0123456789abcdef", "Cn0nce", "0paque", "dXNlcjpwYXNz", "k3y", "WVNfX19z")


def test_secrets_are_left_out_and_the_rest_stays():
    text = redacted(INVITE)
    assert not [secret for secret in SECRETS if secret in text]
    for kept in (
        'username="1001"',
        'realm="sip.test"',
        "algorithm=MD5",
        "AES_CM_128_HMAC_SHA1_80",
        "Call-ID: abc",
        "v=0",
    ):
        assert kept in text
    assert text.count("\n") == INVITE.count("\n")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('WWW-Authenticate: Digest realm="a", nonce = "abc123"', "abc123"),
        ("Authorization: Digest response=deadbeef,nonce=feed", "deadbeef"),
        ('Authentication-Info: nextnonce="n3xt"', "n3xt"),
        ("INFO sip:a@b SIP/2.0\n\nSignal=7\nDuration=160", "=7"),
        ("Contact: <sips:me:pass@192.0.2.1:5061>", "pass"),
    ],
)
def test_secrets_in_other_places(text, secret):
    assert secret not in redacted(text)
    assert redacted(redacted(text)) == redacted(text)


def test_what_is_no_secret_is_left_alone():
    text = "Contact: <sip:1001@192.0.2.1:5060;transport=tcp>\nVia: SIP/2.0/UDP 192.0.2.1:5060;rport"
    assert redacted(text) == text


def test_a_report_has_facts_course_sound_and_messages():
    journal = Journal()
    call = outgoing("c1", "2001", "Ann\u202e\n", 1_000.0)
    journal.call(call, 1_000.0)
    journal.quality(Quality(call="c1", codec="G722", received=99, lost=1, jitter_ms=2.5))
    for text in ("INVITE sip:x SIP/2.0\ni: abc\n\n", "OPTIONS x\nCall-ID: other\n", "INVITE\n\nCall-ID: abc\n"):
        journal.message(SipMessage(at=1_000.0, sent=True, peer="UDP 192.0.2.1:5060", text=text))
    report = journal.report(evolve(call, sip_call_id="abc", keys="4711"))
    assert "number: 2001" in report
    assert "name: Ann\n" in report
    assert "Calling" in report
    assert "G722" in report
    assert "lost: 1 (1.0 %)" in report
    assert "sent to UDP 192.0.2.1:5060\nINVITE sip:x SIP/2.0" in report
    assert "OPTIONS" not in report
    assert "4711" not in report


def test_a_log_has_one_line_each():
    journal = Journal()
    journal.line(LogLine(at=0.0, level=3, text="two\nlines\x00"))
    assert journal.tail().endswith(" 3 twolines")


@pytest.mark.phone
@pytest.mark.peers
@pytest.mark.anyio
async def test_a_call_report_against_a_real_server_has_no_secrets(desk, peers, seen):
    with kamailio(peers, peers.free_port()) as server:
        rings = []
        callee = await desk(SipAccount("1002", "pw1002", "sip.test", server), on_incoming=rings.append)
        phone = await desk(SipAccount("1001", "pw1001", "sip.test", server, srtp="optional"))
        await seen(lambda: all(one.status.state is PhoneState.REGISTERED for one in (phone, callee)))
        await phone.set_log_level(5)
        call_id = await phone.call("1002", "Ann")
        await seen(lambda: rings)
        await callee.answer(rings[0].id)
        await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
        while "packets received" not in await phone.call_report(call_id):  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.05)
        await phone.hang_up(call_id)
        call = await phone.until(call_id, lambda call: not call.live)
        assert call.ending.kind is EndKind.HUNG_UP
        while "BYE sip:" not in (report := await phone.call_report(call_id)):  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.05)
    for told in (
        "number: 1002",
        "Connected",
        "INVITE sip:1002@sip.test SIP/2.0",
        "407",
        "BYE sip:",
        "packets received",
    ):
        assert told in report
    assert "pw1001" not in await phone.log_tail() + report
    credentials = [line for line in report.split("\n") if line.startswith(("Proxy-Auth", "Authorization", "a=crypto"))]
    assert len(credentials) > 2
    assert all("…" in line for line in credentials)
    with pytest.raises(NoSuchCall):
        await phone.call_report("none")


@pytest.mark.phone
@pytest.mark.anyio
async def test_the_engines_log_at_the_level_asked_for(desk, sandbox, seen):
    async with sandbox() as (_, account):
        phone = await desk(account)
        assert await phone.log_tail() == ""
        await phone.set_log_level(5)
        await phone.until(await phone.call("2090"), lambda call: not call.live)
        tail = await phone.log_tail()
        assert "pjsua_call.c" in tail
        await phone.set_log_level(0)
        await phone.until(await phone.call("2090"), lambda call: not call.live)
        before = await phone.log_tail()
        await phone.until(await phone.call("2090"), lambda call: not call.live)
        assert await phone.log_tail() == before


@pytest.mark.phone
@pytest.mark.anyio
async def test_a_report_survives_the_engine(desk, sandbox):
    async with sandbox() as (_, account):
        phone = await desk(account)
        call_id = await phone.call("2001")
        await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
        os.kill(phone.engine_pid, signal.SIGKILL)
        await phone.until(call_id, lambda call: not call.live)
        report = await phone.call_report(call_id)
    assert "INVITE sip:2001@sip.test" in report
    assert "phone engine stopped" in report
