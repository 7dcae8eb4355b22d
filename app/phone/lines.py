"""The phone's calls: placed, answered, held and ended by commands, and followed by what the engine tells of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from attrs import evolve

from app.phone import messages
from app.phone.book import CallBook
from app.phone.call import (
    Call,
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
from app.phone.errors import NoSuchCall, NotRecorded, PhoneError, PhoneUnavailable, TooManyCalls
from app.phone.number import clean_keys
from app.phone.wire import Wire, tell

__all__ = ["MAX_CALLS", "Lines"]

_log = logging.getLogger(__name__)

MAX_CALLS: Final = 4
"""Compiled into the SIP library; ringing and held calls count."""
_CALL_GAP_S: Final = 0.1
_CALL_BURST: Final = 4
"""The library keeps a call's sockets for half a second after its end and aborts at 64: no loop may dial faster."""


class Lines:
    """At most four calls at once. Without `on_incoming` incoming calls are turned away with 480."""

    def __init__(
        self,
        wire: Wire,
        *,
        on_call: Callable[[Call], None],
        on_incoming: Callable[[Call], None] | None,
        on_missed: Callable[[messages.MissedCall], None],
        clock: Callable[[], float],
        new_id: Callable[[], str],
        trying_after_s: float,
        hang_up_limit_s: float,
        account_found: Callable[[str], Awaitable[None]],
    ) -> None:
        self._account_found = account_found
        self._wire = wire
        self._on_incoming = on_incoming
        self._on_missed = on_missed
        self._clock = clock
        self._new_id = new_id
        self._trying_after_s = trying_after_s
        self._hang_up_limit_s = hang_up_limit_s
        self._saved: dict[str, asyncio.Future[Path]] = {}
        self._unsent: dict[str, asyncio.Task[None]] = {}
        """Calls in the book that no engine has heard of yet, and who waits for one to send them."""
        self._next_dial = 0.0
        self.book = CallBook(on_call)

    @property
    def dialling(self) -> bool:
        """A call is on its way, and may be looking up its host."""
        return any(call.state is CallState.DIALLING for call in self.book.live)

    def call(self, number: str, uri: str, name: str, account: str) -> str:
        """Dial; raises TooManyCalls, PhoneUnavailable."""
        if self._wire.unavailable:
            raise PhoneUnavailable(self._wire.unavailable)
        if len(self.book.live) >= MAX_CALLS:
            raise TooManyCalls(str(MAX_CALLS))
        call = outgoing(self._new_id(), number, name, self._clock())
        pause = self._turn(asyncio.get_running_loop().time())
        command = messages.Dial(call=call.id, uri=uri, account=account)
        self._unsent[call.id] = asyncio.create_task(self._dial(command, pause))
        self.book.put(call)
        self._wire.later(self._trying_after_s, self._notice_wait, call.id)
        return call.id

    async def send_keys(self, call_id: str, keys: str) -> None:
        """Key digits."""
        await self.command(messages.SendKeys(call=self.live(call_id).id, keys=clean_keys(keys)))

    async def hang_up(self, call_id: str) -> None:
        """End a call; one that is over already is no error."""
        call = self.book.find(call_id)
        if call is None or not call.live:
            return
        if (waiting := self._unsent.pop(call_id, None)) is not None:
            waiting.cancel()
            self.book.put(given_up(call, self._clock()))
            return
        self.book.put(evolve(call, hung_up_here=True), silently=True)
        self._wire.later(self._hang_up_limit_s, self._give_up, call_id)
        await self.command(messages.HangUp(call=call_id))

    async def reject(self, call_id: str, status: int) -> None:
        """Turn an incoming call away."""
        call = self.live(call_id)
        self.book.put(evolve(call, hung_up_here=True, turned_away_with=status), silently=True)
        await self.command(messages.Reply(call=call_id, status=status))

    async def record(self, call_id: str, path: Path) -> None:
        """Write what the other side sends to a file."""
        call = self.live(call_id)
        self._saved[call_id] = asyncio.get_running_loop().create_future()
        await self.command(messages.Record(call=call.id, path=str(path)))

    async def stop_recording(self, call_id: str) -> Path:
        """End a recording and return its file."""
        saved = self._saved.get(call_id)
        if saved is None:
            raise NoSuchCall
        await self.command(messages.Record(call=call_id))
        try:
            async with asyncio.timeout(self._wire.ready_limit_s):
                return await saved
        except TimeoutError:
            raise NotRecorded("no answer from the engine") from None

    async def until(self, call_id: str, wanted: Callable[[Call], bool], limit_s: float) -> Call:
        """Return the call as soon as it is as `wanted`, or has ended. Raises TimeoutError, NoSuchCall."""
        async with asyncio.timeout(limit_s):
            return await self.book.until(call_id, wanted)

    def live(self, call_id: str) -> Call:
        """Return a call that has not ended; raises NoSuchCall."""
        call = self.book.find(call_id)
        if call is None or not call.live:
            raise NoSuchCall
        return call

    async def command(self, command: messages.CallCommand) -> None:
        """Send a command for a call, but not before the call itself."""
        if (unsent := self._unsent.get(command.call)) is not None:
            await asyncio.wait([unsent])
            self.live(command.call)
        await self._wire.send(command)

    async def leave(self) -> None:
        """Take back what was not dialled yet; the rest ends with the engine."""
        for call_id in tuple(self._unsent):
            await self.hang_up(call_id)
        for call in self.book.live:
            self.book.put(evolve(call, hung_up_here=True), silently=True)

    def left(self) -> None:
        """End what the engine could not tell of any more."""
        for call in self.book.live:
            self.book.put(given_up(call, self._clock()))

    def engine_gone(self) -> None:
        """Every call the engine knew is cut."""
        for call in self.book.live:
            if call.id not in self._unsent:
                self.book.put(stopped(call, self._clock()))
        for call_id in tuple(self._saved):
            self._recording_failed(call_id)
        self._saved.clear()

    def handle(self, event: messages.CallEvent) -> None:
        """Take in what the engine tells of calls."""
        match event:
            case messages.IncomingCall():
                self._take_in(event)
            case messages.MissedCall():
                tell(self._on_missed, event)
            case messages.RecordingSaved(call=call_id, path=path):
                if (saved := self._saved.get(call_id)) and not saved.done():
                    saved.set_result(Path(path))
            case _:
                call = self.book.find(event.call)
                if call is not None:
                    self.book.put(fold(call, event, self._clock()))

    def failed(self, event: messages.Failed) -> None:
        """Take in that a command could not be done."""
        call = self.book.find(event.call)
        crossed = call is not None and not call.live  # it ended while the command was on its way
        if call is not None:
            self.book.put(failed(call, event, self._clock()))
        _log.log(logging.INFO if crossed else logging.WARNING, "Not done: %s: %s", event.do, event.reason)
        if event.do == "record":
            self._recording_failed(event.call)

    def _take_in(self, event: messages.IncomingCall) -> None:
        call = incoming(event, self._clock())
        self.book.put(call)
        if self._on_incoming is not None:
            tell(self._on_incoming, call)
        else:  # nobody could take it: the caller goes on to voicemail instead of waiting
            self.book.put(evolve(call, hung_up_here=True, turned_away_with=480), silently=True)
            self._wire.send_now(messages.Reply(call=call.id, status=480))

    def _turn(self, now: float) -> float:
        """Return how long the next call has to wait: four may start at once, then ten in a second."""
        wait = max(0.0, self._next_dial - _CALL_BURST * _CALL_GAP_S - now)
        self._next_dial = max(self._next_dial, now) + _CALL_GAP_S
        return wait

    async def _dial(self, command: messages.Dial, pause: float) -> None:
        """Send a call out as soon as it may be and there is an engine; until then it can be taken back."""
        try:
            await asyncio.sleep(pause)
            await self._wire.ready()
            await self._account_found(command.account)
            await self._wire.send(command)
        except PhoneError as error:
            call = self.book.find(command.call)
            if call is not None and call.live:
                self.book.put(unplaced(call, error.problem, self._clock()))
        finally:
            self._unsent.pop(command.call, None)

    def _recording_failed(self, call_id: str) -> None:
        saved = self._saved.get(call_id)
        if saved is not None and not saved.done():
            saved.set_exception(NotRecorded())
            saved.exception()  # seen: asyncio need not complain when nobody asks for the file

    def _notice_wait(self, call_id: str) -> None:
        call = self.book.find(call_id)
        if call is not None and (noticed := wait_noticed(call)).still_trying:
            self.book.put(noticed)

    def _give_up(self, call_id: str) -> None:
        """End a call here that was hung up: the server need not have answered that for half a minute."""
        call = self.book.find(call_id)
        if call is not None and call.live:
            self.book.put(given_up(call, self._clock()))
