"""The desk's end of the phone: calls as data, commands as coroutines; the engine itself is the `Keeper`'s.

A little over the usual length on purpose: each method is one command or one event of the same calls, and a second class
would only hand them back and forth.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec
from attrs import evolve

from app.phone import messages
from app.phone.account import SipAccount
from app.phone.book import CallBook
from app.phone.call import (
    Call,
    CallEvent,
    CallState,
    failed,
    fold,
    given_up,
    incoming,
    outgoing,
    stopped,
    unplaced,
    wait_noticed,
)
from app.phone.errors import (
    BadNumber,
    EngineNotReady,
    NoSuchCall,
    NotRecorded,
    PhoneError,
    PhoneUnavailable,
    TooManyCalls,
)
from app.phone.keeper import Keeper
from app.phone.messages import Event, Open, Tone
from app.phone.number import clean_keys, clean_number, is_ip_address, sip_uri
from app.phone.process import ENGINE_ARGV, EngineProcess
from app.phone.status import PhoneState, PhoneStatus, registration_status

__all__ = ["MAX_CALLS", "Phone"]

_log = logging.getLogger(__name__)

MAX_CALLS: Final = 4
"""Compiled into the SIP library; ringing and held calls count."""
_CALL_GAP_S: Final = 0.1
_CALL_BURST: Final = 4
"""The library keeps a call's sockets for half a second after its end and aborts at 64: no loop may dial faster."""
_PINGS_MISSED: Final = 2
_PINGS_MISSED_BY_NAME: Final = 10
"""Unanswered pings until the engine counts as frozen. It stands still while a host's name is looked up, and where no
name server answers the system takes half a minute to say so: no reason to cut the other calls."""

_InCall: TypeAlias = (
    messages.HangUp
    | messages.Hold
    | messages.Mute
    | messages.PlayTone
    | messages.Record
    | messages.Reply
    | messages.SendKeys
)
_NOBODY: Final = messages.Account(username="namedial", realm="")


def _unheard(_: object) -> None:
    pass


