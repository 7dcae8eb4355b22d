"""Where a SIP server is: RFC 3263, done here, because the engine stands still while it looks up a name.

The system is asked for addresses (so the hosts file counts), DNS for SRV records; not for TLS, whose certificate is
checked against a name that no record from DNS must choose.
"""

import asyncio
import contextlib
import re
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import dns.exception
from dns.asyncresolver import Resolver, get_default_resolver
from dns.rdtypes.IN.SRV import SRV

from app.phone.messages import Transport
from app.phone.number import is_ip_address

__all__ = ["LookUp", "NotFound", "is_name", "look_up", "server_finder"]

LIMIT_S: Final = 5.0
_PORT: Final = 5060
_TLS_PORT: Final = 5061

_NAME: Final = re.compile(r"[A-Za-z0-9_.\-]{1,253}(:[0-9]{1,5})?")

LookUp: TypeAlias = Callable[[str, Transport], Awaitable[tuple[str, ...]]]


class NotFound(Exception):
    """There is no such name, or nobody who would know answers."""


def is_name(server: str) -> bool:
    """Whether `server`, `host` or `host:port`, is the name of a host: neither an address nor rubbish."""
    return _NAME.fullmatch(server) is not None and not is_ip_address(server)


def server_finder(resolver: Resolver | None = None, limit_s: float = LIMIT_S) -> LookUp:
    """Return a way from `host` or `host:port` to servers as `address:port`, the best first. It raises NotFound."""

    async def find(server: str, transport: Transport) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(limit_s):
                return await _find(server, transport, resolver)
        except (TimeoutError, OSError, UnicodeError) as error:
            raise NotFound(server) from error

    return find


look_up: Final = server_finder()


async def _find(server: str, transport: Transport, resolver: Resolver | None) -> tuple[str, ...]:
    if is_ip_address(server):
        return (server,)
    host, colon, port = server.partition(":")
    if colon:
        return await _addresses(host, int(port))
    if transport == "tls":
        return await _addresses(host, _TLS_PORT)
    found: tuple[str, ...] = ()
    for target, target_port in await _services(host, transport, resolver):
        with contextlib.suppress(OSError):  # of several one that has an address is enough
            found += await _addresses(target, target_port)
    return found or await _addresses(host, _PORT)


async def _services(host: str, transport: Transport, resolver: Resolver | None) -> list[tuple[str, int]]:
    """Ask for SRV records (RFC 2782); none is no error."""
    if "." not in host.strip("."):
        return []
    try:
        answer = await (resolver or get_default_resolver()).resolve(f"_sip._{transport}.{host}", "SRV", search=False)
    except dns.exception.DNSException:
        return []
    records = [record for record in answer if isinstance(record, SRV)]
    records.sort(key=lambda record: (record.priority, -record.weight))
    return [(str(record.target).rstrip("."), record.port) for record in records if str(record.target) != "."]


async def _addresses(host: str, port: int) -> tuple[str, ...]:
    found = await _asked_system(host, port)
    addresses = dict.fromkeys(str(address[0]) for family, *_, address in found if family == socket.AF_INET)
    if not addresses:
        raise OSError(f"no IPv4 address for {host}")
    return tuple(f"{address}:{port}" for address in addresses)


_Found: TypeAlias = "list[tuple[int, int, int, str, tuple[str | int | bytes, ...]]]"


def _asked_system(host: str, port: int) -> "asyncio.Future[_Found]":
    """Ask in a thread that nobody waits for: a loop's own would hold up its end for as long as DNS says nothing."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_Found] = loop.create_future()

    def settle(found: _Found, error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def ask() -> None:
        found: _Found = []
        error: Exception | None = None
        try:
            found = [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as failure:
            error = failure
        with contextlib.suppress(RuntimeError):  # the loop may be gone by now
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=ask, name="look-up of a host", daemon=True).start()
    return answer
