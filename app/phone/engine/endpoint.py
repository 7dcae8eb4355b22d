"""The SIP library's one endpoint: set up, its transports, and how to leave it."""

import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pjsua2 as pj
from attrs import frozen

from app.phone.engine.frames import RATE
from app.phone.engine.guard import guarded
from app.phone.engine.trace import LIBRARY_LEVEL, Trace
from app.phone.messages import Account, CertificateFault, Event, MissedCall, Open, Transport
from app.phone.number import read_address

__all__ = ["ConnectionTrouble", "SipEndpoint", "create_endpoint", "is_loopback"]

_CODECS: Final = {"G722/16000/1": 255, "PCMA/8000/1": 200, "PCMU/8000/1": 190}
_TRANSPORTS: Final[dict[Transport, Any]] = {
    "udp": pj.PJSIP_TRANSPORT_UDP,
    "tcp": pj.PJSIP_TRANSPORT_TCP,
    "tls": pj.PJSIP_TRANSPORT_TLS,
}
_CONNECTIONS: Final[dict[str, Transport]] = {"TCP": "tcp", "TLS": "tls", "TCP6": "tcp", "TLS6": "tls"}
_CA_BUNDLES: Final = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")

_BAD_CERTIFICATE: Final = 171_173
"""PJSIP_TLS_ECERTVERIF"""
_SYSTEM_ERRORS: Final = 120_000
"""The library adds this to the system's error numbers; its own begin 50,000 above."""
_JUST_NOW_S: Final = 1.0
_FAULTS: Final[tuple[tuple[int, CertificateFault], ...]] = (
    (pj.PJ_SSL_CERT_EIDENTITY_NOT_MATCH, "wrong name"),
    (pj.PJ_SSL_CERT_EVALIDITY_PERIOD, "out of date"),
    (pj.PJ_SSL_CERT_EISSUER_NOT_FOUND | pj.PJ_SSL_CERT_EUNTRUSTED, "untrusted"),
)


def is_loopback(address: str) -> bool:
    """Whether `address` never leaves this computer."""
    return address.startswith("127.") or address in ("::1", "localhost")


@frozen
class ConnectionTrouble:
    """Why a connection came to nothing: the system's error number, or what is wrong with a certificate."""

    at: float
    error: int = 0
    fault: CertificateFault = ""
    text: str = ""


