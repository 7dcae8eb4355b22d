"""Datagrams from people who do not wish us well; the engine stays, and what it shows is harmless."""

import asyncio
import socket
from contextlib import closing

import pytest

from app.phone import CallState, EndKind, SipAccount

pytestmark = [pytest.mark.phone, pytest.mark.anyio]

INVITE = (
    b"INVITE sip:1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%(port)d;branch=z9hG4bK%(number)d\r\n"
    b"Max-Forwards: 70\r\nFrom: %(sender)s;tag=1\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: %(call)s\r\n"
    b"CSeq: 1 INVITE\r\nContact: <sip:x@127.0.0.1:%(port)d>\r\nContent-Length: 0\r\n\r\n"
)
SENDERS = [
    b'"<b>\xff\xfe Bold</b>" <sip:2001@127.0.0.1>',
    b"\xc3\xa9\x00\x1b[31m <sip:%00%0d%0a@127.0.0.1>",
    b'"' + b"A" * 5_000 + b'" <sip:' + b"9" * 900 + b"@127.0.0.1>",
    b"<sip:2001@127.0.0.1",
    b"<tel:+1-555>",
]
RUBBISH = [
    b"",
    b"\0" * 64,
    b"INVITE",
    b"INVITE sip:x SIP/2.0\r\n\r\n",
    b"SIP/2.0 200 OK\r\n\r\n",
    b"BYE sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nContent-Length: -5\r\n\r\n",
    bytes(range(256)) * 100,
]


async def test_rubbish_and_hostile_callers_leave_the_engine_alive(desk, sandbox):
    rings = []
    async with sandbox() as (_, account):
        phone = await desk(account, on_incoming=rings.append)
        engine = phone.engine_pid
        host, _, port = phone.status.address.rpartition(":")
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as attacker:
            attacker.bind(("127.0.0.1", 0))
            mine = attacker.getsockname()[1]
            for datagram in RUBBISH:
                attacker.sendto(datagram, (host, int(port)))
            for number, sender in enumerate(SENDERS):
                fields = {b"port": mine, b"number": number, b"sender": sender, b"call": b"c%d\xff" % number}
                attacker.sendto(INVITE % fields, (host, int(port)))
                await asyncio.sleep(0.05)
                for ring in rings:
                    await phone.reject(ring.id, 603) if phone.find(ring.id).live else None
        call_id = await phone.call("2001")
        assert (await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)).connected_at
        assert phone.engine_pid == engine
    assert rings
    assert all(ring.name.isprintable() and ring.number.isprintable() for ring in rings)


async def test_a_reason_in_broken_utf8_still_ends_the_call(desk):
    class Refuser(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, sender):
            if not data.startswith(b"INVITE"):
                return
            wanted = (b"Via:", b"From:", b"To:", b"Call-ID:", b"CSeq:")
            lines = [line for line in data.split(b"\r\n") if line.startswith(wanted)]
            head = b"SIP/2.0 499 B\xff\xfe\xc3\r\n"
            self.transport.sendto(head + b"\r\n".join([*lines, b"Content-Length: 0", b"", b""]), sender)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Refuser, local_addr=("127.0.0.1", 0))
    server = "127.0.0.1:{}".format(transport.get_extra_info("sockname")[1])
    phone = await desk(SipAccount("1001", "", "sip.test", server=server, register=False))
    call = await phone.until(await phone.call("2001"), lambda call: not call.live)
    transport.close()
    assert call.ending.kind is EndKind.OTHER
    assert "499 B" in call.ending.text
    assert call.ending.text.isprintable()
