"""Other people's state through a presence server that is not ours, and messages from one that misbehaves."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager, closing

import pytest

from app.phone import PhoneState, SipAccount
from app.phone.watching import MAX_WATCHED
from tests.phone.kamailio import kamailio

pytestmark = [pytest.mark.phone, pytest.mark.peers, pytest.mark.anyio]


def account(user, server, **more):
    return SipAccount(user, f"pw{user}", "sip.test", server, **more)


def registered(*phones):
    return all(phone.status.state is PhoneState.REGISTERED for phone in phones)


@pytest.fixture
def registrar(peers):
    with kamailio(peers, peers.free_port()) as server:
        yield server


async def test_somebody_is_followed_until_nothing_is_known_any_more(desk, registrar, seen):
    told = []
    other = await desk(account("1002", registrar, publish=True))
    phone = await desk(account("1001", registrar), on_presence=told.append)
    await seen(lambda: registered(phone, other))
    await phone.watch(["1002", "1003", "no number \x00"])
    for activity, note in (("busy", "in a meeting"), ("away", "lunch"), ("available", ""), ("offline", "")):
        await other.publish(activity, note)
        await seen(lambda activity=activity: told and told[-1].activity == activity)
        assert told[-1].number == "1002"
        assert told[-1].note == note or activity in ("available", "offline")
    await other.publish("busy")
    await seen(lambda: phone.presence("1002").activity == "busy")
    assert phone.presence("1003").activity == "unknown"
    killed = phone.engine_pid
    os.kill(killed, signal.SIGKILL)
    await seen(lambda: told[-1].activity == "unknown")
    await seen(lambda: phone.engine_pid not in (killed, None) and phone.presence("1002").activity == "busy")


async def test_who_leaves_is_offline(desk, registrar, seen):
    told = []
    other = await desk(account("1002", registrar, publish=True))
    phone = await desk(account("1001", registrar), on_presence=told.append)
    await seen(lambda: registered(phone, other))
    await phone.watch(["1002"])
    await other.publish("available")
    await seen(lambda: told and told[-1].activity == "available")
    await other.close()
    await seen(lambda: told[-1].activity == "offline")


async def test_who_was_not_in_view_any_more_is_asked_anew(desk, registrar, seen):
    told = []
    other = await desk(account("1002", registrar, publish=True))
    phone = await desk(account("1001", registrar), on_presence=told.append)
    await seen(lambda: registered(phone, other))
    await other.publish("busy")
    await phone.watch(["1002"])
    await seen(lambda: phone.presence("1002").activity == "busy")
    await phone.watch([])
    await phone.watch(["1002"])
    await other.publish("away")
    await seen(lambda: phone.presence("1002").activity == "away")
    assert [presence.activity for presence in told] == ["busy", "away"]


async def test_the_registrar_gone_means_unknown_and_back_means_known_again(desk, peers, seen):
    port, told = peers.free_port(), []
    with kamailio(peers, port, "first.log") as server:
        other = await desk(account("1002", server, transport="tcp", publish=True))
        phone = await desk(account("1001", server, transport="tcp"), on_presence=told.append)
        await seen(lambda: registered(phone, other))
        await phone.watch(["1002"])
        await other.publish("busy")
        await seen(lambda: told and told[-1].activity == "busy")
    await seen(lambda: told[-1].activity == "unknown")
    with kamailio(peers, port, "second.log"):
        await seen(lambda: told[-1].activity == "busy", 40)


async def test_an_account_is_changed_and_removed_while_it_follows_people(desk, registrar, seen):
    told = []
    other = await desk(account("1002", registrar, publish=True))
    phone = await desk([account("1001", registrar), account("1003", registrar, id="other")], on_presence=told.append)
    await seen(lambda: registered(phone, other))
    await other.publish("busy")
    await phone.watch(["1002"])
    await seen(lambda: phone.presence("1002").activity == "busy")
    engine = phone.engine_pid
    await phone.set_accounts([account("1004", registrar), account("1003", registrar, id="other")])
    await seen(lambda: [presence.activity for presence in told] == ["busy", "unknown", "busy"])
    await phone.set_accounts([account("1003", registrar, id="other")])
    await seen(lambda: [presence.activity for presence in told][3:] == ["unknown", "busy"])
    await phone.set_accounts([])
    await seen(lambda: told[-1].activity == "unknown")
    assert phone.engine_pid == engine


async def test_as_many_as_may_be_are_followed_and_the_engine_lives(desk, registrar, seen):
    told = []
    other = await desk(account("1009", registrar, publish=True))
    phone = await desk(account("1001", registrar), on_presence=told.append)
    await seen(lambda: registered(phone, other))
    engine = phone.engine_pid
    await other.publish("busy")
    for first in (1100, 1200, 1300):
        await phone.watch([str(number) for number in range(first, first + 2 * MAX_WATCHED)])
    await phone.watch(["1009"])
    await seen(lambda: told and told[-1].activity == "busy")
    assert phone.engine_pid == engine


class StrangeServer(asyncio.DatagramProtocol):
    """Takes a subscription and says `bodies`, each when the one before was answered; the last ends it."""

    def __init__(self, event: str, kind: str, *bodies: str) -> None:
        self.event, self.kind, self.bodies = event, kind, bodies
        self.answers = []
        self.kept_open = 0
        self.registrar_says = "200 OK"
        self.dialog = {}

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        if not data.strip():
            self.kept_open += 1
            return
        lines = data.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        if lines[0].startswith("SIP/2.0"):
            self.answers.append(int(lines[0].split()[1]))
            self.notify(peer)
            return
        kept = "".join(f"{name}: {headers[name]}\r\n" for name in ("Via", "From", "Call-ID", "CSeq"))
        contact = headers["Contact"] if lines[0].startswith("REGISTER") else f"<sip:127.0.0.1:{self.port}>"
        here = f"Contact: {contact}\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n"
        says = self.registrar_says if lines[0].startswith("REGISTER") else "200 OK"
        self.transport.sendto(f"SIP/2.0 {says}\r\n{kept}To: {headers['To']};tag=there\r\n{here}".encode(), peer)
        if lines[0].startswith("SUBSCRIBE") and not self.dialog:
            self.dialog = headers
            self.notify(peer)

    @property
    def port(self) -> int:
        return self.transport.get_extra_info("sockname")[1]

    def notify(self, peer) -> None:
        number = len(self.answers)
        if number == len(self.bodies):
            return
        state = "terminated;reason=noresource" if number == len(self.bodies) - 1 else "active;expires=600"
        body = self.bodies[number].encode()
        contact = self.dialog["Contact"].partition("<")[2].partition(">")[0]
        head = (
            f"NOTIFY {contact} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{number}\r\n"
            f"From: {self.dialog['To']};tag=there\r\nTo: {self.dialog['From']}\r\nCSeq: {number + 1} NOTIFY\r\n"
            f"Call-ID: {self.dialog['Call-ID']}\r\nMax-Forwards: 70\r\nContact: <sip:127.0.0.1:{self.port}>\r\n"
            f"Event: {self.event}\r\nSubscription-State: {state}\r\nContent-Type: {self.kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.transport.sendto(head.encode() + body, peer)


@asynccontextmanager
async def strange_server(*what):
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(lambda: StrangeServer(*what), ("127.0.0.1", 0))
    with closing(transport):
        yield server


BUSY = (
    '<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:2001@sip.test"><tuple id="a">'
    "<status><basic>open</basic></status></tuple><person><activities><on-the-phone/></activities></person></presence>"
)


async def test_a_notify_that_is_no_xml_is_survived(desk, seen):
    told = []
    strange = ("<presence><tuple", "busy, I think", "\x00\x01\x02", "<presence>" * 500, "<a/>")
    bodies = [body for said in strange for body in (BUSY, said)]
    async with strange_server("presence", "application/pidf+xml", *bodies, BUSY) as server:
        account = SipAccount("1001", "", "sip.test", f"127.0.0.1:{server.port}")
        phone = await desk(account, on_presence=told.append)
        engine = phone.engine_pid
        await phone.watch(["2001"])
        await seen(lambda: len(server.answers) == len(bodies) + 1)
        await seen(lambda: told[-1].activity == "unknown")
        assert [presence.activity for presence in told] == ["busy", "unknown"]  # what says nothing changes nothing
        assert phone.engine_pid == engine
        assert set(server.answers[::2]) == {200}
        assert all(status >= 400 for status in server.answers[1::2])


async def test_messages_waiting_are_counted_and_rubbish_is_not(desk, seen):
    told = []
    yes, no = "Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n", "Messages-Waiting: no\r\nVoice-Message: 0/10"
    said = (yes, "<html>nothing</html>", "\x00" * 40, no, no)
    async with strange_server("message-summary", "application/simple-message-summary", *said) as server:
        address = f"127.0.0.1:{server.port}"
        account = SipAccount("1001", "", "sip.test", address, messages_waiting=True, id="desk")
        await desk(account, on_messages=told.append)
        await seen(lambda: len(server.answers) == len(said))
    assert [(waiting.account, waiting.waiting, waiting.new, waiting.old) for waiting in told] == [
        ("desk", True, 2, 8),
        ("desk", False, 0, 10),
    ]


async def test_a_routers_door_is_kept_open(desk, seen):
    async with strange_server("presence", "application/pidf+xml", BUSY) as server:
        await desk(SipAccount("1001", "", "sip.test", f"127.0.0.1:{server.port}", keep_alive_s=1))
        await seen(lambda: server.kept_open > 1)


def test_this_library_has_no_dialog_package():
    """When a later one has, `engine/presence.py` can ask for it: who rings and who talks (RFC 4235)."""
    import pjsua2

    assert not hasattr(pjsua2.BuddyConfig(), "subscribe_dlg_event")


@pytest.mark.parametrize(
    ("said", "state", "retry_at"),
    [
        pytest.param("503 Overloaded\r\nRetry-After: 20", PhoneState.UNREACHABLE, 1_020.0, id="as it asked for"),
        pytest.param("500 Trouble", PhoneState.UNREACHABLE, 1_001.0, id="soon"),
        pytest.param("503 Gone\r\nRetry-After: 999999", PhoneState.UNREACHABLE, 1_300.0, id="within reason"),
        pytest.param("403 Forbidden", PhoneState.REFUSED, 1_300.0, id="refused"),
    ],
)
async def test_when_a_registrar_that_says_no_is_asked_again(desk, seen, said, state, retry_at):
    async with strange_server("presence", "application/pidf+xml", BUSY) as server:
        server.registrar_says = said
        account = SipAccount("1001", "", "sip.test", f"127.0.0.1:{server.port}")
        phone = await desk(account, clock=lambda: 1_000.0)
        await seen(lambda: phone.status.state is state)
        assert phone.status.accounts[0].retry_at == retry_at
