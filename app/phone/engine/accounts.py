"""Everybody we are: identities by name, counted before the library is asked, let go of when nobody uses them."""

import time
from collections.abc import Callable
from typing import Any, Final

from attrs import define

from app.phone.account import MAX_ACCOUNTS
from app.phone.engine.endpoint import SipEndpoint
from app.phone.engine.identity import Doorway, Identity, account_config, bad_address
from app.phone.messages import Account, Event, Open, Registration, RemoveAccount, Renew

__all__ = ["Accounts"]

_PARTING_S: Final = 2.0
"""How long a registrar may take to confirm that we left."""


@define
class _Leaving:
    identity: Identity
    limit: float


class Accounts:
    """The library holds eight, those that are leaving among them; the ninth would abort the process."""

    def __init__(
        self,
        emit: Callable[[Event], None],
        on_call: Callable[[Identity, int, str], None],
        in_use: Callable[[Identity], bool],
    ) -> None:
        self._emit = emit
        self._on_call = on_call
        self._in_use = in_use
        self._endpoint: SipEndpoint | None = None
        self._settings = Open()
        self._host = ""
        self._identities: dict[str, Identity] = {}
        self._bad: dict[str, str] = {}
        self._waiting: dict[str, Account] = {}
        self._leaving: list[_Leaving] = []

    def open(self, endpoint: SipEndpoint, settings: Open, host: str) -> None:
        """Accounts can be made from now on; `host` is the address we are bound to."""
        self._endpoint, self._settings, self._host = endpoint, settings, host

    @property
    def all(self) -> tuple[Identity, ...]:
        """Everybody we are now."""
        return tuple(self._identities.values())

    @property
    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What does each command."""
        return {
            Account: self.put,
            RemoveAccount: lambda command: self.remove(command.account),
            Renew: lambda command: self.renew(command.reason),
        }

    def find(self, account: str) -> tuple[Identity | None, str]:
        """Return who `account` is, or nobody and why."""
        identity = None if account in self._bad else self._identities.get(account)
        return identity, "" if identity else self._bad.get(account, "no account")

    def put(self, account: Account) -> None:
        """Add `account`, or change the one of its name. Raises ValueError for a ninth."""
        endpoint = self._opened()
        self._waiting.pop(account.id, None)
        if account.id not in self._identities and len(self._identities) + len(self._waiting) >= MAX_ACCOUNTS:
            raise ValueError(f"{MAX_ACCOUNTS} accounts at most")
        fault = bad_address(endpoint, account, account_config(account, self._settings, self._host))
        if fault:
            self._bad[account.id] = fault
            self._emit(Registration(account=account.id, state="bad address", reason=fault))
            return
        self._bad.pop(account.id, None)
        transport = endpoint.add_transport(account.transport, self._settings, account)
        stun = bool(account.stun) and endpoint.use_stun(account.stun)
        config = account_config(account, self._settings, self._host, transport=transport, stun=stun)
        now = time.monotonic()
        if (known := self._identities.get(account.id)) is not None:
            known.become(account, config, now)
        elif self._has_room(account):
            identity = Identity(account, Doorway(self._emit, self._on_call, endpoint.take_trouble))
            identity.begin(config, now)
            self._identities[account.id] = identity
        else:
            self._waiting[account.id] = account

    def remove(self, name: str) -> None:
        """Be `name` no longer; its calls go on."""
        self._waiting.pop(name, None)
        self._bad.pop(name, None)
        identity = self._identities.pop(name, None)
        if identity is not None:
            self._leaving.append(_Leaving(identity, time.monotonic() + _PARTING_S))
            identity.sign_off()

    def renew(self, reason: str) -> None:
        """The network is another one: make all connections anew."""
        self._opened().renew_connections()
        for identity in self.all:
            identity.renew(reason, time.monotonic())

    def tick(self, now: float) -> None:
        """Do what has become due."""
        if self._opened().take_stun_news():
            for account in [identity.account for identity in self.all if identity.account.stun]:
                self.put(account)
        for transport in self._opened().take_lost():
            for identity in self.all:
                if identity.registered and identity.account.transport == transport:
                    identity.renew("The connection to the SIP server broke. Connecting again.", now)
        for identity in self.all:
            identity.tick(now)
        self._leaving = [leaving for leaving in self._leaving if not self._gone(leaving, now)]
        for account in tuple(self._waiting.values()):
            if self._has_room(account):
                self.put(account)

    def sign_off(self) -> None:
        """Unregister everywhere."""
        for identity in self.all:
            identity.sign_off()

    @property
    def registered(self) -> bool:
        """Somebody is registered still."""
        return any(identity.registered for identity in self.all)

    def _has_room(self, account: Account) -> bool:
        """Whether there is a place, and nobody of the same name leaving, whose goodbye would be taken for ours."""
        leaving = [(gone.identity.account.username, gone.identity.account.realm) for gone in self._leaving]
        return len(self._identities) + len(leaving) < MAX_ACCOUNTS and (account.username, account.realm) not in leaving

    def _gone(self, leaving: _Leaving, now: float) -> bool:
        identity = leaving.identity
        if self._in_use(identity) or (identity.busy and now < leaving.limit):
            return False
        identity.shutdown()
        return True

    def _opened(self) -> SipEndpoint:
        if self._endpoint is None:
            raise ValueError("not open")
        return self._endpoint
