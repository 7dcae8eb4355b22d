"""The phone as its users see it: calls as data, commands as coroutines; the engine itself is the `Keeper`'s."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from attrs import evolve

from app.phone import messages
from app.phone.account import SipAccount
from app.phone.call import Call
from app.phone.conference import Conference
from app.phone.errors import NoSuchAccount, NoSuchCall
from app.phone.following import Following
from app.phone.identities import Identities
from app.phone.journal import Journal
from app.phone.keeper import Keeper
from app.phone.lines import MAX_CALLS, Lines
from app.phone.messages import Activity, Event, Open, Tone
from app.phone.network import NetworkWatch, own_addresses
from app.phone.number import split_number
from app.phone.process import ENGINE_ARGV
from app.phone.servers import LookUp, look_up
from app.phone.status import PhoneState, PhoneStatus
from app.phone.transfers import Transfers
from app.phone.watching import Presence
from app.phone.wire import Wire, tell

__all__ = ["MAX_CALLS", "Phone"]

_log = logging.getLogger(__name__)

_PINGS_MISSED: Final = 2
_PINGS_MISSED_BY_NAME: Final = 5
"""Unanswered pings until the engine counts as frozen. It stands still while a host's name is looked up, which only TLS
and calls without any server need: no reason to cut the other calls."""


def _unheard(_: object) -> None:
    pass


class Phone:
    """Everything about telephoning for one person. Callbacks get frozen data, on the loop's thread.

    Without `on_incoming` incoming calls are turned away with 480. A command given while the engine is being
    restarted waits for it, up to `ready_limit_s`. With `keep_port` the engine comes back on the port it had. One that
    does not answer pings any more is killed, and started again like any that died. Calls are spoken in one at a time,
    the others held, unless `one_active` is off.
    """

    def __init__(
        self,
        *,
        on_status: Callable[[PhoneStatus], None] = _unheard,
        on_call: Callable[[Call], None] = _unheard,
        on_incoming: Callable[[Call], None] | None = None,
        on_missed: Callable[[messages.MissedCall], None] = _unheard,
        on_presence: Callable[[Presence], None] = _unheard,
        on_messages: Callable[[messages.MessagesWaiting], None] = _unheard,
        settings: Open | None = None,
        engine_argv: Sequence[str] = ENGINE_ARGV,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        trying_after_s: float = 3.0,
        ready_limit_s: float = 15.0,
        hang_up_limit_s: float = 5.0,
        transfer_limit_s: float = 60.0,
        one_active: bool = True,
        keep_port: bool = False,
        ping_every_s: float = 5.0,
        ping_limit_s: float = 3.0,
        look_up: LookUp = look_up,
        addresses: Callable[[Iterable[str]], frozenset[str]] = own_addresses,
    ) -> None:
        self._settings = settings or Open()
        self._keep_port = keep_port
        self._keeper = Keeper(
            engine_argv,
            greeting=self._greeting,
            on_event=self._handle,
            on_gone=self._engine_gone,
            patience=self._patience,
            ping_every_s=ping_every_s,
            ping_limit_s=ping_limit_s,
        )
        self._wire = Wire(self._keeper, ready_limit_s, lambda: self.status.text)
        self._clock = clock
        self._on_call = on_call
        self._on_messages = on_messages
        self._journal = Journal()
        self._log_level = messages.SetLogLevel(level=1)
        self._identities = Identities(
            self._wire, on_status, look_up=look_up, clock=clock, trying_after_s=trying_after_s
        )
        self._following = Following(self._wire, on_presence, account=lambda: self._identities.first, clock=clock)
        self._network = NetworkWatch(lambda: addresses(self._identities.servers), self._network_changed)
        self._watching_network: asyncio.Task[None] | None = None
        self._lines = Lines(
            self._wire,
            on_call=self._call_changed,
            on_incoming=on_incoming,
            on_missed=on_missed,
            clock=clock,
            new_id=new_id,
            trying_after_s=trying_after_s,
            hang_up_limit_s=hang_up_limit_s,
            one_active=one_active,
            key_method=self._key_method,
            account_found=self._identities.found,
        )
        self._transfers = Transfers(self._lines, self._wire, self._uri, transfer_limit_s)
        self._conference = Conference(self._lines, self._wire, self._transfers)

    @property
    def status(self) -> PhoneStatus:
        """How the phone is doing now."""
        return self._identities.status

    @property
    def engine_pid(self) -> int | None:
        """Process id of the engine now running."""
        return self._keeper.engine.pid if self._keeper.engine else None

    # the engine and who we are

    async def start(self, accounts: SipAccount | Sequence[SipAccount] | None = None) -> None:
        """Bring the engine up; returns when it can place calls, registered or not. The first account is the main one.

        Raises PhoneUnavailable where it never can, EngineNotReady where it does not come up in time (it is still
        being tried), TooManyAccounts, DoubleAccount.
        """
        self._identities.become([accounts] if isinstance(accounts, SipAccount) else accounts or [])
        if not self._keeper.running:
            self._wire.unavailable = ""
            self._identities.show(PhoneStatus(PhoneState.STARTING, "The phone is starting."))
            self._keeper.start()
            self._watching_network = asyncio.create_task(self._network.run(), name="network watch")
        await self._wire.ready()

    async def set_accounts(self, accounts: Sequence[SipAccount]) -> None:
        """Be exactly these, the first the main one; what stays the same is left alone, and running calls go on.

        Raises TooManyAccounts, DoubleAccount, EngineNotReady, PhoneUnavailable.
        """
        self._identities.become(accounts)
        self._network.forget()
        self._following.sync()
        await self._wire.ready()

    async def close(self) -> None:
        """Hang up, unregister, end the engine; never raises and takes three seconds at most."""
        if self._watching_network is not None:
            self._watching_network.cancel()
        await self._lines.leave()
        self._identities.close()
        await self._keeper.end()
        self._lines.left()
        self._wire.close()
        self._identities.show(PhoneStatus())

    # calls

    def find(self, call_id: str) -> Call | None:
        """Return a call, also one that ended not long ago."""
        return self._lines.book.find(call_id)

    @property
    def live_calls(self) -> tuple[Call, ...]:
        """Calls that have not ended, oldest first."""
        return self._lines.book.live

    async def until(self, call_id: str, wanted: Callable[[Call], bool], limit_s: float = 10.0) -> Call:
        """Return the call as soon as it is as `wanted`, or has ended. Raises TimeoutError, NoSuchCall."""
        return await self._lines.until(call_id, wanted, limit_s)

    async def call(self, number: str, name: str = "", account: str = "") -> str:
        """Dial `number` as `account` (empty: the main one) and return the call's id; how it goes comes by `on_call`.

        What follows a comma in `number` is keyed when it is answered. Whoever one speaks with is held first. While the
        engine is being restarted the call waits for it, and ends in words when it does not come.
        Raises BadNumber, BadKeys, TooManyCalls, PhoneUnavailable, NoSuchAccount.
        """
        wanted, keys = split_number(number)
        uri = self._identities.uri(wanted, account)
        return self._lines.call(wanted, uri, name, account or self._identities.speaker, keys)

    async def ring(self, call_id: str) -> None:
        """Let an incoming call's caller hear that it rings (180)."""
        await self._lines.command(messages.Reply(call=self._lines.live(call_id).id, status=180))

    async def answer(self, call_id: str) -> None:
        """Take an incoming call; whoever one speaks with is held first."""
        await self._lines.answer(call_id)

    async def reject(self, call_id: str, status: int = 486) -> None:
        """Turn an incoming call away: 486 busy, 603 declined, 480 not available, ..."""
        await self._lines.reject(call_id, status)

    async def hang_up(self, call_id: str) -> None:
        """End a call; one that is over already is no error."""
        await self._lines.hang_up(call_id)

    async def send_keys(self, call_id: str, keys: str) -> None:
        """Key `keys` (0-9 * # A-D, `,` pauses); they wait for the call to connect. Raises BadKeys, NoSuchCall."""
        await self._lines.send_keys(call_id, keys)

    async def mute(self, call_id: str, on: bool = True) -> None:
        """Let the other side hear silence, or the microphone again."""
        await self._lines.command(messages.Mute(call=self._lines.live(call_id).id, on=on))

    async def hold(self, call_id: str, on: bool = True) -> None:
        """Put on hold, or resume and hold all others."""
        await self._lines.hold(call_id, on)

    async def activate(self, call_id: str) -> None:
        """Make this the call one speaks in: all others are held, then it is resumed, or answered."""
        call = self._lines.live(call_id)
        await self._lines.activate(*(self._conference.members if call.in_conference else (call_id,)))

    async def transfer(self, call_id: str, number: str) -> None:
        """Send the other side to `number`; how that goes is `Call.transfer`. Raises BadNumber, NoSuchCall, NotNow."""
        await self._transfers.blind(call_id, number)

    async def transfer_to(self, call_id: str, other_id: str) -> None:
        """Connect the other sides of two calls, also while the second still rings. Raises NoSuchCall, NotNow."""
        await self._transfers.attended(call_id, other_id)

    async def conference(self, call_ids: Sequence[str]) -> None:
        """Let everybody in these calls hear everybody. Raises NoSuchCall, NotNow."""
        await self._conference.begin(call_ids)

    async def split(self) -> None:
        """Make separate calls of the conference again, all but the newest held."""
        await self._conference.split()

    async def leave_conference(self) -> None:
        """Go, and let the other two talk on. Raises NotNow; where the server does not allow it, the call says so."""
        await self._conference.leave()

    @property
    def do_not_disturb(self) -> bool:
        """Callers hear busy."""
        return self._lines.do_not_disturb

    def set_do_not_disturb(self, on: bool) -> None:
        """Let callers hear busy, and tell of them as missed."""
        self._lines.do_not_disturb = on

    def set_auto_answer(self, after_s: float | None) -> None:
        """Take calls by themselves after so many seconds, unless one speaks already; with None none."""
        self._lines.answer_after_s = after_s

    async def play_tone(self, call_id: str, *tones: Tone) -> None:
        """Play tones to the other side, after those still playing."""
        await self._lines.command(messages.PlayTone(call=self._lines.live(call_id).id, tones=tones))

    async def record(self, call_id: str, path: Path) -> None:
        """Write what the other side sends to a WAV file, until `stop_recording` or the end of the call."""
        await self._lines.record(call_id, path)

    async def stop_recording(self, call_id: str) -> Path:
        """End a recording and return its file, complete and readable.

        Raises NoSuchCall when none was begun, NotRecorded when no file came of it.
        """
        return await self._lines.stop_recording(call_id)

    # people, and what went wrong

    async def watch(self, numbers: Collection[str]) -> None:
        """Follow the state of people in view, and of no others; it comes by `on_presence`."""
        self._following.watch(numbers)

    def presence(self, number: str) -> Presence:
        """Return what is known of a number that is being watched."""
        return self._following.known(number)

    async def publish(self, activity: Activity, note: str = "") -> None:
        """Tell our own state, as every account that publishes."""
        self._following.publish(activity, note)

    async def call_report(self, call_id: str) -> str:
        """Return what is known of a call, with its SIP messages, as text without secrets. Raises NoSuchCall."""
        call = self._lines.book.find(call_id)
        if call is None:
            raise NoSuchCall
        return self._journal.report(call)

    async def set_log_level(self, level: int) -> None:
        """How much the engine's library logs from now on: 0 nothing, 4 all there is (5 the same)."""
        self._log_level = messages.SetLogLevel(level=min(5, max(0, level)))
        self._wire.send_now(self._log_level)

    async def log_tail(self) -> str:
        """Return the last lines of the engine's log."""
        return self._journal.tail()

    # the engine's side

    def _greeting(self) -> tuple[messages.Command, ...]:
        return (self._settings, self._log_level, *self._identities.greet())

    def _uri(self, number: str, account_id: str) -> str:
        try:
            return self._identities.uri(number, account_id)
        except NoSuchAccount:  # it is gone, or there never was any; the call goes on
            return self._identities.uri(number)

    def _key_method(self, account_id: str) -> messages.KeyMethod:
        try:
            account = self._identities.account(account_id)
        except NoSuchAccount:
            return "rfc4733"
        return account.dtmf if account else "rfc4733"

    def _patience(self) -> int:
        by_name = self._identities.looks_up_names
        if by_name is None:
            by_name = self._lines.dialling
        return _PINGS_MISSED_BY_NAME if by_name else _PINGS_MISSED

    def _engine_gone(self, text: str) -> None:
        self._lines.engine_gone()
        self._following.forget()
        if self._wire.unavailable:
            self._identities.engine_gone(PhoneStatus(PhoneState.UNAVAILABLE, self._wire.unavailable))
        elif not self._keeper.closing:
            self._identities.engine_gone(PhoneStatus(PhoneState.RESTARTING, text))

    def _handle(self, event: Event) -> None:
        match event:
            case messages.Ready(address=address):
                self._ready(address)
            case messages.SoundState(speaker=speaker, microphone=microphone, text=text):
                status = evolve(self.status, speaker=speaker, microphone=microphone, sound_text=text)
                self._identities.show(status)
            case messages.Registration():
                self._identities.registration(event)
            case messages.Fatal():
                self._fatal(event)
            case messages.Failed():
                self._failed(event)
            case messages.Pong():
                self._keeper.answered()
            case messages.PresenceSeen() | messages.MessagesWaiting() | messages.Quality() | messages.SipMessage():
                self._heard(event)
            case messages.LogLine():
                self._journal.line(event)
            case _:
                self._lines.handle(event)

    def _heard(
        self, event: messages.PresenceSeen | messages.MessagesWaiting | messages.Quality | messages.SipMessage
    ) -> None:
        match event:
            case messages.PresenceSeen():
                self._following.seen(event)
            case messages.MessagesWaiting():
                tell(self._on_messages, event)
            case messages.Quality():
                self._journal.quality(event)
            case messages.SipMessage():
                self._journal.message(event)

    def _ready(self, address: str) -> None:
        if self._keep_port:
            self._settings = msgspec.structs.replace(self._settings, port=int(address.rpartition(":")[2]))
        text = "The phone is ready, without registration."
        self._keeper.ready.set()
        self._identities.engine_ready(PhoneStatus(PhoneState.READY, text, address=address))
        self._following.engine_ready()

    def _call_changed(self, call: Call) -> None:
        self._journal.call(call, self._clock())
        self._on_call(call)

    def _network_changed(self, reason: str) -> None:
        self._identities.network_changed()
        self._wire.send_now(messages.Renew(reason=reason))

    def _fatal(self, event: messages.Fatal) -> None:
        _log.error("The engine gave up: %s", event.text)
        if event.unavailable:
            self._wire.unavailable = event.text
            self._keeper.give_up()

    def _failed(self, event: messages.Failed) -> None:
        self._lines.failed(event)
        if event.do == "account":
            self._identities.failed(event)
        elif event.do == "open" and self._keeper.engine is not None:  # the next may find the port free
            self._keeper.engine.kill()
