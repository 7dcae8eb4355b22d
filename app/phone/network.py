"""Whether the network is still the one it was, and whether the computer slept."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Final

__all__ = ["EVERY_S", "NetworkWatch", "own_addresses"]

EVERY_S: Final = 1.0
SETTLE_S: Final = 1.0
"""A network that comes up changes several times at once."""
_SLEPT_S: Final = 5.0
"""A second that took so much longer was slept through."""
NEW_NETWORK: Final = "The network has changed. Registering again."
SLEPT: Final = "The computer has slept. Registering again."


def own_addresses(servers: Iterable[str]) -> frozenset[str]:
    """Return the addresses we would speak to `servers` (`address:port`) from; nothing is sent for it."""
    found = set()
    for server in servers:
        host, _, port = server.rpartition(":")
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
            try:
                probe.connect((host, int(port)))
                found.add(str(probe.getsockname()[0]))
            except (OSError, ValueError):  # no way there now
                continue
    return frozenset(found)


class NetworkWatch:
    """Calls `changed` with a sentence, a second after the last change. `addresses` is asked each `every_s`."""

    def __init__(
        self,
        addresses: Callable[[], frozenset[str]],
        changed: Callable[[str], None],
        *,
        every_s: float = EVERY_S,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._addresses = addresses
        self._changed = changed
        self._every_s = every_s
        self._wall_clock = wall_clock
        self._seen: frozenset[str] | None = None
        self._looked_at = 0.0
        self._reason = ""
        self._settled_at = 0.0

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(self._every_s)

    def look(self) -> None:
        """Compare with what was seen last."""
        now, seen = self._wall_clock(), self._addresses()
        if self._seen is not None and (reason := self._news(seen, now)):
            self._reason, self._settled_at = reason, now + SETTLE_S
        self._seen, self._looked_at = seen, now
        if self._reason and now >= self._settled_at and seen:
            reason, self._reason = self._reason, ""
            self._changed(reason)

    def forget(self) -> None:
        """Other servers from here on: another address is no news."""
        self._seen = None

    def _news(self, seen: frozenset[str], now: float) -> str:
        if now - self._looked_at > self._every_s + _SLEPT_S:
            return SLEPT
        return NEW_NETWORK if seen != self._seen else ""