class SipEndpoint(pj.Endpoint):  # type: ignore[misc]
    """Made once in the life of the process; a second one would abort it."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        super().__init__()
        self.emit = emit
        self._made: dict[tuple[str, ...], int] = {}
        self._lost: set[Transport] = set()
        self._trouble = ConnectionTrouble(0.0)
        self._stun: dict[str, bool] = {}
        self._stun_news = False
        self._clocked = False

    def clock_bridge(self, on: bool) -> None:
        """Let sound flow, by a clock of time alone: fifty times a second, which nobody needs without a call."""
        if on != self._clocked:
            self._clocked = on
            devices = self.audDevManager()
            if on:
                devices.setNullDev()
            else:
                devices.setNoDev()

    def add_transport(self, kind: Transport, settings: Open, account: Account | None = None) -> int:
        """Make a transport unless it is there; return its number. UDP alone never switches to TCP by size.

        TLS has one for each way of checking certificates.
        """
        checks = (str(account.verify), account.ca_file) if kind == "tls" and account is not None else ()
        if (kind, *checks) in self._made:
            return self._made[kind, *checks]
        config = pj.TransportConfig()
        config.port = settings.port if kind == "udp" else 0
        if settings.address:
            config.boundAddress = config.publicAddress = settings.address
        if kind == "tls" and account is not None:
            config.tlsConfig.verifyServer = account.verify  # off by default in the library
            config.tlsConfig.CaListFile = account.ca_file or _system_ca_file()
        number = int(self.transportCreate(_TRANSPORTS[kind], config))
        self._made[kind, *checks] = number
        return number

    def address_of(self, transport: int) -> str:
        """Return where a transport listens, `host:port`."""
        info = self.transportGetInfo(transport)
        return str(info.localName)

    def take_lost(self) -> set[Transport]:
        """Return over what connections broke since last asked; the library keeps quiet until a refresh is due."""
        lost, self._lost = self._lost, set()
        return lost

    def take_trouble(self) -> ConnectionTrouble:
        """Return why the connection failed that failed just now, once; the library's own words say less."""
        trouble, self._trouble = self._trouble, ConnectionTrouble(0.0)
        return trouble if time.monotonic() - trouble.at < _JUST_NOW_S else self._trouble

    def renew_connections(self) -> None:
        """Bind anew and give up old connections, after the network changed."""
        self.handleIpChange(pj.IpChangeParam())
        self._lost.clear()

    def use_stun(self, server: str) -> bool:
        """Whether `server` has told us our address; it is asked now, for a call would wait until it does."""
        if server not in self._stun:
            self._stun[server] = False
            self.natCheckStunServers(pj.StringVector([server]), False, None)
        return self._stun[server]

    def take_stun_news(self) -> bool:
        """Return whether a STUN server has answered since last asked."""
        news, self._stun_news = self._stun_news, False
        return news

    @guarded
    def onNatCheckStunServersComplete(self, prm: Any) -> None:
        """Library: a STUN server answered, or did not."""
        if prm.status == 0 and self._stun.get(str(prm.name)) is False:  # the update below is told here, too
            self._stun[str(prm.name)] = self._stun_news = True
            known = [server for server, works in self._stun.items() if works]
            self.natUpdateStunServers(pj.StringVector(known), False)

    @guarded
    def onTransportState(self, prm: Any) -> None:
        """Library: a connection came or went."""
        now = time.monotonic()
        if prm.lastError == _BAD_CERTIFICATE:
            info = prm.tlsInfo
            text = "; ".join(str(message) for message in info.verifyMsgs)
            self._trouble = ConnectionTrouble(now, fault=_fault(info.verifyStatus), text=text)
        elif _SYSTEM_ERRORS < prm.lastError < _SYSTEM_ERRORS + 50_000:
            self._trouble = ConnectionTrouble(now, error=prm.lastError - _SYSTEM_ERRORS)
        kind = _CONNECTIONS.get(str(prm.type).upper())
        if prm.state == pj.PJSIP_TP_STATE_DISCONNECTED and kind is not None:
            self._lost.add(kind)

    @guarded
    def onRejectedIncomingCall(self, prm: Any) -> None:
        """Library: all lines were taken, and a caller heard 486."""
        number, name = read_address(prm.remoteInfo)
        self.emit(MissedCall(number=number, name=name))


def create_endpoint(settings: Open, emit: Callable[[Event], None], trace: Trace) -> SipEndpoint:
    """Return the endpoint, started, without any sound device of the library's, with the codecs KAZOO speaks.

    Three codecs keep an INVITE with credentials below the 1,300 bytes that fit a datagram.
    """
    endpoint = SipEndpoint(emit)
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0  # callbacks on the thread that polls, and on no other
    config.uaConfig.userAgent = settings.user_agent
    config.logConfig.level = config.logConfig.consoleLevel = LIBRARY_LEVEL
    config.logConfig.msgLogging = 1
    config.logConfig.writer = trace
    config.medConfig.threadCnt = 1
    config.medConfig.clockRate = config.medConfig.sndClockRate = RATE
    config.medConfig.ecTailLen = 0
    config.medConfig.noVad = True
    config.medConfig.sndAutoCloseTime = -1
    endpoint.libInit(config)
    endpoint.audDevManager().setNoDev()
    codecs = endpoint.codecEnum2()
    for codec in codecs:
        endpoint.codecSetPriority(codec.codecId, _CODECS.get(codec.codecId, 0))
    return endpoint


def _system_ca_file() -> str:
    known = ssl.get_default_verify_paths().cafile
    return next((path for path in (known, *_CA_BUNDLES) if path and Path(path).is_file()), "")


def _fault(status: int) -> CertificateFault:
    """Read the bits of a verification: the first that matters to a person."""
    return next((fault for bits, fault in _FAULTS if status & bits), "other")
