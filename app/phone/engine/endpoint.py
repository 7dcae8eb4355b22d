"""The SIP library's one endpoint: set up, its transports, and how to leave it."""

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.frames import RATE
from app.phone.engine.guard import guarded
from app.phone.messages import Account, Event, MissedCall, Open, Transport
from app.phone.number import read_address

__all__ = ["SipEndpoint", "create_endpoint", "is_loopback"]

_CODECS: Final = {"G722/16000/1": 255, "PCMA/8000/1": 200, "PCMU/8000/1": 190}
_TRANSPORTS: Final[dict[Transport, Any]] = {
    "udp": pj.PJSIP_TRANSPORT_UDP,
    "tcp": pj.PJSIP_TRANSPORT_TCP,
    "tls": pj.PJSIP_TRANSPORT_TLS,
}
_CA_BUNDLES: Final = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")

_BAD_CERTIFICATE: Final = 171_173
"""PJSIP_TLS_ECERTVERIF"""


def is_loopback(address: str) -> bool:
    """Whether `address` never leaves this computer."""
    return address.startswith("127.") or address in ("::1", "localhost")


class SipEndpoint(pj.Endpoint):  # type: ignore[misc]
    """Made once in the life of the process; a second one would abort it."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        super().__init__()
        self.emit = emit
        self.connection_lost = False
        """A TCP or TLS connection broke: the library keeps quiet about it until the next registration is due."""
        self.certificate_trouble = ""
        """What the last TLS server's certificate was refused for."""
        self._made: set[Transport] = set()

    def add_transport(self, kind: Transport, settings: Open, account: Account | None = None) -> str:
        """Make a transport unless it is there; return its address. UDP alone never switches to TCP by size."""
        if kind in self._made:
            return ""
        config = pj.TransportConfig()
        config.port = settings.port if kind == "udp" else 0
        if settings.address:
            config.boundAddress = config.publicAddress = settings.address
        if kind == "tls" and account is not None:
            config.tlsConfig.verifyServer = account.verify  # off by default in the library
            config.tlsConfig.CaListFile = account.ca_file or _system_ca_file()
        info = self.transportGetInfo(self.transportCreate(_TRANSPORTS[kind], config))
        self._made.add(kind)
        return str(info.localName)

    @guarded
    def onTransportState(self, prm: Any) -> None:
        """Library: a connection came or went."""
        refused = prm.lastError == _BAD_CERTIFICATE
        self.certificate_trouble = "; ".join(str(text) for text in prm.tlsInfo.verifyMsgs) if refused else ""
        if prm.state == pj.PJSIP_TP_STATE_DISCONNECTED:
            self.connection_lost = True

    @guarded
    def onRejectedIncomingCall(self, prm: Any) -> None:
        """Library: all lines were taken, and a caller heard 486."""
        number, name = read_address(prm.remoteInfo)
        self.emit(MissedCall(number=number, name=name))


def create_endpoint(settings: Open, emit: Callable[[Event], None]) -> SipEndpoint:
    """Return the endpoint, started, with its bridge clocked by nothing but time and the codecs KAZOO speaks.

    Three codecs keep an INVITE with credentials below the 1,300 bytes that fit a datagram.
    """
    endpoint = SipEndpoint(emit)
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0  # callbacks on the thread that polls, and on no other
    config.uaConfig.userAgent = settings.user_agent
    config.logConfig.level = config.logConfig.consoleLevel = 0
    config.medConfig.threadCnt = 1
    config.medConfig.clockRate = config.medConfig.sndClockRate = RATE
    config.medConfig.ecTailLen = 0
    config.medConfig.noVad = True
    config.medConfig.sndAutoCloseTime = -1
    endpoint.libInit(config)
    endpoint.audDevManager().setNullDev()  # without it nothing flows
    codecs = endpoint.codecEnum2()
    for codec in codecs:
        endpoint.codecSetPriority(codec.codecId, _CODECS.get(codec.codecId, 0))
    return endpoint


def _system_ca_file() -> str:
    known = ssl.get_default_verify_paths().cafile
    return next((path for path in (known, *_CA_BUNDLES) if path and Path(path).is_file()), "")
