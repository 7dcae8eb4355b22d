"""One identity towards SIP: registered, and kept so; the door for incoming calls."""

import contextlib
import math
import re
import time
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj
from attrs import frozen

from app.phone.backoff import Backoff
from app.phone.engine.endpoint import ConnectionTrouble, is_loopback
from app.phone.engine.guard import guarded
from app.phone.engine.pidf import Waiting, read_waiting
from app.phone.messages import (
    Account,
    Encryption,
    Event,
    MessagesWaiting,
    Open,
    Registration,
    RegistrationState,
)
from app.phone.number import quoted_name, sip_uri

__all__ = ["Doorway", "Identity", "account_config", "bad_address"]

_REFUSED_RETRY_S: Final = 300.0
"""A server that said no is asked again, but so seldom that it does not lock the account for it."""
_LONGEST_RETRY_AFTER_S: Final = 300.0
_BUSY: Final = (70_011, 171_001)
"""PJ_EBUSY, PJSIP_EBUSY: the try before this one waits for its answer still."""
_BUSY_S: Final = 1.0
_RETRY_AFTER: Final = re.compile(r"^Retry-After[ \t]*:[ \t]*(\d{1,6})", re.IGNORECASE | re.MULTILINE)
_SRTP: Final[dict[Encryption, Any]] = {
    "off": pj.PJMEDIA_SRTP_DISABLED,
    "optional": pj.PJMEDIA_SRTP_OPTIONAL,
    "mandatory": pj.PJMEDIA_SRTP_MANDATORY,
}


def account_config(
    account: Account, settings: Open, bound_host: str, *, transport: int = pj.PJSUA_INVALID_ID, stun: bool = False
) -> Any:
    """Return the library's form of `account`; with a server everything is routed by it, else by the realm's name."""
    realm = account.realm or bound_host
    by_name = "" if account.server or account.transport == "udp" else f";transport={account.transport}"
    config = pj.AccountConfig()
    config.idUri = f"{quoted_name(account.display_name)} <{sip_uri(account.username, realm)}>".strip()
    sip = config.sipConfig
    if account.password:
        sip.authCreds.append(pj.AuthCredInfo("digest", "*", account.auth_user or account.username, 0, account.password))
    if account.server:
        sip.proxies.append(_route(account))
    if account.transport == "tls":
        sip.transportId = transport
    if account.register:
        config.regConfig.registrarUri = f"sip:{realm}{by_name}"
    config.regConfig.registerOnAdd = account.register
    config.regConfig.timeoutSec = account.expires_s
    config.regConfig.retryIntervalSec = 0  # ours are steadier: the library moves each by chance
    config.presConfig.publishEnabled = account.publish
    config.mwiConfig.enabled = account.messages_waiting
    config.callConfig.timerUse = pj.PJSUA_SIP_TIMER_ALWAYS  # a far end that died ends the call, if late
    config.callConfig.timerSessExpiresSec = account.session_s
    _set_media(config, account, settings, stun)
    return config


def _route(account: Account) -> str:
    transport = "" if account.transport == "udp" else f";transport={account.transport}"
    return f"sip:{account.server}{transport};lr"


def _set_media(config: Any, account: Account, settings: Open, stun: bool) -> None:
    nat = config.natConfig
    nat.sipStunUse = nat.mediaStunUse = pj.PJSUA_STUN_USE_DEFAULT if stun else pj.PJSUA_STUN_USE_DISABLED
    nat.udpKaIntervalSec = account.keep_alive_s
    if is_loopback(settings.address):
        nat.contactRewriteUse = 0
    media = config.mediaConfig
    media.srtpUse, media.srtpSecureSignaling = _SRTP[account.srtp], 0
    if settings.address:
        media.transportConfig.boundAddress = settings.address
        if not stun:
            media.transportConfig.publicAddress = settings.address


def bad_address(endpoint: Any, account: Account, config: Any) -> str:
    """Return which part of `account` is no SIP address, empty where all are; the library takes rubbish and aborts."""
    if any(endpoint.utilVerifySipUri(uri) != 0 for uri in config.sipConfig.proxies):
        return f"server's address “{account.server}”"
    uris = [config.idUri, *filter(None, [config.regConfig.registrarUri])]
    if any(endpoint.utilVerifySipUri(uri) != 0 for uri in uris):
        return f"realm “{account.realm}” or the user name “{account.username}”"
    return ""


@frozen
class Doorway:
    """What an identity needs of the engine. `on_call` makes the call object of an INVITE at once, as it must be."""

    emit: Callable[[Event], None]
    on_call: Callable[["Identity", int, str], None]
    trouble: Callable[[], ConnectionTrouble]


@frozen
class _Failure:
    status: int
    reason: str
    retry_after_s: float


