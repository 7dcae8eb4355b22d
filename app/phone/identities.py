"""Who the phone is towards SIP: its accounts, where their servers are, and what the registrars say."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec
from attrs import define, evolve, field

from app.phone import messages
from app.phone.account import MAX_ACCOUNTS, SipAccount
from app.phone.backoff import Backoff
from app.phone.errors import BadNumber, DoubleAccount, NoSuchAccount, ServerNotFound, TooManyAccounts
from app.phone.number import sip_uri
from app.phone.servers import LookUp, NotFound, is_name
from app.phone.status import (
    AccountStatus,
    PhoneState,
    PhoneStatus,
    account_status,
    not_found_status,
    still_trying,
    untold_status,
    with_accounts,
)
from app.phone.wire import Wire, tell

__all__ = ["Identities"]

_NOBODY = messages.Account(username="namedial", realm="")


@define(eq=False)
class _Entry:
    """One account and where its server was found."""

    account: SipAccount
    status: AccountStatus
    servers: tuple[str, ...] = ()
    turn: int = 0
    backoff: Backoff = field(factory=Backoff)
    looking: asyncio.Task[None] | None = None

    @property
    def by_name(self) -> str:
        """The name to be looked up, empty where the account has an address."""
        named = self.account.server or self.account.realm
        return named if is_name(named) else ""

    @property
    def command(self) -> messages.Account | None:
        """What the engine is told; None while the server is being looked for."""
        command = self.account.command
        if not self.by_name:
            return command
        if not self.servers:
            return None
        if self.account.transport == "tls":  # its certificate is checked against the name
            return command
        return msgspec.structs.replace(command, server=self.servers[self.turn % len(self.servers)])


class Identities:
    """Turns numbers into addresses of an account, keeps the engine's accounts as they should be, tells the status."""

    def __init__(
        self,
        wire: Wire,
        on_status: Callable[[PhoneStatus], None],
        *,
        look_up: LookUp,
        clock: Callable[[], float],
        trying_after_s: float,
    ) -> None:
        self._wire = wire
        self._on_status = on_status
        self._look_up = look_up
        self._clock = clock
        self._trying_after_s = trying_after_s
        self._entries: dict[str, _Entry] = {}
        self._told: dict[str, messages.Account] = {}
        self.status = PhoneStatus()

    # who we are

    def become(self, accounts: Sequence[SipAccount]) -> None:
        """Be exactly these from now on. Raises TooManyAccounts, DoubleAccount; then nothing changes."""
        if len(accounts) > MAX_ACCOUNTS:
            raise TooManyAccounts(str(MAX_ACCOUNTS))
        if len({account.id for account in accounts}) < len(accounts):
            raise DoubleAccount
        before, self._entries = self._entries, {}
        for account in accounts:
            known = before.pop(account.id, None)
            if known is not None and known.account == account:
                self._entries[account.id] = known
                continue
            if known is not None:
                _stop(known)
            entry = _Entry(account, untold_status(account))
            self._entries[account.id] = entry
            if entry.by_name:
                self._find(entry)
        for entry in before.values():
            _stop(entry)
        self._show_accounts()
        self._sync()

    def close(self) -> None:
        """Look for nothing any more."""
        for entry in self._entries.values():
            _stop(entry)
        self._told.clear()

    def account(self, account_id: str = "") -> SipAccount | None:
        """Return an account, without `account_id` the first. Raises NoSuchAccount."""
        if not account_id:
            return next((entry.account for entry in self._entries.values()), None)
        if account_id not in self._entries:
            raise NoSuchAccount(account_id)
        return self._entries[account_id].account

    def uri(self, number: str, account_id: str = "") -> str:
        """Return the address of a number. Raises BadNumber, NoSuchAccount."""
        account = self.account(account_id)
        if account is None and not number.startswith(("sip:", "sips:")):
            raise BadNumber("no SIP account is set, and this is no complete SIP address")
        if account is None or account.server or account.transport == "udp":
            return sip_uri(number, account.realm if account else "")
        if is_name(account.realm) and account.transport == "tcp":  # the route says how to get there
            return sip_uri(number, account.realm)
        return sip_uri(number, account.realm, account.transport)

    @property
    def first(self) -> str:
        """The id of the first account, empty without any."""
        return next(iter(self._entries), "")

    @property
    def speaker(self) -> str:
        """Who calls when nobody was chosen: the first account, else nobody in particular."""
        return self.first or _NOBODY.id

    async def found(self, account_id: str) -> None:
        """Return when the engine knows the account, its server being looked for if need be. Raises ServerNotFound."""
        entry = self._entries.get(account_id)
        if entry is None or entry.command is not None:
            return
        if entry.looking is not None:
            await asyncio.wait([entry.looking])
        if entry.command is None:
            raise ServerNotFound(entry.by_name)

    @property
    def looks_up_names(self) -> bool | None:
        """Whether the engine may have a server's name to look up; None: it has no server, a call decides."""
        if not self._entries:  # only whole addresses can be dialled then
            return None
        return any(entry.by_name and entry.account.transport == "tls" for entry in self._entries.values())

    # the engine

    def greet(self) -> tuple[messages.Command, ...]:
        """Return what a new engine is told."""
        self._told = self._wanted()
        return tuple(self._told.values())

    @property
    def servers(self) -> tuple[str, ...]:
        """Where our servers are, `address:port`."""
        found: list[str] = []
        for entry in self._entries.values():
            given = entry.account.server or entry.account.realm
            found += entry.servers if entry.by_name else [given if ":" in given else f"{given}:5060"]
        return tuple(found)

    def _wanted(self) -> dict[str, messages.Account]:
        if not self._entries:
            return {_NOBODY.id: _NOBODY}
        commands = ((name, entry.command) for name, entry in self._entries.items())
        return {name: command for name, command in commands if command is not None}

    def _sync(self) -> None:
        """Tell the engine what it does not know yet; whose server is being looked for stays as it is."""
        if self._wire.keeper.engine is None or not self._wire.keeper.ready.is_set():
            return
        wanted = self._wanted()
        for name in [name for name in self._told if name not in wanted and name not in self._entries]:
            del self._told[name]
            self._wire.send_now(messages.RemoveAccount(account=name))
        for name, command in wanted.items():
            if self._told.get(name) != command:
                self._told[name] = command
                self._wire.send_now(command)

    # where servers are

    def network_changed(self) -> None:
        """Names may lead elsewhere there."""
        for entry in self._entries.values():
            if entry.by_name:
                self._find(entry)

    def _find(self, entry: _Entry, turn: int = 0) -> None:
        if entry.looking is None or entry.looking.done():
            entry.looking = asyncio.create_task(self._look(entry, turn), name="look-up of a SIP server")

    def _find_again(self, entry: _Entry, turn: int) -> None:
        if self._entries.get(entry.account.id) is entry:
            self._find(entry, turn)

    async def _look(self, entry: _Entry, turn: int) -> None:
        try:
            entry.servers = await self._look_up(entry.by_name, entry.account.transport)
        except NotFound:
            if not entry.servers:  # else the ones known before may come back
                pause = entry.backoff.pause()
                self._put(not_found_status(entry.account, self._clock() + pause))
                self._wire.later(pause, self._find_again, entry, turn)
            return
        first_time = entry.status.state is PhoneState.UNREACHABLE and entry.account.id not in self._told
        entry.turn = turn
        if first_time:
            self._put(untold_status(entry.account))
        self._sync()

    # what is heard

    def registration(self, event: messages.Registration) -> None:
        """Take in what a registrar said."""
        entry = self._entries.get(event.account)
        if entry is None:
            return
        self._put(account_status(entry.account, event, entry.status, self._clock()))
        if event.state == "trying":
            self._wire.later(self._trying_after_s, self._notice_registrar, entry)
        elif event.state == "registered":
            entry.backoff.reset()
        elif event.state == "failed" and entry.by_name and entry.account.transport != "tls":
            pause = max(event.retry_s, entry.backoff.pause())
            self._wire.later(pause, self._find_again, entry, entry.turn + 1)

    def failed(self, event: messages.Failed) -> None:
        """Take in that the engine could not become one of us."""
        self.registration(messages.Registration(account=event.account, state="failed", reason=event.reason))

    def show(self, status: PhoneStatus) -> None:
        """Tell the status, if it is another."""
        if status != self.status:
            self.status = status
            tell(self._on_status, status)

    def engine_ready(self, status: PhoneStatus) -> None:
        """There is an engine; the accounts begin anew with it."""
        for entry in self._entries.values():
            if entry.command is not None:
                entry.status = untold_status(entry.account)
        self.show(with_accounts(status, self._statuses))
        self._sync()

    def engine_gone(self, status: PhoneStatus) -> None:
        """There is none now."""
        for entry in self._entries.values():
            entry.status = evolve(entry.status, state=status.state, text=status.text, retry_at=None)
        self.show(evolve(status, accounts=self._statuses))

    def _put(self, status: AccountStatus) -> None:
        self._entries[status.id].status = status
        self._show_accounts()

    def _show_accounts(self) -> None:
        ready = self._wire.keeper.ready.is_set()
        statuses = self._statuses
        self.show(with_accounts(self.status, statuses) if ready else evolve(self.status, accounts=statuses))

    @property
    def _statuses(self) -> tuple[AccountStatus, ...]:
        return tuple(entry.status for entry in self._entries.values())

    def _notice_registrar(self, entry: _Entry) -> None:
        if self._entries.get(entry.account.id) is entry:
            self._put(still_trying(entry.status))


def _stop(entry: _Entry) -> None:
    if entry.looking is not None:
        entry.looking.cancel()
