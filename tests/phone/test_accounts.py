"""Several accounts against a registrar that is not ours: added, changed, removed, lost and found again."""

import asyncio
import os
import random
import signal
import socket
import struct
from contextlib import closing

import pytest
from attrs import evolve

from app.phone import (
    MAX_ACCOUNTS,
    CallState,
    DoubleAccount,
    EndKind,
    NoSuchAccount,
    PhoneState,
    SipAccount,
    TooManyAccounts,
)
from tests.phone.conftest import Peers
from tests.phone.kamailio import USERS, kamailio, kamailio_with_tls

pytestmark = [pytest.mark.phone, pytest.mark.peers, pytest.mark.anyio]


@pytest.fixture(scope="module")
def registrar(tmp_path_factory):
    peers = Peers(tmp_path_factory.mktemp("registrar"))
    with kamailio(peers, peers.free_port()) as server:
        yield server


def account(user, server, transport="udp", **more):
    more.setdefault("password", f"pw{user}")
    return SipAccount(user, more.pop("password"), more.pop("realm", "sip.test"), server, transport, id=user, **more)


def states(phone):
    return {known.id: known.state for known in phone.status.accounts}


def text(phone, account_id):
    return next(known.text for known in phone.status.accounts if known.id == account_id)


def registered(phone, *ids):
    return all(states(phone).get(account_id) is PhoneState.REGISTERED for account_id in ids)


def ended(call):
    return not call.live


async def test_accounts_come_change_and_go_while_a_call_lives(desk, registrar, seen):
    rings = []
    callee = await desk(account("1003", registrar), on_incoming=rings.append)
    phone = await desk([account("1001", registrar), account("1002", registrar, "tcp")])
    await seen(lambda: registered(phone, "1001", "1002") and registered(callee, "1003"))
    call_id = await phone.call("1003", account="1002")
    await seen(lambda: rings)
    assert rings[0].number == "1002"
    await callee.answer(rings[0].id)
    await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)

    await phone.set_accounts([account("1001", registrar), account("1004", registrar)])
    await seen(lambda: registered(phone, "1001", "1004"))
    assert set(states(phone)) == {"1001", "1004"}
    with pytest.raises(NoSuchAccount):
        await phone.call("1003", account="1002")
    assert phone.find(call_id).live
    await phone.send_keys(call_id, "7")
    await callee.until(rings[0].id, lambda call: call.heard == "7")
    await phone.hang_up(call_id)
    await callee.until(rings[0].id, ended)

    await phone.set_accounts([account("1001", registrar, password="wrong"), account("1004", registrar)])
    await seen(lambda: states(phone)["1001"] is PhoneState.REFUSED)
    assert registered(phone, "1004")
    assert phone.status.state is PhoneState.REFUSED  # the phone's own word is its first account's
    again = await callee.until(await callee.call("1002"), ended)  # the account that was removed is unregistered
    assert again.ending.kind is EndKind.NOT_FOUND


async def test_eight_accounts_at_once_and_eight_others_after_them(desk, registrar, seen):
    users = USERS[:MAX_ACCOUNTS]
    phone = await desk([account(user, registrar) for user in users])
    await seen(lambda: registered(phone, *users))
    engine = phone.engine_pid
    with pytest.raises(TooManyAccounts):
        await phone.set_accounts([account(user, registrar) for user in USERS])
    with pytest.raises(DoubleAccount):
        await phone.set_accounts([account("1001", registrar), account("1001", registrar, "tcp")])
    assert registered(phone, *users)
    others = [SipAccount(user, f"pw{user}", "sip.test", registrar, "tcp", id=f"other {user}") for user in users]
    await phone.set_accounts(others)
    await seen(lambda: registered(phone, *(other.id for other in others)))
    await phone.set_accounts([])
    assert phone.status.accounts == ()
    assert phone.engine_pid == engine


