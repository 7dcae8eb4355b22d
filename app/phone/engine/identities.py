"""The engine's identities: made and changed by command, registered again when the library would not."""

import contextlib
import math
import time
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.accounts import Identity, account_config, bad_address
from app.phone.engine.endpoint import SipEndpoint
from app.phone.messages import Account, Event, Failed, Open, Registration

__all__ = ["Identities"]

_REGISTER_AGAIN_S: Final = 10.0


class Identities:
    """Who the engine is; `on_call` makes the call object of an INVITE at once, as the library demands."""

    def __init__(self, emit: Callable[[Event], None], on_call: Callable[[Identity, str, int], None]) -> None:
        self._emit = emit
        self._on_call = on_call
        self._endpoint: SipEndpoint | None = None
        self._settings = Open()
        self._host = ""
        self._identity: Identity | None = None
        self._bad_address = ""
        self._register_at = math.inf

    @property
    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What does each command."""
        return {Account: self._become}

    def open(self, endpoint: SipEndpoint, settings: Open, host: str) -> None:
        """Begin: the endpoint is there."""
        self._endpoint, self._settings, self._host = endpoint, settings, host

    def find(self, account: str) -> tuple[Identity | None, str]:
        """Return who `account` is, or nobody and why."""
        if self._identity is None or self._bad_address:
            return None, self._bad_address or "no account"
        return self._identity, ""

    def watch(self, now: float) -> None:
        """Do what has become due; called some times a second."""
        if now >= self._register_at:
            self._register_again()
        if self._endpoint is not None and self._endpoint.connection_lost:
            self._endpoint.connection_lost = False
            if self._identity is not None and self._identity.registered:
                self._identity.register_again()

    def unregister(self) -> Callable[[], bool]:
        """Say goodbye to the registrar; the function returned says whether that is still under way."""
        identity = self._identity
        if identity is None or not identity.registered:
            return lambda: False
        try:
            identity.setRegistration(False)
        except pj.Error as error:
            self._emit(Failed(do="close", reason=error.reason))
        return lambda: identity.registered

    def _become(self, account: Account) -> None:
        if self._endpoint is None:
            raise ValueError("not open")
        endpoint = self._endpoint
        config = account_config(account, self._settings, self._host)
        self._bad_address = bad_address(endpoint, account, config)
        if self._bad_address:
            self._register_at = math.inf
            self._emit(Registration(state="bad address", reason=self._bad_address))
            return
        endpoint.add_transport(account.transport, self._settings, account)
        if self._identity is None:
            self._identity = Identity(self._emit, self._on_call, lambda: endpoint.certificate_trouble)
            self._identity.create(config, True)
        else:
            self._identity.become(config)
        self._register_at = math.inf
        if account.register and not self._identity.reported:
            self._not_sent()

    def _not_sent(self) -> None:
        """Tell of a registration that the library could not even send, and of which it says nothing itself."""
        self._register_at = time.monotonic() + _REGISTER_AGAIN_S
        self._emit(Registration(state="failed", reason="the registration could not be sent to its address"))

    def _register_again(self) -> None:
        assert self._identity is not None
        self._register_at = math.inf
        with contextlib.suppress(pj.Error):
            self._identity.setRegistration(True)
        if not self._identity.reported:
            self._not_sent()
