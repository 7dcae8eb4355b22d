"""Sending a call's other side on to somebody else, and following that to its end: nobody is lost on the way."""

import asyncio
from collections.abc import Callable
from typing import Final

from attrs import evolve

from app.phone import messages
from app.phone.call import Call, CallState, transfer_given_up, transfer_to
from app.phone.errors import NotNow
from app.phone.lines import Lines
from app.phone.number import clean_number
from app.phone.wire import Wire

__all__ = ["Transfers"]

_HANG_UP_LIMIT_S: Final = 10.0
_REPLACED_LIMIT_S: Final = 2.0
"""A target that knows no Replaces is simply called, and does not end the call it has with us."""


class Transfers:
    """A transfer holds its call first. When it is done our part ends; when it fails the call is as it was before.

    `uri` makes an address of a number for an account. After `limit_s` without news a transfer counts as failed.
    """

    def __init__(self, lines: Lines, wire: Wire, uri: Callable[[str, str], str], limit_s: float) -> None:
        self._lines = lines
        self._wire = wire
        self._uri = uri
        self._limit_s = limit_s
        self._held: set[str] = set()
        """Calls that are on hold for their transfer only."""
        self._partners: dict[str, str] = {}
        """Calls whose place the other side of another is about to take."""
        self._ending: set[asyncio.Task[None]] = set()
        lines.followers.append(self._follow)

    async def blind(self, call_id: str, number: str) -> None:
        """Transfer to a number without asking there. Raises BadNumber, NoSuchCall, NotNow."""
        call = self._connected(call_id)
        wanted = clean_number(number)
        uri = self._uri(wanted, call.account)
        await self._begin(call, wanted, messages.Transfer(call=call_id, uri=uri))

    async def attended(self, call_id: str, other_id: str) -> None:
        """Connect the other sides of two calls. Raises NoSuchCall, NotNow.

        One that still rings cannot be taken over: a phone refuses Replaces for a call it has not answered (RFC 3891,
        section 3). So that one is taken back, and the transfer goes blind to where it rang.
        """
        call, other = self._connected(call_id), self._lines.live(other_id)
        if call_id == other_id:
            raise NotNow("a call cannot be connected with itself")
        if other.state is CallState.CONNECTED:
            self._connected(other_id)
            await self._begin(call, other.number, messages.TransferTo(call=call_id, other=other_id))
            self._partners[call_id] = other_id
            self._lines.book.put(transfer_to(self._lines.live(other_id), call.number))
            return
        if other.direction == "in":
            raise NotNow("the call that rings has to be answered first")
        await self._lines.hang_up(other_id)
        await self._lines.until(other_id, lambda _: False, _HANG_UP_LIMIT_S)
        await self.blind(call_id, other.number)

    def _connected(self, call_id: str) -> Call:
        call = self._lines.live(call_id)
        if call.state is not CallState.CONNECTED:
            raise NotNow("the call is not answered yet")
        if call.transfer is not None and call.transfer.under_way:
            raise NotNow("the call is being transferred already")
        return call

    async def _begin(self, call: Call, target: str, command: messages.Transfer | messages.TransferTo) -> None:
        await self._wire.ready()
        self._lines.book.put(transfer_to(self._lines.live(call.id), target))
        if not call.held and not call.in_conference:
            self._held.add(call.id)
            self._wire.send_now(messages.Hold(call=call.id, on=True))
        self._wire.send_now(command)
        self._watch(call.id)

    def _watch(self, call_id: str) -> None:
        transfer = self._lines.live(call_id).transfer
        self._wire.later(self._limit_s, self._give_up, call_id, transfer)

    def _give_up(self, call_id: str, transfer: object) -> None:
        call = self._lines.book.find(call_id)
        if call is not None and call.live and call.transfer is transfer and call.transfer is not None:
            self._lines.book.put(transfer_given_up(call))

    def _follow(self, before: Call | None, call: Call) -> None:
        if call.transfer is None or (before is not None and before.transfer == call.transfer):
            return
        if call.transfer.state == "done" and (partner := self._partners.pop(call.id, "")):
            self._wire.later(_REPLACED_LIMIT_S, self._hang_up, partner)
        if not call.live:
            self._held.discard(call.id)
            self._partners.pop(call.id, None)
        elif call.transfer.state == "done":
            self._hang_up(call.id)
        elif call.transfer.state == "failed":
            self._resume(call)
        elif before is not None and before.transfer is not None and before.transfer.under_way:
            self._watch(call.id)

    def _resume(self, call: Call) -> None:
        partner = self._lines.book.find(self._partners.pop(call.id, ""))
        if partner is not None and partner.live:
            self._lines.book.put(evolve(partner, transfer=None))
        if call.id in self._held:
            self._held.discard(call.id)
            self._lines.hold_others({call.id})
            self._wire.send_now(messages.Hold(call=call.id, on=False))

    def _hang_up(self, call_id: str) -> None:
        task = asyncio.create_task(self._lines.hang_up(call_id))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
