"""Calls whose other sides hear each other, on the engine's bridge."""

from collections.abc import Sequence

from attrs import evolve

from app.phone import messages
from app.phone.call import Call, CallState
from app.phone.errors import NotNow
from app.phone.lines import Lines
from app.phone.transfers import Transfers
from app.phone.wire import Wire

__all__ = ["Conference"]


class Conference:
    """One at a time; a conference of which one call is left is none any more."""

    def __init__(self, lines: Lines, wire: Wire, transfers: Transfers) -> None:
        self._lines = lines
        self._wire = wire
        self._transfers = transfers
        lines.followers.append(self._follow)

    @property
    def members(self) -> tuple[str, ...]:
        """Who is in it, oldest first."""
        return tuple(call.id for call in self._lines.book.live if call.in_conference)

    async def begin(self, call_ids: Sequence[str]) -> None:
        """Let everybody in these calls hear everybody; those on hold are resumed. Raises NoSuchCall, NotNow."""
        calls = [self._lines.live(call_id) for call_id in dict.fromkeys(call_ids)]
        if len(calls) < 2:
            raise NotNow("a conference needs two calls")
        if any(call.state is not CallState.CONNECTED for call in calls):
            raise NotNow("every call of a conference has to be answered first")
        wanted = tuple(call.id for call in calls)
        await self._wire.ready()
        self._set(wanted)
        await self._lines.activate(*wanted)

    async def split(self) -> None:
        """Make separate calls again; the newest is the one spoken in, the others are held."""
        members = self.members
        await self._wire.ready()
        self._set(())
        if members:
            await self._lines.activate(members[-1])

    async def leave(self) -> None:
        """Go, and let the other two talk on by an attended transfer; where that fails the conference stays.

        Raises NotNow where there are not exactly two others.
        """
        members = self.members
        if len(members) != 2:
            raise NotNow("a conference can be left when there are two others in it")
        await self._transfers.attended(*members)

    def _set(self, members: tuple[str, ...]) -> None:
        self._wire.send_now(messages.Conference(calls=members))
        for call in self._lines.book.live:
            self._lines.book.put(evolve(call, in_conference=call.id in members))

    def _follow(self, before: Call | None, call: Call) -> None:
        if before is not None and before.in_conference and not call.live and len(self.members) == 1:
            self._set(())
