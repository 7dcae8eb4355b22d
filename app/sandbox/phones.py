"""Telephones of the sandbox: one SIP user agent that answers for every extension of the sample account, with sound.

An extension rings, is answered 0.6 s later and plays `GREETING`; keys it hears are kept and logged. Some are
never answered in the usual way, so that every ending of a call can be seen.
"""

import asyncio
import enum
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any, Final

from app.phone import Call, CallState, NoSuchCall, Open, Phone, SipAccount, Tone

__all__ = ["DESIGNATED", "GREETING", "MENU_GREETING", "Behaviour", "Phones"]

GREETING: Final = (Tone(440, 400), Tone(620, 600))
"""What an extension plays when it answers: 440 Hz for 400 ms, then 620 Hz for 600 ms."""
MENU_GREETING: Final = (Tone(520, 200, 100), Tone(520, 200, 100), Tone(780, 600))
"""What the directory's own number plays: 520 Hz twice, then 780 Hz."""

_KEYS_PAUSE_S: Final = 1.5
"""Keys with less than this between them make one line of the log."""
_TALK_S: Final = 3.0
_EVERYTHING: Final = "*"
_KEPT: Final = 1_000


class Behaviour(enum.Enum):
    """How an extension treats a call; the value is the SIP status it ends with, 200 for an answer."""

    ANSWERS = 200
    BUSY = 486
    NO_ANSWER = 480
    DECLINES = 603


DESIGNATED: Final[Mapping[str, Behaviour]] = {
    "2090": Behaviour.BUSY,
    "2091": Behaviour.NO_ANSWER,
    "2092": Behaviour.DECLINES,
}


class Phones:
    """Answers calls to `extensions` (`*` among them: to any number) and to `menu`; four at once, all others 404."""

    def __init__(
        self,
        extensions: Collection[str],
        *,
        menu: str = "",
        designated: Mapping[str, Behaviour] = DESIGNATED,
        on_log: Callable[[str], None] | None = None,
        address: str = "127.0.0.1",
        port: int = 0,
        answer_after_s: float = 0.6,
        give_up_after_s: float = 20.0,
        silent_after_s: float = 5.0,
    ) -> None:
        self.log: list[str] = []
        """What happened, a line each: `2001 heard 528`; the last thousand."""
        self._extensions = frozenset(extensions)
        self._menu = menu
        self._designated = dict(designated)
        self._on_log = on_log
        self._answer_after_s = answer_after_s
        self._give_up_after_s = give_up_after_s
        self._calls: dict[str, Call] = {}
        self._logged: dict[str, int] = {}
        self._taken_over: dict[str, str] = {}
        """Whose a call is that came by a transfer."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._phone = Phone(
            on_call=self._on_call,
            on_incoming=self._on_incoming,
            settings=Open(
                address=address,
                port=port,
                user_agent="Namedial sandbox",
                sound=False,
                silent_after_s=silent_after_s,
            ),
            keep_port=True,  # its address has been told
            one_active=False,  # its extensions do not know of each other
        )

    @property
    def phone(self) -> Phone:
        """The phone behind all extensions, for scripts that want more than the usual."""
        return self._phone

    @property
    def calls(self) -> tuple[Call, ...]:
        """The last thousand calls, oldest first; `called` is the extension, `heard` the keys."""
        return tuple(self._calls.values())

    def heard(self, extension: str) -> list[str]:
        """Return the keys heard at `extension`, one entry per call."""
        return [call.heard for call in self._calls.values() if call.called == extension]

    async def start(self) -> str:
        """Start answering; return `host:port`. Raises PhoneUnavailable where there is no SIP library."""
        await self._phone.start()
        return self._phone.status.address

    async def use_switch(self, realm: str, server: str) -> None:
        """Place calls by way of `server`, as a transfer asks for."""
        await self._phone.set_accounts([SipAccount("sandbox", "", realm, server=server, register=False)])

    async def stop(self) -> None:
        """Hang up everywhere and let go of the port."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._phone.close()

    def _behaviour(self, number: str) -> Behaviour | None:
        if number in self._designated:
            return self._designated[number]
        known = number == self._menu or number in self._extensions or _EVERYTHING in self._extensions
        return Behaviour.ANSWERS if known else None

    def _on_incoming(self, call: Call) -> None:
        behaviour = self._behaviour(call.called)
        self._say(f"{call.called} called by {call.number}")
        if behaviour is None:
            self._spawn(self._phone.reject(call.id, 404))
        elif behaviour is Behaviour.ANSWERS:
            self._spawn(self._take(call))
        elif behaviour is Behaviour.NO_ANSWER:
            self._spawn(self._ring_out(call))
        else:
            self._spawn(self._phone.reject(call.id, behaviour.value))

    async def _take(self, call: Call) -> None:
        await self._phone.ring(call.id)
        await asyncio.sleep(self._answer_after_s)
        await self._phone.answer(call.id)
        greeting = MENU_GREETING if call.called == self._menu else GREETING
        await self._phone.until(call.id, lambda now: now.state is CallState.CONNECTED)
        await self._phone.play_tone(call.id, *greeting)

    async def _ring_out(self, call: Call) -> None:
        await self._phone.ring(call.id)
        await asyncio.sleep(self._give_up_after_s)
        await self._phone.reject(call.id, Behaviour.NO_ANSWER.value)

    def _on_call(self, call: Call) -> None:
        before = self._calls.get(call.id)
        self._calls[call.id] = call
        if before is None:
            self._forget_old()
            self._take_over(call)
            return
        if call.heard != before.heard:
            self._spawn(self._log_keys_after_pause(call.id, len(call.heard)))
        if call.replaces and call.direction == "out" and call.connected_at and not before.connected_at:
            self._spawn(self._say_goodbye(call.id))
        if call.silent_there and not before.silent_there:  # its engine died without a BYE: free the line
            self._spawn(self._phone.hang_up(call.id))
        if before.live and not call.live:
            self._log_keys(call)
            self._say(f"{self._extension(call)} ended")

    async def _log_keys_after_pause(self, call_id: str, length: int) -> None:
        await asyncio.sleep(_KEYS_PAUSE_S)
        call = self._calls.get(call_id)
        if call is not None and len(call.heard) == length:
            self._log_keys(call)

    def _take_over(self, call: Call) -> None:
        """An attended transfer gives an extension's call another far end."""
        old = self._calls.get(call.replaces)
        if old is not None:
            self._taken_over[call.id] = self._extension(old)
            self._say(f"{self._extension(call)} connected with {call.number}")

    async def _say_goodbye(self, call_id: str) -> None:
        """Who was transferred speaks for a while, then hangs up: nobody else would."""
        await asyncio.sleep(_TALK_S)
        await self._phone.hang_up(call_id)

    def _extension(self, call: Call) -> str:
        return self._taken_over.get(call.id, call.called)

    def _forget_old(self) -> None:
        for call_id in tuple(self._calls)[:-_KEPT]:
            del self._calls[call_id]
            self._logged.pop(call_id, None)
            self._taken_over.pop(call_id, None)

    def _log_keys(self, call: Call) -> None:
        new = call.heard[self._logged.get(call.id, 0) :]
        if new:
            self._logged[call.id] = len(call.heard)
            self._say(f"{self._extension(call)} heard {new}")

    def _say(self, line: str) -> None:
        self.log.append(line)
        del self.log[:-_KEPT]
        if self._on_log is not None:
            self._on_log(line)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work` beside the loop's other business; a caller who hung up meanwhile is no error."""
        task = asyncio.create_task(_unless_over(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _unless_over(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (NoSuchCall, TimeoutError):
        return