async def test_each_failure_in_its_own_words(desk, registrar, peers, seen):
    closed = f"127.0.0.1:{peers.free_port()}"
    phone = await desk(
        [
            account("1001", registrar),
            account("1002", registrar, password="wrong"),
            account("1003", registrar, realm="elsewhere.test"),
            account("1004", closed, "tcp"),
            account("1005", "no-such-host.invalid", "tcp"),
            account("1006", "no-such-host.invalid", "tls"),
        ]
    )
    await seen(lambda: PhoneState.REGISTERING not in states(phone).values())
    assert registered(phone, "1001")
    assert "password" in text(phone, "1002")
    assert "no realm “elsewhere.test”" in text(phone, "1003")
    assert "refused the connection" in text(phone, "1004")
    assert closed in text(phone, "1004")
    for unknown in ("1005", "1006"):
        assert "No address is known for the SIP server “no-such-host.invalid”" in text(phone, unknown)
    failed = [known for known in phone.status.accounts if known.state is not PhoneState.REGISTERED]
    assert all(known.retry_at or known.state is PhoneState.UNREACHABLE for known in failed)
    call = await phone.until(await phone.call("1001", account="1005"), ended)
    assert "No address is known" in call.ending.happened


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(("localhost", True, False), "signed by nobody known", id="unknown authority"),
        pytest.param(("elsewhere.test", True, True), "for another name", id="another name"),
        pytest.param(("elsewhere.test", False, False), "not being checked", id="unchecked"),
    ],
)
async def test_certificates_in_words(desk, peers, seen, case, words):
    shown, verify, known = case
    with kamailio_with_tls(peers, shown) as (server, ca_file):
        wanted = account("1001", server, "tls", verify=verify, ca_file=ca_file if known else "")
        phone = await desk(wanted)
        await seen(lambda: states(phone)["1001"] is not PhoneState.REGISTERING)
        assert words in phone.status.text
        assert (states(phone)["1001"] is PhoneState.REGISTERED) is not verify
        assert phone.status.accounts[0].unchecked is not verify


async def test_a_call_by_tls(desk, peers, seen):
    with kamailio_with_tls(peers) as (server, ca_file):
        phone = await desk(account("1001", server, "tls", ca_file=ca_file))
        await seen(lambda: registered(phone, "1001"))
        assert "not being checked" not in phone.status.text
        call = await phone.until(await phone.call("1002"), ended)
        assert call.ending.kind is EndKind.NOT_FOUND


async def test_two_ways_to_check_certificates_side_by_side(desk, peers, seen):
    with kamailio_with_tls(peers) as (server, ca_file):
        phone = await desk(
            [
                account("1001", server, "tls", ca_file=ca_file),
                account("1002", server, "tls"),
                account("1003", server, "tls", verify=False),
            ]
        )
        await seen(lambda: PhoneState.REGISTERING not in states(phone).values())
        assert registered(phone, "1001", "1003")
        assert "signed by nobody known" in text(phone, "1002")


async def test_a_registrar_lost_by_tcp_is_noticed_at_once_and_found_again(desk, peers, seen):
    port = peers.free_port()
    told = []
    with kamailio(peers, port, "first.log") as server:
        phone = await desk(account("1001", server, "tcp"), on_status=told.append)
        await seen(lambda: registered(phone, "1001"))
    await seen(lambda: states(phone)["1001"] is PhoneState.UNREACHABLE and phone.status.accounts[0].retry_at)
    assert any("connection to the SIP server broke" in status.text for status in told)
    with kamailio(peers, port, "second.log"):
        await seen(lambda: registered(phone, "1001"))


async def test_a_registrar_lost_by_tls_is_noticed_at_once(desk, peers, seen):
    told = []
    with kamailio_with_tls(peers) as (server, ca_file):
        phone = await desk(account("1001", server, "tls", ca_file=ca_file), on_status=told.append)
        await seen(lambda: registered(phone, "1001"))
    await seen(lambda: states(phone)["1001"] is PhoneState.UNREACHABLE)
    assert any("connection to the SIP server broke" in status.text for status in told)


async def test_a_registrar_back_by_udp_knows_us_again_after_a_refresh(desk, peers, seen):
    port, rings = peers.free_port(), []
    with kamailio(peers, port, "first.log") as server:
        phone = await desk(account("1001", server, expires_s=10), on_incoming=rings.append)
        await seen(lambda: registered(phone, "1001"))
    with kamailio(peers, port, "second.log") as server:
        caller = await desk(account("1002", server, register=False))
        while not rings:
            call_id = await caller.call("1001")
            await seen(lambda call_id=call_id: rings or ended(caller.find(call_id)))
            await caller.hang_up(call_id)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_another_network_means_another_registration_and_the_call_goes_on(desk, registrar, seen, transport):
    network, told, rings = {"192.0.2.1"}, [], []
    callee = await desk(account("1002", registrar), on_incoming=rings.append)
    phone = await desk(
        account("1001", registrar, transport), on_status=told.append, addresses=lambda servers: frozenset(network)
    )
    await seen(lambda: registered(phone, "1001") and registered(callee, "1002"))
    call_id = await phone.call("1002")
    await seen(lambda: rings)
    await callee.answer(rings[0].id)
    await phone.until(call_id, lambda call: call.state is CallState.CONNECTED)
    engine = phone.engine_pid
    network.clear()  # no network at all ...
    await seen(lambda: not network)
    network.add("192.0.2.2")  # ... and then another
    await seen(lambda: any("network has changed" in status.text for status in told))
    await seen(lambda: registered(phone, "1001"))
    await phone.send_keys(call_id, "5")
    await callee.until(rings[0].id, lambda call: call.heard == "5")
    assert phone.engine_pid == engine


