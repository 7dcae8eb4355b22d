"""Our identity towards SIP: registration, and the door for incoming calls."""

import uuid
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.endpoint import is_loopback
from app.phone.engine.guard import guarded
from app.phone.messages import Account, Event, IncomingCall, Open, Registration, RegistrationState
from app.phone.number import quoted_name, read_address, sip_uri

__all__ = ["Identity", "account_config", "bad_address"]

_RETRY_S: Final = (2, 10, 2)
"""First pause, later pauses, and how far chance may move them; the library's own chance is ten seconds."""


def _route(account: Account) -> str:
    transport = "" if account.transport == "udp" else f";transport={account.transport}"
    return f"sip:{account.server}{transport};lr"


def account_config(account: Account, settings: Open, bound_host: str) -> Any:
    """Return the library's form of `account`; with a server everything is routed by it, else by the realm's name."""
    realm = account.realm or bound_host
    by_name = "" if account.server or account.transport == "udp" else f";transport={account.transport}"
    config = pj.AccountConfig()
    config.idUri = f"{quoted_name(account.display_name)} <{sip_uri(account.username, realm)}>".strip()
    if account.password:
        config.sipConfig.authCreds.append(
            pj.AuthCredInfo("digest", "*", account.auth_user or account.username, 0, account.password)
        )
    if account.server:
        config.sipConfig.proxies.append(_route(account))
    if account.register:
        config.regConfig.registrarUri = f"sip:{realm}{by_name}"
    config.regConfig.registerOnAdd = account.register
    config.regConfig.timeoutSec = account.expires_s
    first, later, chance = _RETRY_S
    config.regConfig.firstRetryIntervalSec = first
    config.regConfig.retryIntervalSec = later
    config.regConfig.randomRetryIntervalSec = chance
    if settings.address:
        media = config.mediaConfig.transportConfig
        media.boundAddress = media.publicAddress = settings.address
    if is_loopback(settings.address):
        config.natConfig.contactRewriteUse = 0
    return config


def bad_address(endpoint: Any, account: Account, config: Any) -> str:
    """Return which part of `account` is no SIP address, empty where all are; the library takes rubbish and aborts."""
    if any(endpoint.utilVerifySipUri(uri) != 0 for uri in config.sipConfig.proxies):
        return f"server's address “{account.server}”"
    uris = [config.idUri, *filter(None, [config.regConfig.registrarUri])]
    if any(endpoint.utilVerifySipUri(uri) != 0 for uri in uris):
        return f"realm “{account.realm}” or the user name “{account.username}”"
    return ""


class Identity(pj.Account):  # type: ignore[misc]
    """The one account. `on_call` makes the call object of an INVITE at once, as the library demands."""

    def __init__(
        self,
        emit: Callable[[Event], None],
        on_call: Callable[["Identity", str, int], None],
        certificate_trouble: Callable[[], str],
    ) -> None:
        super().__init__()
        self.emit = emit
        self._certificate_trouble = certificate_trouble
        self._on_call = on_call
        self._registered = False
        self.reported = False
        """The library has said something of a registration: it looks after it from here on."""

    @property
    def registered(self) -> bool:
        """The registrar's last word was 200 and a time to live."""
        return self._registered

    def become(self, config: Any) -> None:
        """Take another identity; not a new account, because calls may still belong to this one."""
        self._registered = self.reported = False
        self.modify(config)

    def register_again(self) -> None:
        """The connection to the registrar broke: renew at once instead of at the next refresh."""
        self._registered = False
        self.emit(Registration(state="trying", reason="The connection to the SIP server broke. Connecting again."))
        self.setRegistration(True)

    @guarded
    def onRegStarted(self, prm: Any) -> None:
        """Library: REGISTER goes out."""
        self.reported = True
        if prm.renew and not self._registered:
            self.emit(Registration(state="trying"))

    @guarded
    def onRegState(self, prm: Any) -> None:
        """Library: the registrar answered, or did not."""
        self.reported = True
        self._registered = prm.code == 200 and prm.expiration > 0
        trouble = self._certificate_trouble() if prm.code == 503 else ""
        self.emit(Registration(state=self._state(prm.code), status=prm.code, reason=prm.reason, certificate=trouble))

    def _state(self, code: int) -> RegistrationState:
        if self._registered:
            return "registered"
        if code == 200:
            return "off"
        return "refused" if 400 <= code < 500 and code != 408 else "failed"

    @guarded
    def onIncomingCall(self, prm: Any) -> None:
        """Library: somebody calls."""
        call = uuid.uuid4().hex
        text = str(prm.rdata.wholeMsg)
        self._on_call(self, call, prm.callId)
        number, name = read_address(_header(text, "from", "f"))
        self.emit(
            IncomingCall(
                call=call,
                number=number,
                name=name,
                called=read_address(text.split(" ", 2)[1])[0],
                sip_call_id=_header(text, "call-id", "i"),
            )
        )


def _header(message: str, *names: str) -> str:
    """Return the first header of one of `names`, long or compact (RFC 3261, section 7.3.3)."""
    for line in message.split("\r\n\r\n", 1)[0].split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() in names:
            return value.strip()
    return ""
