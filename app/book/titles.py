"""People's titles: KAZOO 4 lists nobody's, so they are asked for one by one, at one pace for all who want them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from app.kazoo import KazooError, SignedOut, Unreachable, UserDetails

__all__ = ["Pace", "Titles", "untold"]

_AT_ONCE: Final = 5
_BURST: Final = 50
_PAUSE_S: Final = 0.6
"""After `_BURST` single requests, five at once each 0.6 s: KAZOO 4 gives a client 100 tokens and 10 more a second."""


def untold(done: int, of: int) -> None:
    """Nobody wants to know how far it is."""


class Pace:
    """When single requests may be sent: a burst, then a steady rate; quiet time gives the burst back."""

    def __init__(self, clock: Callable[[], datetime], pause: Callable[[float], Awaitable[None]]) -> None:
        self._clock = clock
        self._pause = pause
        self._left = float(_BURST)
        self._counted_at = clock()

    async def wait(self, requests: int) -> None:
        """Return when `requests`, at most five, may be sent. One at a time may wait."""
        self._count()
        if self._left < requests:
            await self._pause(_PAUSE_S)
            self._count()
        self._left = max(0.0, self._left - requests)

    def _count(self) -> None:
        now = self._clock()
        quiet_s = max(0.0, (now - self._counted_at).total_seconds())
        self._left = min(float(_BURST), self._left + quiet_s * _AT_ONCE / _PAUSE_S)
        self._counted_at = now


class Titles:
    """What is known of people beyond the lists. What was learned is shown on until it was asked for anew.

    Each batch of requests has its turn alone, so nobody is asked for twice however many want to know, and whoever
    asks for a few people waits for one batch of whoever asks for all.
    """

    def __init__(self, ask: Callable[[str], Awaitable[UserDetails]], pace: Pace) -> None:
        self._ask = ask
        self._pace = pace
        self._turn = asyncio.Lock()
        self._having: Collection[str] = frozenset()
        self._details: dict[str, UserDetails] = {}
        self._current: set[str] = set()

    @property
    def known(self) -> Mapping[str, UserDetails]:
        """What was learned, by user id; changes as more is."""
        return self._details

    def renew(self, having: Collection[str]) -> None:
        """Take who has a title now: the others' are forgotten at once, these are asked for anew when next wanted."""
        self._having = having
        self._details = {user_id: told for user_id, told in self._details.items() if user_id in having}
        self._current.clear()

    def unknown(self, user_ids: Iterable[str], most: int) -> list[str]:
        """Those who have a title that nobody has asked for yet, at most `most` of them."""
        strangers = (one for one in user_ids if self._outdated(one) and one not in self._details)
        return list(islice(strangers, most))

    async def learn(self, user_ids: Iterable[str], progress: Callable[[int, int], None] = untold) -> None:
        """Ask for the titles of these people where they have one and it is not current.

        Who cannot be read stays as they were. Ends early when the server cannot be reached any more.
        """
        wanted = [user_id for user_id in dict.fromkeys(user_ids) if self._outdated(user_id)]
        for done in range(0, len(wanted), _AT_ONCE):
            progress(done, len(wanted))
            if not await self._learn_some(wanted[done : done + _AT_ONCE]):
                return

    async def _learn_some(self, user_ids: Iterable[str]) -> bool:
        async with self._turn:
            asked = [user_id for user_id in user_ids if self._outdated(user_id)]
            if not asked:
                return True
            await self._pace.wait(len(asked))
            return any(await asyncio.gather(*map(self._learn_one, asked)))

    async def _learn_one(self, user_id: str) -> bool:
        try:
            told = await self._ask(user_id)
        except (Unreachable, SignedOut):
            return False
        except KazooError:
            self._current.add(user_id)
            return True
        if user_id in self._having:
            self._details[user_id] = told
            self._current.add(user_id)
        return True

    def _outdated(self, user_id: str) -> bool:
        return user_id in self._having and user_id not in self._current