async def test_another_network_while_the_server_says_nothing_is_waited_out(desk, deaf_port, seen):
    network, told = {"192.0.2.1"}, []
    phone = await desk(
        account("1001", f"127.0.0.1:{deaf_port}"),
        on_status=told.append,
        addresses=lambda servers: frozenset(network),
        trying_after_s=0.1,
    )
    await seen(lambda: "Still trying" in phone.status.text)
    engine = phone.engine_pid
    network.add("192.0.2.2")
    await seen(lambda: any("network has changed" in status.text for status in told))
    await seen(lambda: "Still trying" in phone.status.text)
    assert {status.accounts[0].state for status in told if status.accounts} == {PhoneState.REGISTERING}
    assert phone.engine_pid == engine


async def test_all_accounts_register_again_after_the_engine_was_killed(desk, registrar, seen):
    ids = ("1001", "1002")
    told = []
    phone = await desk([account(user, registrar) for user in ids], on_status=told.append)
    await seen(lambda: registered(phone, *ids))
    killed = phone.engine_pid
    told.clear()
    os.kill(killed, signal.SIGKILL)
    await seen(lambda: phone.engine_pid not in (killed, None) and registered(phone, *ids))
    assert told[0].state is PhoneState.RESTARTING
    assert {known.state for known in told[0].accounts} == {PhoneState.RESTARTING}


class StunServer(asyncio.DatagramProtocol):
    """Tells everybody that they are at 203.0.113.7 (RFC 5389, and RFC 3489 where no cookie was sent)."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        mapped = struct.pack("!HHBBH4s", 1, 8, 0, 1, peer[1], socket.inet_aton("203.0.113.7"))
        self.transport.sendto(struct.pack("!HH", 0x0101, len(mapped)) + data[4:20] + mapped, peer)


async def test_stun_tells_the_address_that_sound_is_sent_to(desk, sandbox, seen):
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(StunServer, ("127.0.0.1", 0))
    with closing(transport):
        async with sandbox() as (_, plain):
            stun = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"
            phone = await desk([plain, evolve(plain, id="behind a router", stun=stun)])
            await seen(lambda: phone.status.accounts)
            reports = {}
            while "203.0.113.7" not in reports.get("behind a router", ""):  # the STUN server has to answer first
                for name in ("main", "behind a router"):
                    call_id = await phone.call("2090", account=name)
                    await phone.until(call_id, ended)
                    reports[name] = await phone.call_report(call_id)
            assert "203.0.113.7" not in reports["main"]


async def test_a_stun_server_that_says_nothing_costs_no_call(desk, sandbox, deaf_port):
    async with sandbox() as (_, plain):
        phone = await desk(evolve(plain, stun=f"127.0.0.1:{deaf_port}"), ping_every_s=0.1, ping_limit_s=1.5)
        engine = phone.engine_pid
        call = await phone.until(await phone.call("2001"), lambda call: call.connected_at or ended(call))
        assert call.connected_at
        assert phone.engine_pid == engine


async def test_accounts_that_come_and_go_in_a_storm_never_end_the_engine(desk, registrar, peers, deaf_port, seen):
    chance = random.Random(4)
    servers = [(registrar, "udp"), (registrar, "tcp"), (f"127.0.0.1:{deaf_port}", "udp")]
    servers += [(f"127.0.0.1:{peers.free_port()}", "tcp"), ("no-such-host.invalid", "tls")]
    phone = await desk()
    engine = phone.engine_pid
    for _ in range(60):
        users = chance.sample(USERS, chance.randrange(MAX_ACCOUNTS + 1))
        more = {"publish": chance.random() < 0.5, "messages_waiting": chance.random() < 0.5}
        await phone.set_accounts([account(user, *chance.choice(servers), **more) for user in users])
        await phone.watch(chance.sample(USERS, 5))
        await phone.publish(chance.choice(("busy", "away", "available")))
        await asyncio.sleep(chance.choice((0, 0.01, 0.12)))
    await phone.set_accounts([account("1001", registrar), account("1002", registrar, "tcp")])
    await seen(lambda: registered(phone, "1001", "1002"))
    assert phone.engine_pid == engine
    call = await phone.until(await phone.call("1009"), ended)
    assert call.ending.kind is EndKind.NOT_FOUND