class Identity(pj.Account):  # type: ignore[misc]
    """Tries to be registered for as long as that is wanted. Times are the engine's clock."""

    def __init__(self, account: Account, doorway: Doorway) -> None:
        super().__init__()
        self.emit = doorway.emit
        self.account = account
        self.era = 0
        """Rises whenever what the server knows of us may be lost: subscriptions of an earlier one are worth nothing."""
        self._doorway = doorway
        self._backoff = Backoff()
        self._due = math.inf
        self._failure: _Failure | None = None
        self._waiting: Waiting | None = None
        self._parting = self._under_way = False
        self._registered = False
        self._reported = False
        """The library has said something of the last try: it looks after it from there on."""

    @property
    def registered(self) -> bool:
        """The registrar's last word was 200 and a time to live."""
        return self._registered

    @property
    def busy(self) -> bool:
        """The registrar knows us, or may do so in a moment."""
        return self._registered or self._under_way

    @property
    def reachable(self) -> bool:
        """Subscribing has a chance: registered, or not wanting to be."""
        return self._registered or not self.account.register

    def begin(self, config: Any, now: float) -> None:
        """Come into being in the library."""
        self._try(lambda: self.create(config, False), now)

    def become(self, account: Account, config: Any, now: float) -> None:
        """Take another identity; not a new account, because calls may still belong to this one."""
        self.account = account
        self.era += 1
        self._registered = False
        self._backoff.reset()
        self._try(lambda: self.modify(config), now)

    def renew(self, reason: str, now: float) -> None:
        """Register anew at once, and say why."""
        self.era += 1
        if not self.account.register:
            return
        self._registered = False
        self._backoff.reset()
        self._due = now
        self._tell("trying", reason=reason)

    def tick(self, now: float) -> None:
        """Tell what failed, a moment later: the connection's own reason may come after; try again when that is due."""
        if self._failure is not None:
            failure, self._failure = self._failure, None
            trouble = self._doorway.trouble() if failure.status == 503 else ConnectionTrouble(now)
            self.era += 1
            self._retry_later(
                "failed",
                max(self._backoff.pause(), failure.retry_after_s),
                now,
                status=failure.status,
                reason=failure.reason,
                error=trouble.error,
                certificate=trouble.fault,
                certificate_text=trouble.text,
            )
        if now >= self._due:
            self._try(lambda: self.setRegistration(True), now)

    def sign_off(self) -> None:
        """Unregister, after a try that is under way, and want and tell nothing more."""
        self._due, self._failure, self._parting = math.inf, None, True
        if self._registered:
            with contextlib.suppress(pj.Error):  # a try is under way: the registration will run out
                self.setRegistration(False)

    def _try(self, act: Callable[[], None], now: float) -> None:
        """Do what sends a REGISTER; where the library cannot even send it, it tells nobody and only raises later."""
        self._due, self._reported, self._failure = math.inf, False, None
        trouble = ""
        try:
            act()
        except pj.Error as error:
            if not self.isValid():  # it never came to be: to touch it again would abort the process
                raise
            if error.status in _BUSY:
                self._due = now + _BUSY_S
                return
            trouble = str(error.reason)
        if self.account.register and not self._reported:
            reason = trouble or "the registration could not be sent to its address"
            self._retry_later("failed", self._backoff.pause(), now, reason=reason)

    def _retry_later(self, state: RegistrationState, pause_s: float, now: float, **said: Any) -> None:
        self._due = now + pause_s
        self._tell(state, retry_s=pause_s, **said)

    def _tell(self, state: RegistrationState, **said: Any) -> None:
        if not self._parting:
            self.emit(Registration(account=self.account.id, state=state, **said))

    @guarded
    def onRegStarted(self, prm: Any) -> None:
        """Library: REGISTER goes out."""
        self._reported = self._under_way = True
        if prm.renew and not self._registered:
            self._tell("trying")

    @guarded
    def onRegState(self, prm: Any) -> None:
        """Library: the registrar answered, or did not."""
        self._reported, self._failure, self._under_way = True, None, False
        self._registered = prm.code == 200 and prm.expiration > 0
        if self._parting:
            self.sign_off()
            return
        if prm.code == 200:
            self._backoff.reset()
            self._due = math.inf
            self._tell("registered" if self._registered else "off", status=prm.code, reason=prm.reason)
            return
        if 400 <= prm.code < 500 and prm.code != 408:
            self._retry_later("refused", _REFUSED_RETRY_S, time.monotonic(), status=prm.code, reason=prm.reason)
            return
        self._failure = _Failure(prm.code, str(prm.reason), _retry_after(prm))

    @guarded
    def onMwiInfo(self, prm: Any) -> None:
        """Library: the server counts our voice messages."""
        waiting = read_waiting(str(prm.rdata.wholeMsg))
        if waiting is None or waiting == self._waiting:
            return
        self._waiting = waiting
        name = self.account.id
        self.emit(MessagesWaiting(account=name, waiting=waiting.waiting, new=waiting.new, old=waiting.old))

    @guarded
    def onIncomingCall(self, prm: Any) -> None:
        """Library: somebody calls."""
        self._doorway.on_call(self, prm.callId, str(prm.rdata.wholeMsg))


def _retry_after(prm: Any) -> float:
    """What an overloaded server asked for (RFC 3261, section 20.33), within reason."""
    found = _RETRY_AFTER.search(str(prm.rdata.wholeMsg))
    return min(float(found[1]), _LONGEST_RETRY_AFTER_S) if found else 0.0
