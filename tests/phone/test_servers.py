"""Where SIP servers are: asked of a DNS server on loopback that is part of the test."""

import asyncio
from contextlib import contextmanager

import dnslib
import pytest
from dns.asyncresolver import Resolver
from dnslib.server import BaseResolver, DNSServer

from app.phone import EndKind, PhoneState, SipAccount
from app.phone.servers import NotFound, is_name, server_finder
from tests.phone.kamailio import kamailio

pytestmark = pytest.mark.anyio


class Zone(BaseResolver):
    """Answers from a table of `name type` to records, and keeps what was asked."""

    def __init__(self, records):
        self.records = records
        self.asked = []

    def resolve(self, request, handler):
        reply = request.reply()
        question = f"{request.q.qname} {dnslib.QTYPE[request.q.qtype]}"
        self.asked.append(question)
        for record in self.records.get(question, ()):
            reply.add_answer(dnslib.RR(request.q.qname, request.q.qtype, rdata=record, ttl=1))
        if not reply.rr:
            reply.header.rcode = dnslib.RCODE.NXDOMAIN
        return reply


@contextmanager
def name_server(records):
    zone = Zone(records)
    server = DNSServer(zone, port=0, address="127.0.0.1", logger=dnslib.server.DNSLogger(log="-request,-reply,-error"))
    server.start_thread()
    try:
        yield zone, resolver(server.server.server_address[1])
    finally:
        server.stop()
        server.server.server_close()


def resolver(port):
    asks = Resolver(configure=False)
    asks.nameservers, asks.port, asks.lifetime = ["127.0.0.1"], port, 1.0
    return asks


def srv(priority, weight, port, target="localhost."):
    return dnslib.SRV(priority, weight, port, target)


async def test_servers_in_the_order_of_their_records():
    records = {"_sip._udp.sip.test. SRV": [srv(20, 1, 5062), srv(10, 1, 5061), srv(10, 9, 5060)]}
    with name_server(records) as (zone, asks):
        found = await server_finder(asks)("sip.test", "udp")
        assert found == ("127.0.0.1:5060", "127.0.0.1:5061", "127.0.0.1:5062")
        assert zone.asked == ["_sip._udp.sip.test. SRV"]


async def test_one_target_without_an_address_leaves_the_others():
    records = {"_sip._tcp.sip.test. SRV": [srv(1, 1, 5060, "no-such-host.invalid."), srv(2, 1, 5070)]}
    with name_server(records) as (_, asks):
        assert await server_finder(asks)("sip.test", "tcp") == ("127.0.0.1:5070",)


async def test_a_port_or_an_address_asks_for_no_service():
    with name_server({}) as (zone, asks):
        find = server_finder(asks)
        assert await find("localhost:5080", "udp") == ("127.0.0.1:5080",)
        assert await find("localhost", "tcp") == ("127.0.0.1:5060",)
        assert await find("192.0.2.1:5060", "udp") == ("192.0.2.1:5060",)
        assert zone.asked == []


async def test_tls_asks_for_no_service():
    with name_server({"_sip._tls.localhost.test. SRV": [srv(1, 1, 5061, "evil.test.")]}) as (zone, asks):
        assert await server_finder(asks)("localhost", "tls") == ("127.0.0.1:5061",)
        assert await server_finder(asks)("localhost:5071", "tls") == ("127.0.0.1:5071",)
        assert zone.asked == []


async def test_a_name_server_that_says_nothing_costs_its_limit_and_no_more(deaf_port):
    with pytest.raises(NotFound):
        await server_finder(resolver(deaf_port), limit_s=0.2)("sip.test", "udp")


@pytest.mark.parametrize("server", ["", "a b", "127.0.0.1", "[::1]:5060", "host:port", "a:1:2", "x" * 300, "ünicode"])
def test_what_is_no_name(server):
    assert not is_name(server)


@pytest.mark.phone
@pytest.mark.peers
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_registered_with_a_server_found_by_its_realm(desk, peers, seen, transport):
    port = peers.free_port()
    records = {f"_sip._{transport}.sip.test. SRV": [srv(1, 1, port)]}
    with kamailio(peers, port), name_server(records) as (_, asks):
        phone = await desk(SipAccount("1001", "pw1001", "sip.test", transport=transport), look_up=server_finder(asks))
        await seen(lambda: phone.status.state is PhoneState.REGISTERED)
        call = await phone.until(await phone.call("1009"), lambda call: not call.live)
        assert call.ending.kind is EndKind.NOT_FOUND  # by the server's word


@pytest.mark.phone
@pytest.mark.peers
async def test_the_next_server_is_tried_when_the_first_refuses(desk, peers, seen):
    port = peers.free_port()
    records = {"_sip._tcp.sip.test. SRV": [srv(1, 1, peers.free_port()), srv(2, 1, port)]}
    with kamailio(peers, port), name_server(records) as (_, asks):
        phone = await desk(SipAccount("1001", "pw1001", "sip.test", transport="tcp"), look_up=server_finder(asks))
        await seen(lambda: phone.status.state is PhoneState.UNREACHABLE)
        await seen(lambda: phone.status.state is PhoneState.REGISTERED)


@pytest.mark.phone
@pytest.mark.peers
async def test_a_name_that_is_known_later_is_registered_with_then(desk, peers, seen):
    port, known = peers.free_port(), []

    async def look_up(server, transport):
        if not known:
            raise NotFound(server)
        return tuple(known)

    with kamailio(peers, port) as server:
        phone = await desk(SipAccount("1001", "pw1001", "sip.test"), look_up=look_up)
        await seen(lambda: phone.status.state is PhoneState.UNREACHABLE)
        assert "No address is known" in phone.status.text
        assert phone.status.accounts[0].retry_at
        known.append(server)
        await seen(lambda: phone.status.state is PhoneState.REGISTERED)


@pytest.mark.phone
async def test_a_look_up_that_hangs_stops_neither_the_engine_nor_other_accounts(desk, sandbox, seen):
    async def hangs(server, transport):
        return await asyncio.get_running_loop().create_future()

    async with sandbox() as (_, account):
        other = SipAccount("1001", "", "sip.test", register=False, id="other")
        phone = await desk([account, other], look_up=hangs)
        waiting = await phone.call("2002", account="other")
        call = await phone.until(await phone.call("2001"), lambda call: call.connected_at or not call.live)
        assert call.connected_at
        assert phone.find(waiting).live
        await phone.hang_up(waiting)
        assert phone.find(waiting).ending.kind is EndKind.CANCELLED
