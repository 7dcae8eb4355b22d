"""People of the sample account who call those that are registered; one more SIP user agent, beside the phones."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final

from app.phone import Call, CallState, NoSuchCall, Open, Phone, SipAccount, Tone
from app.sandbox.registrar import Registrar

__all__ = ["CALLER_TONE", "Callers", "Wish"]

CALLER_TONE: Final = (Tone(330, 400), Tone(330, 400))
"""What a caller plays when the call is taken: 330 Hz twice."""
_PATIENCE_S: Final = 30.0
_TALK_S: Final = 3.0


class Wish:
    """`EXTENSION [SECONDS]` as a line: who calls, and how long before giving up."""

    def __init__(self, line: str) -> None:
        extension, _, seconds = line.strip().partition(" ")
        self.extension = extension
        self.seconds = float(seconds) if seconds.strip().replace(".", "", 1).isdigit() else _PATIENCE_S


class Callers:
    """Calls at most four at once, as the extension that is asked to call; give up like people do."""

    def __init__(self, realm: str, names: Mapping[str, str], registrar: Registrar) -> None:
        self._realm = realm
        self._names = names
        self._registrar = registrar
        self._server = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._passed_on: set[str] = set()
        self._phone = Phone(
            on_call=self._on_call,
            on_incoming=self._turn_away,
            settings=Open(address="127.0.0.1", user_agent="Namedial sandbox", sound=False),
        )

    @property
    def phone(self) -> Phone:
        """The phone behind all callers."""
        return self._phone

    async def start(self, server: str) -> None:
        """Be ready to call by way of `server`, `host:port`. Raises PhoneError."""
        self._server = server
        await self._phone.start(self._as("namedial"))

    async def stop(self) -> None:
        """Hang up everywhere."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._phone.close()

    def call(self, wish: Wish) -> None:
        """Let somebody call all who are registered, beside the loop's other business."""
        for extension in self._registrar.registered:
            self._spawn(self._call(wish, extension))

    async def _call(self, wish: Wish, extension: str) -> None:
        await self._phone.set_accounts([self._as(wish.extension)])
        call_id = await self._phone.call(extension)
        try:
            await self._phone.until(call_id, lambda now: now.state is CallState.CONNECTED, wish.seconds)
        except TimeoutError:
            await self._phone.hang_up(call_id)
        else:
            await self._phone.play_tone(call_id, *CALLER_TONE)

    def _on_call(self, call: Call) -> None:
        """Whoever was transferred speaks for a while, then hangs up: nobody else would."""
        if call.replaces and call.connected_at is not None and call.id not in self._passed_on:
            self._passed_on.add(call.id)
            self._spawn(self._say_goodbye(call.id))
        if not call.live:
            self._passed_on.discard(call.id)

    async def _say_goodbye(self, call_id: str) -> None:
        await asyncio.sleep(_TALK_S)
        await self._phone.hang_up(call_id)

    def _as(self, extension: str) -> SipAccount:
        name = self._names.get(extension, "")
        return SipAccount(extension, "", self._realm, server=self._server, register=False, display_name=name)

    def _turn_away(self, call: Call) -> None:
        self._spawn(self._phone.reject(call.id, 480))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_unless_over(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _unless_over(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (NoSuchCall, TimeoutError):
        return
