"""What would abort the SIP library, or only confuse it, said to the engine by its pipe: it answers and lives."""

import asyncio

import pytest

from app.phone import Open
from app.phone.messages import (
    Account,
    CallProgress,
    Conference,
    Dial,
    Failed,
    HangUp,
    Hold,
    IncomingCall,
    Mute,
    Ping,
    PlayTone,
    Pong,
    Ready,
    Record,
    RemoveAccount,
    Reply,
    SendKeys,
    Tone,
    Transfer,
    TransferProgress,
    TransferTo,
)
from app.phone.process import ENGINE_ARGV, EngineProcess

pytestmark = [pytest.mark.phone, pytest.mark.anyio]


class Told:
    """An engine, and everything it says."""

    def __init__(self, engine):
        self.engine = engine
        self.events = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self):
        async for event in self.engine.events():
            self.events.append(event)

    def all(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    async def settled(self, seen):
        """Wait until the engine has done everything it was told so far, and still lives."""
        before = len(self.all(Pong))
        self.engine.send(Ping())
        await seen(lambda: len(self.all(Pong)) > before or self._reading.done())
        assert not self._reading.done()


@pytest.fixture
async def told(seen):
    engine = await EngineProcess.spawn(ENGINE_ARGV)
    told = Told(engine)
    engine.send(Dial(call="too early", uri="sip:a@127.0.0.1"))
    engine.send(Open(address="127.0.0.1", sound=False))
    engine.send(Account(username="namedial", realm=""))
    await seen(lambda: told.all(Ready))
    yield told
    engine.kill()
    await engine.reap()


async def test_commands_that_make_no_sense_are_refused(told, seen):
    engine = told.engine
    for command in (
        Transfer(call="nobody", uri="sip:a@b"),
        TransferTo(call="nobody", other="nobody"),
        Hold(call="nobody", on=True),
        Mute(call="nobody", on=True),
        HangUp(call="nobody"),
        Reply(call="nobody", status=200),
        SendKeys(call="nobody", keys="1"),
        Record(call="nobody", path="x.wav"),
        RemoveAccount(account="nobody"),
        Conference(calls=("nobody", "somebody")),
        Conference(calls=()),
    ):
        engine.send(command)
    await told.settled(seen)
    assert len(told.all(Failed)) >= 8


async def test_a_call_is_commanded_before_it_is_answered_and_after_it_ended(told, seen):
    engine = told.engine
    address = told.all(Ready)[0].address
    engine.send(Dial(call="one", uri=f"sip:me@{address}"))  # to itself
    await seen(lambda: told.all(IncomingCall))
    (ring,) = told.all(IncomingCall)

    def everything(call):
        for command in (
            Hold(call=call, on=True),
            Transfer(call=call, uri="not an address"),
            Transfer(call=call, uri="sip:2001@127.0.0.1:9"),
            TransferTo(call=call, other=call),
            Conference(calls=(call, call)),
            SendKeys(call=call, keys="1" * 60),
            PlayTone(call=call, tones=(Tone(440, 10),) * 33),
            Hold(call=call, on=False),
            Reply(call=call, status=180),
        ):
            engine.send(command)

    everything("one")
    everything(ring.call)
    engine.send(Reply(call="one", status=200))  # answering a call that goes out
    await told.settled(seen)
    engine.send(Reply(call=ring.call, status=200))
    await seen(lambda: {"one", ring.call} <= {e.call for e in told.all(CallProgress) if e.state == "connected"})
    everything("one")
    await seen(lambda: any(event.final for event in told.all(TransferProgress)), 40)
    engine.send(HangUp(call="one"))
    await seen(lambda: {"one", ring.call} <= {e.call for e in told.all(CallProgress) if e.state == "ended"})
    everything("one")
    everything(ring.call)
    engine.send(HangUp(call="one"))
    await told.settled(seen)


async def test_more_calls_and_accounts_than_the_library_holds(told, seen):
    engine = told.engine
    for number in range(12):
        engine.send(Account(id=f"a{number}", username=f"u{number}", realm="127.0.0.1"))
    for number in range(8):
        engine.send(Dial(call=f"c{number}", uri=f"sip:{number}@127.0.0.1:9"))
    engine.send(HangUp(call="c7"))  # while it still waits for a line

    def ended():
        return {event.call for event in told.all(CallProgress) if event.state == "ended"}

    await seen(lambda: ended() >= {"c4", "c5", "c6", "c7"})
    for number in range(8):
        engine.send(HangUp(call=f"c{number}"))
    for number in range(12):
        engine.send(RemoveAccount(account=f"a{number}"))
    await told.settled(seen)