class Phone:
    """Everything about telephoning for one identity. Callbacks get frozen data, on the loop's thread.

    Without `on_incoming` incoming calls are turned away with 480. A command given while the engine is being
    restarted waits for it, up to `ready_limit_s`. With `keep_port` the engine comes back on the port it had. One that
    does not answer pings any more is killed, and started again like any that died.
    """

    def __init__(
        self,
        *,
        on_status: Callable[[PhoneStatus], None] = _unheard,
        on_call: Callable[[Call], None] = _unheard,
        on_incoming: Callable[[Call], None] | None = None,
        on_missed: Callable[[messages.MissedCall], None] = _unheard,
        settings: Open | None = None,
        engine_argv: Sequence[str] = ENGINE_ARGV,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        trying_after_s: float = 3.0,
        ready_limit_s: float = 15.0,
        hang_up_limit_s: float = 5.0,
        keep_port: bool = False,
        ping_every_s: float = 5.0,
        ping_limit_s: float = 3.0,
    ) -> None:
        self._on_status = on_status
        self._on_incoming = on_incoming
        self._on_missed = on_missed
        self._settings = settings or Open()
        self._keeper = Keeper(
            engine_argv,
            greeting=self._greeting,
            on_event=self._handle,
            on_gone=self._engine_gone,
            patience=self._patience,
            ping_every_s=ping_every_s,
            ping_limit_s=ping_limit_s,
        )
        self._clock = clock
        self._new_id = new_id
        self._trying_after_s = trying_after_s
        self._ready_limit_s = ready_limit_s
        self._keep_port = keep_port
        self._hang_up_limit_s = hang_up_limit_s
        self._book = CallBook(on_call)
        self._account: SipAccount | None = None
        self._status = PhoneStatus()
        self._timers: set[asyncio.TimerHandle] = set()
        self._saved: dict[str, asyncio.Future[Path]] = {}
        self._unsent: dict[str, asyncio.Task[None]] = {}
        """Calls in the book that no engine has heard of yet, and who waits for one to send them."""
        self._unavailable = ""
        self._next_dial = 0.0

    @property
    def status(self) -> PhoneStatus:
        """How the phone is doing now."""
        return self._status

    @property
    def engine_pid(self) -> int | None:
        """Process id of the engine now running."""
        return self._keeper.engine.pid if self._keeper.engine else None

    def find(self, call_id: str) -> Call | None:
        """Return a call, also one that ended not long ago."""
        return self._book.find(call_id)

    @property
    def live_calls(self) -> tuple[Call, ...]:
        """Calls that have not ended, oldest first."""
        return self._book.live

    async def start(self, account: SipAccount | None = None) -> None:
        """Bring the engine up; returns when it can place calls, registered or not.

        Raises PhoneUnavailable where it never can, EngineNotReady where it does not come up in time (it is still
        being tried).
        """
        self._account = account
        if not self._keeper.running:
            self._unavailable = ""
            self._show(PhoneStatus(PhoneState.STARTING, "The phone is starting."))
            self._keeper.start()
        await self._when_ready()

    async def use(self, account: SipAccount) -> None:
        """Become somebody else; running calls go on."""
        engine = await self._when_ready()
        self._account = account
        engine.send(account.command)

    async def call(self, number: str, name: str = "") -> str:
        """Dial `number` and return the call's id at once; how it goes comes by `on_call`.

        While the engine is being restarted the call waits for it, and ends in words when it does not come.
        Raises BadNumber, TooManyCalls, PhoneUnavailable.
        """
        wanted = clean_number(number)
        uri = self._uri(wanted)
        if self._unavailable:
            raise PhoneUnavailable(self._unavailable)
        if len(self.live_calls) >= MAX_CALLS:
            raise TooManyCalls(str(MAX_CALLS))
        call = outgoing(self._new_id(), wanted, name, self._clock())
        pause = self._turn(asyncio.get_running_loop().time())
        self._unsent[call.id] = asyncio.create_task(self._dial(messages.Dial(call=call.id, uri=uri), pause))
        self._book.put(call)
        self._later(self._trying_after_s, self._notice_wait, call.id)
        return call.id

    async def send_keys(self, call_id: str, keys: str) -> None:
        """Key `keys` (0-9 * # A-D, `,` pauses); they wait for the call to connect. Raises BadKeys, NoSuchCall."""
        await self._command(messages.SendKeys(call=self._live(call_id).id, keys=clean_keys(keys)))

    async def mute(self, call_id: str, on: bool = True) -> None:
        """Let the other side hear silence, or the microphone again."""
        await self._command(messages.Mute(call=self._live(call_id).id, on=on))

    async def hold(self, call_id: str, on: bool = True) -> None:
        """Put on hold or resume."""
        await self._command(messages.Hold(call=self._live(call_id).id, on=on))

    async def hang_up(self, call_id: str) -> None:
        """End a call; one that is over already is no error."""
        call = self._book.find(call_id)
        if call is None or not call.live:
            return
        if (waiting := self._unsent.pop(call_id, None)) is not None:
            waiting.cancel()
            self._book.put(given_up(call, self._clock()))
            return
        self._book.put(evolve(call, hung_up_here=True), silently=True)
        self._later(self._hang_up_limit_s, self._give_up, call_id)
        await self._command(messages.HangUp(call=call_id))

    async def answer(self, call_id: str) -> None:
        """Take an incoming call."""
        await self._command(messages.Reply(call=self._live(call_id).id, status=200))

    async def ring(self, call_id: str) -> None:
        """Let an incoming call's caller hear that it rings (180)."""
        await self._command(messages.Reply(call=self._live(call_id).id, status=180))

    async def reject(self, call_id: str, status: int = 486) -> None:
        """Turn an incoming call away: 486 busy, 603 declined, 480 not available, ..."""
        call = self._live(call_id)
        self._book.put(evolve(call, hung_up_here=True, turned_away_with=status), silently=True)
        await self._command(messages.Reply(call=call_id, status=status))

    async def play_tone(self, call_id: str, *tones: Tone) -> None:
        """Play tones to the other side, after those still playing."""
        await self._command(messages.PlayTone(call=self._live(call_id).id, tones=tones))

    async def record(self, call_id: str, path: Path) -> None:
        """Write what the other side sends to a WAV file, until `stop_recording` or the end of the call."""
        call = self._live(call_id)
        self._saved[call_id] = asyncio.get_running_loop().create_future()
        await self._command(messages.Record(call=call.id, path=str(path)))

    async def stop_recording(self, call_id: str) -> Path:
        """End a recording and return its file, complete and readable.

        Raises NoSuchCall when none was begun, NotRecorded when no file came of it.
        """
        saved = self._saved.get(call_id)
        if saved is None:
            raise NoSuchCall
        await self._command(messages.Record(call=call_id))
        try:
            async with asyncio.timeout(self._ready_limit_s):
                return await saved
        except TimeoutError:
            raise NotRecorded("no answer from the engine") from None

    async def until(self, call_id: str, wanted: Callable[[Call], bool], limit_s: float = 10.0) -> Call:
        """Return the call as soon as it is as `wanted`, or has ended. Raises TimeoutError, NoSuchCall."""
        async with asyncio.timeout(limit_s):
            return await self._book.until(call_id, wanted)

    async def close(self) -> None:
        """Hang up, unregister, end the engine; never raises and takes three seconds at most."""
        for call_id in tuple(self._unsent):
            await self.hang_up(call_id)
        for call in self.live_calls:
            self._book.put(evolve(call, hung_up_here=True), silently=True)
        await self._keeper.end()
        for call in self.live_calls:  # their engine could not tell any more
            self._book.put(given_up(call, self._clock()))
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self._show(PhoneStatus())

    def _uri(self, number: str) -> str:
        if self._account is None and not number.startswith(("sip:", "sips:")):
            raise BadNumber("no SIP account is set, and this is no complete SIP address")
        account = self._account
        if account is None or account.server:  # the route to the server says how to get there
            return sip_uri(number, account.realm if account else "")
        return sip_uri(number, account.realm, account.transport)

    def _turn(self, now: float) -> float:
        """Return how long the next call has to wait: four may start at once, then ten in a second."""
        wait = max(0.0, self._next_dial - _CALL_BURST * _CALL_GAP_S - now)
        self._next_dial = max(self._next_dial, now) + _CALL_GAP_S
        return wait

    async def _dial(self, command: messages.Dial, pause: float) -> None:
        """Send a call out as soon as it may be and there is an engine; until then it can be taken back."""
        try:
            await asyncio.sleep(pause)
            (await self._when_ready()).send(command)
        except PhoneError as error:
            call = self._book.find(command.call)
            if call is not None and call.live:
                self._book.put(unplaced(call, error.problem, self._clock()))
        finally:
            self._unsent.pop(command.call, None)

    def _live(self, call_id: str) -> Call:
        call = self._book.find(call_id)
        if call is None or not call.live:
            raise NoSuchCall
        return call

    async def _command(self, command: _InCall) -> None:
        """Send a command for a call, but not before the call itself."""
        if (unsent := self._unsent.get(command.call)) is not None:
            await asyncio.wait([unsent])
            self._live(command.call)
        (await self._when_ready()).send(command)

    async def _when_ready(self) -> EngineProcess:
        try:
            async with asyncio.timeout(self._ready_limit_s):
                await self._keeper.ready.wait()
        except TimeoutError:
            raise EngineNotReady(self._status.text.rstrip(".")) from None
        if self._unavailable or self._keeper.engine is None:
            raise PhoneUnavailable(self._unavailable or "The phone is off.")
        return self._keeper.engine

    def _greeting(self) -> tuple[messages.Command, ...]:
        return (self._settings, self._account.command if self._account else _NOBODY)

    def _patience(self) -> int:
        return _PINGS_MISSED_BY_NAME if self._looks_up_names else _PINGS_MISSED

    @property
    def _looks_up_names(self) -> bool:
        """Whether the engine may have the name of a host to look up, and stand still for so long."""
        if self._account is None:  # only whole addresses can be dialled then
            return any(call.state is CallState.DIALLING for call in self.live_calls)
        return not is_ip_address(self._account.server or self._account.realm)

    def _engine_gone(self, text: str) -> None:
        for call in self.live_calls:
            if call.id not in self._unsent:
                self._book.put(stopped(call, self._clock()))
        for call_id in tuple(self._saved):
            self._recording_failed(call_id)
        self._saved.clear()
        if self._unavailable:
            self._show(PhoneStatus(PhoneState.UNAVAILABLE, self._unavailable))
        elif not self._keeper.closing:
            self._show(PhoneStatus(PhoneState.RESTARTING, text))

    def _handle(self, event: Event) -> None:
        match event:
            case messages.Ready() | messages.SoundState() | messages.Registration() | messages.Fatal():
                self._engine_event(event)
            case messages.IncomingCall():
                self._on_incoming_call(event)
            case messages.MissedCall():
                self._tell(self._on_missed, event)
            case messages.RecordingSaved(call=call_id, path=path):
                if (saved := self._saved.get(call_id)) and not saved.done():
                    saved.set_result(Path(path))
            case messages.Failed():
                self._command_failed(event)
            case messages.Pong():
                self._keeper.answered()
            case _:
                self._call_event(event)

    def _engine_event(
        self, event: messages.Ready | messages.SoundState | messages.Registration | messages.Fatal
    ) -> None:
        match event:
            case messages.Ready(address=address):
                if self._keep_port:
                    self._settings = msgspec.structs.replace(self._settings, port=int(address.rpartition(":")[2]))
                self._show(PhoneStatus(PhoneState.READY, "The phone is ready, without registration.", address=address))
                self._keeper.ready.set()
            case messages.SoundState(speaker=speaker, microphone=microphone, text=text):
                self._show(evolve(self._status, speaker=speaker, microphone=microphone, sound_text=text))
            case messages.Registration():
                self._show(registration_status(self._status, event))
                if event.state == "trying":
                    self._later(self._trying_after_s, self._notice_registrar, "")
            case messages.Fatal(text=text, unavailable=unavailable):
                _log.error("The engine gave up: %s", text)
                if unavailable:
                    self._unavailable = text
                    self._keeper.give_up()

    def _on_incoming_call(self, event: messages.IncomingCall) -> None:
        call = incoming(event, self._clock())
        self._book.put(call)
        if self._on_incoming is not None:
            self._tell(self._on_incoming, call)
        elif (
            self._keeper.engine is not None
        ):  # nobody could take it: the caller goes on to voicemail instead of waiting
            self._book.put(evolve(call, hung_up_here=True, turned_away_with=480), silently=True)
            self._keeper.engine.send(messages.Reply(call=call.id, status=480))

    def _call_event(self, event: CallEvent) -> None:
        call = self._book.find(event.call)
        if call is not None:
            self._book.put(fold(call, event, self._clock()))

    def _command_failed(self, event: messages.Failed) -> None:
        call = self._book.find(event.call)
        crossed = call is not None and not call.live  # it ended while the command was on its way
        if call is not None:
            self._book.put(failed(call, event, self._clock()))
        _log.log(logging.INFO if crossed else logging.WARNING, "Not done: %s: %s", event.do, event.reason)
        if event.do == "record":
            self._recording_failed(event.call)
        elif event.do == "account":
            self._show(registration_status(self._status, messages.Registration(state="failed", reason=event.reason)))
        elif event.do == "open" and self._keeper.engine is not None:  # the next may find the port free
            self._keeper.engine.kill()

    def _recording_failed(self, call_id: str) -> None:
        saved = self._saved.get(call_id)
        if saved is not None and not saved.done():
            saved.set_exception(NotRecorded())
            saved.exception()  # seen: asyncio need not complain when nobody asks for the file

    def _notice_wait(self, call_id: str) -> None:
        call = self._book.find(call_id)
        if call is not None and (noticed := wait_noticed(call)).still_trying:
            self._book.put(noticed)

    def _give_up(self, call_id: str) -> None:
        """End a call here that was hung up: the server need not have answered that for half a minute."""
        call = self._book.find(call_id)
        if call is not None and call.live:
            self._book.put(given_up(call, self._clock()))

    def _notice_registrar(self, _: str) -> None:
        if self._status.state is PhoneState.REGISTERING:
            self._show(evolve(self._status, text="The SIP server has not answered yet. Still trying."))

    def _later(self, seconds: float, do: Callable[[str], None], argument: str) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._timers = {timer for timer in self._timers if timer.when() > now and not timer.cancelled()}
        self._timers.add(loop.call_later(seconds, do, argument))

    def _show(self, status: PhoneStatus) -> None:
        if status != self._status:
            self._status = status
            self._tell(self._on_status, status)

    def _tell(self, callback: Callable[[Any], None], fact: object) -> None:
        """Call back; a listener's mistake must not stop the phone."""
        try:
            callback(fact)
        except Exception:
            _log.exception("A listener of the phone failed.")
