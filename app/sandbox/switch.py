"""The sandbox's SIP address: it registers devices, tells how people are, and passes all else on to whom it is for.

It stands between the phones as a NAT does: each side sees the other at a port of this machine, and no message is
changed. Once a call is up the two ends speak with each other directly.
"""

import asyncio
import re
from typing import Any, Final

from app.sandbox.presence import Notifier
from app.sandbox.registrar import Address, Registrar, header, host_and_port

__all__ = ["Switch"]

_REQUEST: Final = re.compile(r"([A-Z]+) (\S+) SIP/2\.0\r\n")
_HERE: Final = "127.0.0.1"
_USER: Final = re.compile(r"sips?:([^@;>]+)@", re.IGNORECASE)


class Switch(asyncio.DatagramProtocol):
    """UDP on loopback. Calls to an extension go to its registered device, all others to `phones`."""

    def __init__(self, registrar: Registrar, phones: Address, notifier: Notifier) -> None:
        self._registrar = registrar
        self._notifier = notifier
        self._phones = phones
        self._transport: asyncio.DatagramTransport | None = None
        self._address = ""
        self._lines: dict[Address, _Line] = {}
        self._opening: set[asyncio.Task[None]] = set()

    async def open(self, port: int = 0) -> str:
        """Bind and return `host:port`. Raises `OSError` when the port is taken."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(_HERE, port))
        self._address = "{}:{}".format(*self._transport.get_extra_info("sockname"))
        return self._address

    async def close(self) -> None:
        """Let go of every port."""
        for task in self._opening:
            task.cancel()
        await asyncio.gather(*self._opening, return_exceptions=True)
        for line in self._lines.values():
            line.close()
        if self._transport is not None:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """A message of a phone: registered here, or passed on in the name of that phone."""
        message = data.decode("utf-8", "replace")
        request = _REQUEST.match(message)
        if request is None:  # an answer to what came by a line goes back there; keep-alives are for nobody
            return
        if request[1] == "REGISTER":
            self.back(self._registrar.answer(message).encode(), addr)
        elif request[1] == "SUBSCRIBE":
            for answer in self._notifier.answer(message, request[2], self._address):
                self.back(answer.encode(), addr)
        else:
            self._pass_on(data, addr, self._target(message, request[2]))

    def _target(self, message: str, uri: str) -> Address:
        direct = host_and_port(uri)
        if direct is not None and direct[0] == _HERE and ";tag=" in header(message, "to"):
            return direct  # within a call: to the other end of it
        user = _USER.match(uri)
        return (self._registrar.where(user[1]) if user else None) or self._phones

    def _pass_on(self, data: bytes, client: Address, target: Address) -> None:
        line = self._lines.get(client)
        if line is None:
            line = self._lines[client] = _Line(self, client)
            task = asyncio.ensure_future(line.open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)
        line.send(data, target)

    def back(self, data: bytes, client: Address) -> None:
        """Give a phone what came for it."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, client)


class _Line(asyncio.DatagramProtocol):
    """The port by which the others see one phone."""

    def __init__(self, switch: Switch, client: Address) -> None:
        self._switch = switch
        self._client = client
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: list[tuple[bytes, Address]] = []

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(_HERE, 0))
        for data, target in self._waiting:
            self._transport.sendto(data, target)
        self._waiting.clear()

    def send(self, data: bytes, target: Address) -> None:
        if self._transport is None:
            self._waiting.append((data, target))
        else:
            self._transport.sendto(data, target)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def datagram_received(self, data: bytes, _: Any) -> None:
        self._switch.back(data, self._client)
