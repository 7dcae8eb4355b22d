"""The phone as a desk uses it: who calls is looked up, calls that come in ring here, and everything is told as news."""

import asyncio
import contextlib
from collections.abc import Collection, Coroutine, Sequence
from typing import Any, Final

import msgspec
from attrs import evolve

from app.desk.callers import Callers, Party
from app.desk.identity import PhoneSetUp, sip_accounts, why_no_calls
from app.desk.journal import Journal
from app.desk.news import News
from app.kazoo import Device
from app.phone import (
    Activity,
    Call,
    CallState,
    MissedCall,
    Phone,
    PhoneError,
    PhoneState,
    PhoneStatus,
    PhoneUnavailable,
    Presence,
    SipAccount,
    phone_available,
)
from app.store import PhoneSettings

__all__ = ["Telephone"]

_NOT_HERE: Final = 480
_BUSY: Final = 486


class Telephone:
    """One person's phone. `start` brings it up, `close` hangs up and ends it; calls are named by their id."""

    def __init__(self, news: News, journal: Journal) -> None:
        self._news = news
        self._journal = journal
        self._phone = Phone(
            on_call=self._tell_call,
            on_status=self._tell_phone,
            on_incoming=self._take_in,
            on_missed=self._tell_missed,
            on_presence=news.presence,
            on_messages=news.messages,
        )
        self._callers: dict[str, Callers] = {}
        self._parties: dict[str, Party | None] = {}
        self._why_no_calls = ""
        self._accounts: tuple[SipAccount, ...] = ()
        self._own: Activity | None = None
        self._beside: set[asyncio.Task[None]] = set()
        self._do_not_disturb = False
        self._auto_answer_s: float | None = None

    @property
    def engine_pid(self) -> int | None:
        """Process id of the SIP engine."""
        return self._phone.engine_pid

    async def start(self, set_up: PhoneSetUp, realm: str, device: Device | None) -> None:
        """Speak as `device`, or without one call without credentials, and as the further accounts set up.

        Raises `PhoneError`; the news tell the same.
        """
        reason = phone_available()
        if reason is not None:
            self._news.phone(PhoneStatus(PhoneState.UNAVAILABLE, reason))
            raise PhoneUnavailable(reason)
        self._why_no_calls = why_no_calls(set_up.settings, device)
        self._accounts = sip_accounts(set_up, realm, device)
        await self._phone.start(self._accounts)
        await self._apply(set_up)

    async def use(self, set_up: PhoneSetUp, realm: str, device: Device | None) -> None:
        """Become somebody else, or reach the server otherwise; calls go on. Raises `PhoneError`."""
        if phone_available() is not None:
            return
        self._why_no_calls = why_no_calls(set_up.settings, device)
        self._accounts = sip_accounts(set_up, realm, device)
        await self._phone.set_accounts(self._accounts)
        await self._apply(set_up)

    def as_now(self, settings: PhoneSettings) -> PhoneSettings:
        """Return `settings` with what was switched since they were set up."""
        if not self._accounts:
            return settings
        return msgspec.structs.replace(settings, do_not_disturb=self._do_not_disturb, auto_answer_s=self._auto_answer_s)

    def know(self, directory_id: str, callers: Callers) -> None:
        """Name whoever calls by these people from now on, and after them by those of directories known before."""
        self._callers = {
            directory_id: callers,
            **{known: of for known, of in self._callers.items() if known != directory_id},
        }

    async def dial(self, number: str, name: str = "", account: str = "") -> str:
        """Call a number as typed, as `account` or as the main one; a call that is up is held.

        Raises `PhoneError`: it cannot be a number, all lines are taken, or there is no phone.
        """
        reason = phone_available()
        if reason is not None:
            raise PhoneUnavailable(reason)
        return await self._phone.call(number, name, account)

    async def answer(self, call_id: str) -> None:
        """Take a call that came in; the one that is up is held."""
        await self._phone.answer(call_id)

    async def reject(self, call_id: str, status: int = _BUSY) -> None:
        """Turn a call away: 486 busy, 603 declined."""
        await self._phone.reject(call_id, status)

    async def activate(self, call_id: str) -> None:
        """Make this the call one speaks in: the others are held, then it is resumed."""
        await self._phone.activate(call_id)

    async def hang_up(self, call_id: str) -> None:
        """End the call, or stop calling."""
        await self._phone.hang_up(call_id)

    async def send_keys(self, call_id: str, keys: str) -> None:
        """Send DTMF, paced so that the far end hears every digit; `,` pauses."""
        await self._phone.send_keys(call_id, keys)

    async def mute(self, call_id: str, on: bool) -> None:
        """Stop or resume sending the microphone."""
        await self._phone.mute(call_id, on)

    async def hold(self, call_id: str, on: bool) -> None:
        """Hold or resume the call."""
        await self._phone.hold(call_id, on)

    async def transfer(self, call_id: str, number: str) -> None:
        """Transfer blind to a number; how it goes is on the call."""
        await self._phone.transfer(call_id, number)

    async def transfer_to(self, call_id: str, other_id: str) -> None:
        """Connect two of our calls with each other, also while the other still rings."""
        await self._phone.transfer_to(call_id, other_id)

    async def conference(self, call_ids: Sequence[str]) -> None:
        """Let everybody in these calls hear everybody."""
        await self._phone.conference(call_ids)

    async def split(self) -> None:
        """Make separate calls of the conference again."""
        await self._phone.split()

    async def leave_conference(self) -> None:
        """Go, and let the others talk on where the server allows it."""
        await self._phone.leave_conference()

    async def set_do_not_disturb(self, on: bool) -> None:
        """Let callers hear busy; they are in the history as missed."""
        self._phone.set_do_not_disturb(on)
        self._do_not_disturb = on
        self._publish_own()
        self._tell_phone(self._phone.status)
        self._publish_own()

    async def set_auto_answer(self, after_s: float | None) -> None:
        """Take calls by itself after so many seconds, or with None wait for the person."""
        self._phone.set_auto_answer(after_s)
        self._auto_answer_s = after_s
        self._tell_phone(self._phone.status)

    async def watch(self, numbers: Collection[str]) -> tuple[Presence, ...]:
        """Follow the presence of these numbers, and of no others; return what is known of them."""
        await self._phone.watch(numbers)
        return tuple(self._phone.presence(number) for number in numbers)

    async def publish(self, activity: Activity, note: str = "") -> None:
        """Tell our own state, as each account that publishes."""
        await self._phone.publish(activity, note)

    async def call_report(self, call_id: str) -> str:
        """Everything about a call for whoever has to find a fault: plain text, secrets redacted."""
        return await self._phone.call_report(call_id)

    async def set_log_level(self, level: int) -> None:
        """How much the engine logs, 0 to 5."""
        await self._phone.set_log_level(level)

    async def log_tail(self) -> str:
        """The last lines of the engine's log."""
        return await self._phone.log_tail()

    async def close(self) -> None:
        """Hang up and end the engine."""
        await self._phone.close()

    async def _apply(self, set_up: PhoneSetUp) -> None:
        settings = set_up.settings
        if settings.do_not_disturb != self._do_not_disturb:
            await self.set_do_not_disturb(settings.do_not_disturb)
        if settings.auto_answer_s != self._auto_answer_s:
            await self.set_auto_answer(settings.auto_answer_s)
        self._publish_own()

    def _tell_call(self, call: Call) -> None:
        party = self._party_of(call)
        if party is not None and (call.direction == "in" or not call.name):
            call = evolve(call, name=party.name)
        if not call.live:
            self._parties.pop(call.id, None)
        self._journal.note(call, party, account=self._label_of(call.account), target=self._target_of(call))
        self._news.call(call, party)
        self._publish_own()

    def _tell_missed(self, missed: MissedCall) -> None:
        self._journal.note_missed(missed, self._find(missed.number), self._label_of(missed.account))

    def _party_of(self, call: Call) -> Party | None:
        """Looked up once: a directory opened in mid-call renames nobody."""
        if call.id not in self._parties:
            self._parties[call.id] = self._find(call.number)
        return self._parties[call.id]

    def _find(self, number: str) -> Party | None:
        found = (callers.find(number) for callers in self._callers.values())
        return next(filter(None, found), None)

    def _take_in(self, call: Call) -> None:
        """Let it ring where callers can reach us by right: through the registrar."""
        registered = any(account.state is PhoneState.REGISTERED for account in self._phone.status.accounts)
        self._spawn(self._phone.ring(call.id) if registered else self._phone.reject(call.id, _NOT_HERE))

    def _publish_own(self) -> None:
        """Tell accounts that publish whether we can be disturbed, whenever that changes."""
        calls = any(call.state is CallState.CONNECTED for call in self._phone.live_calls)
        activity: Activity = "busy" if calls or self._do_not_disturb else "available"
        if activity != self._own and any(account.publish for account in self._accounts):
            self._own = activity
            self._spawn(self._phone.publish(activity))

    def _label_of(self, account_id: str) -> str:
        """As which account, where there are several."""
        if len(self._accounts) < 2:
            return ""
        return next((account.name for account in self._accounts if account.id == account_id), "")

    def _target_of(self, call: Call) -> str:
        """To whom the call is transferred, by name where the number is somebody's."""
        if call.transfer is None:
            return ""
        party = self._find(call.transfer.target)
        return party.name if party else call.transfer.target

    def _tell_phone(self, status: PhoneStatus) -> None:
        words = self._why_no_calls
        if words and status.state is PhoneState.READY:
            first = [evolve(account, text=words) for account in status.accounts[:1]]
            status = evolve(status, text=words, accounts=(*first, *status.accounts[1:]))
        self._news.phone(evolve(status, do_not_disturb=self._do_not_disturb, auto_answer_s=self._auto_answer_s))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_unless_over(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _unless_over(work: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(PhoneError):  # the caller gave up meanwhile
        await work
