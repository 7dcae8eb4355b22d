"""Devices register with the sandbox by real SIP, and people call them."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from app.phone import CallState, EndKind, Open, Phone, PhoneState, SipAccount
from app.sandbox import sample_account
from app.sandbox.box import Box
from app.sandbox.registrar import Registrar, credentials_of, header

pytestmark = [pytest.mark.phone, pytest.mark.anyio]

PATIENCE_S = 10.0


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def box():
    said = []
    async with Box(sample_account(), 0, said.append) as box:
        box.said = said
        yield box


class Desk:
    """A phone of the sample, with everything it was told."""

    def __init__(self):
        self.calls = {}
        self._news = asyncio.Event()
        self.phone = Phone(
            on_call=self._call,
            on_incoming=self._ring,
            on_status=lambda _: self._news.set(),
            settings=Open(address="127.0.0.1", sound=False),
        )

    def _call(self, call):
        self.calls[call.id] = call
        self._news.set()

    def _ring(self, call):
        self._call(call)
        self._ringing = asyncio.ensure_future(self.phone.ring(call.id))

    async def until(self, seen):
        async with asyncio.timeout(PATIENCE_S):
            while not (found := seen()):
                self._news.clear()
                await self._news.wait()
        return found

    def incoming(self, number):
        return next((one for one in self.calls.values() if one.direction == "in" and one.number == number), None)


@asynccontextmanager
async def registered(box, number="2001", password=None):
    desk = Desk()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(desk.phone.close)
        await desk.phone.start(
            SipAccount(f"phone{number}", password or f"sandbox-{number}", box.api.sign_in.realm, server=box.sip)
        )
        yield desk


async def test_somebody_calls_who_is_registered(box):
    async with registered(box) as desk:
        await desk.until(lambda: desk.phone.status.state is PhoneState.REGISTERED)
        box.let_call("2003\n")
        call = await desk.until(lambda: desk.incoming("2003"))
        assert call.name == "Zoë Müller"
        assert call.called == "2001"
        await desk.phone.answer(call.id)
        await desk.phone.until(call.id, lambda now: now.state is CallState.CONNECTED)
        await desk.phone.hang_up(call.id)
        await desk.until(lambda: desk.calls[call.id].ending)


async def test_a_caller_gives_up(box):
    async with registered(box) as desk:
        await desk.until(lambda: desk.phone.status.state is PhoneState.REGISTERED)
        box.let_call("2004 0.3")
        call = await desk.until(lambda: desk.incoming("2004"))
        ended = await desk.phone.until(call.id, lambda now: not now.live)
        assert ended.ending.kind is EndKind.MISSED


async def test_a_wrong_password_is_refused(box):
    async with registered(box, password="wrong") as desk:
        await desk.until(lambda: desk.phone.status.state is PhoneState.REFUSED)


async def test_who_is_registered_calls_out_and_is_called_by_others(box):
    async with registered(box) as alice, registered(box, "2002") as bob:
        await alice.until(lambda: alice.phone.status.state is PhoneState.REGISTERED)
        await bob.until(lambda: bob.phone.status.state is PhoneState.REGISTERED)
        out = await bob.phone.call("2001")
        ringing = await alice.until(lambda: alice.incoming("phone2002"))
        await alice.phone.answer(ringing.id)
        await bob.phone.until(out, lambda now: now.state is CallState.CONNECTED)
        await alice.phone.hang_up(ringing.id)
        ended = await bob.phone.until(out, lambda now: not now.live)
        assert ended.ending.kind is EndKind.FAR_HUNG_UP
        out = await bob.phone.call("2003")
        await bob.phone.until(out, lambda now: now.state is CallState.CONNECTED)
        await bob.phone.hang_up(out)
        await bob.until(lambda: bob.calls[out].ending)


REGISTER = "\r\n".join(
    [
        "REGISTER sip:sample.example SIP/2.0",
        "v: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1",
        "Via: SIP/2.0/UDP 127.0.0.1:5071;branch=z9hG4bK2",
        "f: <sip:{user}@sample.example>;tag=1",
        "t: <sip:{user}@sample.example>",
        "i: one",
        "CSeq: 1 REGISTER",
        "m: <sip:{user}@127.0.0.1:5070>",
        "",
        "",
    ]
)


@pytest.mark.parametrize(("user", "status"), [("phone2001", "401 Unauthorized"), ("nobody", "404 Not Found")])
async def test_a_stranger_is_asked_who_it_is(user, status):
    answer = Registrar(credentials_of(sample_account())).answer(REGISTER.format(user=user))
    assert answer.startswith(f"SIP/2.0 {status}\r\n")
    assert answer.count("Via: ") == 2
    assert ";tag=" in header(answer, "to")
