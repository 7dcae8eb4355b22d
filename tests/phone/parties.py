"""Telephones of people who call each other directly, each with an engine of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.phone import Call, CallState, Phone, Tone

__all__ = ["Party", "connected", "ended", "several"]


def connected(call: Call) -> bool:
    return call.state is CallState.CONNECTED


def ended(call: Call) -> bool:
    return not call.live


class Party:
    """One telephone, and what it was told."""

    def __init__(self) -> None:
        self.phone: Phone
        self.rings: list[Call] = []
        self.missed: list = []
        self.told: list[Call] = []

    @property
    def address(self) -> str:
        return f"sip:someone@{self.phone.status.address}"

    @property
    def options(self) -> dict[str, Callable[..., None]]:
        return {
            "on_incoming": self.rings.append,
            "on_missed": self.missed.append,
            "on_call": self.told.append,
        }

    @property
    def calls(self) -> tuple[Call, ...]:
        return self.phone.live_calls

    def now(self, call_id: str) -> Call:
        call = self.phone.find(call_id)
        assert call is not None
        return call

    async def rung(self, count: int = 1) -> Call:
        """Wait for the call that comes in as the `count`th."""
        async with asyncio.timeout(10):
            while len(self.rings) < count:  # noqa: ASYNC110 - told by a callback
                await asyncio.sleep(0.005)
        return self.rings[count - 1]

    async def talk_to(self, other: "Party") -> tuple[str, str]:
        """Call and be answered; both names of the call."""
        mine = await self.phone.call(other.address)
        ring = await other.rung(len(other.rings) + 1)
        await other.phone.answer(ring.id)
        await self.phone.until(mine, connected)
        await other.phone.until(ring.id, connected)
        return mine, ring.id

    async def hears(self, call_id: str, folder: Path, listen, wanted: Callable[[object], bool]) -> None:
        """Record again and again what comes in a call, until it is as wanted."""
        path = folder / f"{call_id}.wav"
        async with asyncio.timeout(20):
            while True:
                await self.phone.record(call_id, path)
                await asyncio.sleep(0.3)
                ear = listen(await self.phone.stop_recording(call_id))
                if ear.samples and wanted(ear):
                    return

    async def fill_lines(self, deaf_port: int) -> None:
        """Take every line that is free, by calls that get no answer."""
        for _ in range(4 - len(self.calls)):
            call_id = await self.phone.call(f"sip:deaf@127.0.0.1:{deaf_port}")
            await self.phone.until(call_id, lambda call: call.sip_call_id)

    async def says(self, call_id: str, hz: int) -> None:
        await self.phone.play_tone(call_id, Tone(hz, 30_000))


async def several(party: Callable[..., Awaitable[Party]], count: int, **options: object) -> list[Party]:
    """Make so many telephones side by side."""
    return list(await asyncio.gather(*(party(**options) for _ in range(count))))
