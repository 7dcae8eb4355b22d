"""The phone's calls: placed, answered, held and ended by commands, and followed by what the engine tells of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Final, TypeAlias

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
    referred,
    stopped,
    unplaced,
    wait_noticed,
)
from app.phone.errors import NoSuchCall, NotRecorded, PhoneError, PhoneUnavailable, TooManyCalls
from app.phone.number import clean_keys
from app.phone.wire import Wire, tell

__all__ = ["MAX_CALLS", "Follower", "Lines"]

Follower: TypeAlias = Callable[[Call | None, Call], None]
"""Hears of a call before and after each change."""

_log = logging.getLogger(__name__)

MAX_CALLS: Final = 4
"""Compiled into the SIP library; ringing and held calls count."""
_CALL_GAP_S: Final = 0.1
_CALL_BURST: Final = 4
"""The library keeps a call's sockets for half a second after its end and aborts at 64: no loop may dial faster."""
_DO_NOT_DISTURB: Final = 486


class Lines:
    """At most four calls at once, with `one_active` one that is not held: another that begins holds it first.

    Without `on_incoming` incoming calls are turned away with 480.
    """

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
        one_active: bool,
        key_method: Callable[[str], messages.KeyMethod],
        account_found: Callable[[str], Awaitable[None]],
    ) -> None:
        self._account_found = account_found
        self._one_active = one_active
        self._key_method = key_method
        self._on_call = on_call
        self.do_not_disturb = False
        self.answer_after_s: float | None = None
        """Calls are taken by themselves after so many seconds, unless one speaks already; None: they wait."""
        self.followers: list[Follower] = []
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
        self.book = CallBook(self._changed)
        self._before: dict[str, Call] = {}

    @property
    def dialling(self) -> bool:
        """A call is on its way, and may be looking up its host."""
        return any(call.state is CallState.DIALLING for call in self.book.live)

    def call(self, number: str, uri: str, name: str, account: str, keys: str = "") -> str:
        """Dial, and send `keys` when it is answered; raises TooManyCalls, PhoneUnavailable."""
        if self._wire.unavailable:
            raise PhoneUnavailable(self._wire.unavailable)
        if len(self.book.live) >= MAX_CALLS:
            raise TooManyCalls(str(MAX_CALLS))
        call = outgoing(self._new_id(), number, name, self._clock(), account)
        pause = self._turn(asyncio.get_running_loop().time())
        command = messages.Dial(call=call.id, uri=uri, account=account)
        self._unsent[call.id] = asyncio.create_task(self._dial(command, pause, keys))
        self.book.put(call)
        self._wire.later(self._trying_after_s, self._notice_wait, call.id)
        return call.id

    async def send_keys(self, call_id: str, keys: str) -> None:
        """Key digits, in the account's way."""
        await self.command(self._keying(self.live(call_id), clean_keys(keys)))

    async def answer(self, call_id: str) -> None:
        """Take an incoming call; whoever one speaks with is held first."""
        self.live(call_id)
        await self._wire.ready()
        self._take(call_id)

    async def hold(self, call_id: str, on: bool) -> None:
        """Put on hold, or resume and hold all others."""
        if not on:
            await self._wire.ready()
            self.hold_others({call_id})
        await self.command(messages.Hold(call=self.live(call_id).id, on=on))

    async def activate(self, *call_ids: str) -> None:
        """Hold every other call, then resume or answer these."""
        calls = [self.live(call_id) for call_id in call_ids]
        await self._wire.ready()
        self.hold_others(set(call_ids))
        for call in calls:
            if call.state is CallState.CONNECTED:  # held or about to be: the engine knows, and the last wish counts
                await self.command(messages.Hold(call=call.id, on=False))
            elif call.direction == "in" and call.state is CallState.RINGING:
                self._take(call.id)

    def hold_others(self, but: Collection[str]) -> None:
        """Hold whoever one speaks with, except those of `but`; also who is held yet and about to be taken up again."""
        if not self._one_active:
            return
        for call in self.book.live:
            if call.state is CallState.CONNECTED and call.id not in but:
                self._wire.send_now(messages.Hold(call=call.id, on=True))

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
            case messages.CallReferred():
                self.book.put(referred(event, self._clock()))
                self._pass_on(event.replaces, event.call)
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
        if self.do_not_disturb and not event.replaces:
            self._wire.send_now(messages.Reply(call=event.call, status=_DO_NOT_DISTURB))
            missed = messages.MissedCall(
                number=event.number, name=event.name, because="do not disturb", account=event.account
            )
            tell(self._on_missed, missed)
            return
        call = incoming(event, self._clock())
        self.book.put(call)
        if event.replaces:  # it is answered already
            self._pass_on(event.replaces, event.call)
        elif self._on_incoming is not None:
            tell(self._on_incoming, call)
            self._answer_later(event)
        else:  # nobody could take it: the caller goes on to voicemail instead of waiting
            self.book.put(evolve(call, hung_up_here=True, turned_away_with=480), silently=True)
            self._wire.send_now(messages.Reply(call=call.id, status=480))

    def _answer_later(self, event: messages.IncomingCall) -> None:
        """Answer by itself where that is wanted, as soon as the caller asks for it or else as it was set."""
        if self.answer_after_s is None:
            return
        after_s = self.answer_after_s if event.answer_after_s is None else event.answer_after_s
        self._wire.later(after_s, self._answer_by_itself, event.call)

    def _answer_by_itself(self, call_id: str) -> None:
        call = self.book.find(call_id)
        ringing = call is not None and call.state is CallState.RINGING and not call.hung_up_here
        if call is None or not ringing or self.answer_after_s is None or self._speaking:
            return
        self.book.put(evolve(call, auto_answered=True), silently=True)
        self._take(call_id)

    @property
    def _speaking(self) -> bool:
        return any(call.state is CallState.CONNECTED and not call.held for call in self.book.live)

    def _take(self, call_id: str) -> None:
        self.hold_others({call_id})
        self._wire.send_now(messages.Reply(call=call_id, status=200))

    def _pass_on(self, call_id: str, to: str) -> None:
        """The other side of a call has connected us away from it."""
        call = self.book.find(call_id)
        if call is not None and call.live:
            self.book.put(evolve(call, passed_on_to=to))

    def _changed(self, call: Call) -> None:
        before = self._before.get(call.id)
        if call.live:
            self._before[call.id] = call
        else:
            self._before.pop(call.id, None)
            self._not_passed_on(call)
        self._on_call(call)
        if call.state is CallState.CONNECTED and (before is None or before.state is not CallState.CONNECTED):
            self.hold_others({call.id, call.replaces})
        for follower in self.followers:
            follower(before, call)

    def _not_passed_on(self, call: Call) -> None:
        """The one we were to be connected with did not answer: the old call is what there is."""
        old = self.book.find(call.replaces) if call.replaces and call.connected_at is None else None
        if old is not None and old.live:
            self.book.put(evolve(old, passed_on_to=""))

    def _keying(self, call: Call, keys: str) -> messages.SendKeys:
        return messages.SendKeys(call=call.id, keys=keys, by=self._key_method(call.account))

    def _turn(self, now: float) -> float:
        """Return how long the next call has to wait: four may start at once, then ten in a second."""
        wait = max(0.0, self._next_dial - _CALL_BURST * _CALL_GAP_S - now)
        self._next_dial = max(self._next_dial, now) + _CALL_GAP_S
        return wait

    async def _dial(self, command: messages.Dial, pause: float, keys: str) -> None:
        """Send a call out as soon as it may be and there is an engine; until then it can be taken back."""
        try:
            await asyncio.sleep(pause)
            await self._wire.ready()
            await self._account_found(command.account)
            self.hold_others({command.call})
            await self._wire.send(command)
            if keys:
                self._wire.send_now(self._keying(self.live(command.call), keys))
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
