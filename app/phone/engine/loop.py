"""The loop: commands in, the SIP library polled, what is due done. One thread, and no other, in the library."""

import gc
import time
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj

from app.phone import messages
from app.phone.engine.accounts import Accounts
from app.phone.engine.calls import Surroundings
from app.phone.engine.endpoint import SipEndpoint, create_endpoint
from app.phone.engine.frames import DeskPort
from app.phone.engine.pipe import Pipe
from app.phone.engine.presence import Presence
from app.phone.engine.quality import QualityWatch
from app.phone.engine.ring import Ring
from app.phone.engine.sound import Sound
from app.phone.engine.switch import Switch
from app.phone.engine.tones import LocalTones
from app.phone.engine.trace import Trace
from app.phone.messages import Command, Failed, Open, SoundState

__all__ = ["Engine"]

_IDLE_S: Final = 0.1
_BUSY_S: Final = 0.005
"""How long SIP may lie in its sockets: the library wakes for them or for the pipe, and commands must not wait."""
_LIVELY_S: Final = 0.25
"""Where something has just come in or gone out, more will: an answer, a challenge, the next try."""
_CLOCK_S: Final = 3.0
"""For so long after the last call the bridge is clocked still: it has ends to tie up, and another call is likely."""
_AT_ONCE: Final = 50
_WATCH_S: Final = 0.1
_COLLECT_S: Final = 10.0
_GOODBYE_S: Final = 0.6


class Engine:
    """Owns everything of the library from `run` to the end of the process."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._emit = pipe.emit
        self._endpoint: SipEndpoint | None = None
        self._switch = Switch(pipe.emit)
        self._trace = Trace()
        self._accounts = Accounts(pipe.emit, self._switch.take_call, self._switch.uses)
        self._presence = Presence(pipe.emit, self._accounts)
        self._quality = QualityWatch(pipe.emit, self._switch)
        self._handlers: dict[type, Callable[[Any], None]] = {
            Open: self._open,
            messages.Ping: self._ping,
            messages.Close: self._close,
            **self._accounts.handlers,
            **self._presence.handlers,
            **self._trace.handlers,
            **self._switch.handlers,
        }
        self._closing = self._settled = False
        self._watch_at = 0.0
        self._collect_at = 0.0
        self._lively_until = 0.0
        self._clocked_until = 0.0

    def run(self) -> None:
        """Serve until `Close` or the desk's end; afterwards only `os._exit` is safe."""
        while not self._closing and (commands := self._pipe.commands()) is not None:
            for command in commands:
                self._try(command)
            self._clock(time.monotonic())  # before the answer comes
            came = self._poll()
            now = time.monotonic()
            if came or self._switch.busy or any(type(command) is not messages.Ping for command in commands):
                self._lively_until = now + _LIVELY_S
            self._do_due(now)
            self._trace.tell(self._emit)
            self._pipe.wait(_BUSY_S if now < self._lively_until else _IDLE_S)
        self._leave()

    def _try(self, command: Command) -> None:
        try:
            self._handlers[type(command)](command)
        except pj.Error as error:
            self._failed(command, f"{error.reason} ({error.status})")
        except Exception as error:  # one command that makes no sense must not end the calls of others
            self._failed(command, f"{type(error).__name__}: {error}")

    def _failed(self, command: Command, reason: str) -> None:
        tag = str(type(command).__struct_config__.tag)
        account = command.id if isinstance(command, messages.Account) else ""
        self._emit(Failed(do=tag, call=getattr(command, "call", ""), account=account, reason=reason))

    def _ping(self, _: messages.Ping) -> None:
        self._emit(messages.Pong())

    def _close(self, _: messages.Close) -> None:
        self._closing = True

    def _open(self, settings: Open) -> None:
        self._endpoint = create_endpoint(settings, self._emit, self._trace)
        address = self._endpoint.address_of(self._endpoint.add_transport("udp", settings))
        self._endpoint.libStart()
        self._accounts.open(self._endpoint, settings, address.rpartition(":")[0])
        self._emit(messages.Ready(address=address))
        if not settings.sound:
            # somebody has to listen: else the jitter buffer keeps old sound, and a recording starts with it
            nobody = self._endpoint.audDevManager().getPlaybackDevMedia()
            around = Surroundings(self._emit, self._switch, nobody, None, settings.silent_after_s)
            self._switch.open(self._accounts, around, None)
            self._emit(SoundState(speaker=False, microphone=False, text="Sound is switched off."))
            return
        heard, spoken = Ring(), Ring()
        port = DeskPort(heard, spoken)
        sound = Sound(settings, heard, spoken, self._emit)
        around = Surroundings(self._emit, self._switch, port, LocalTones(port), settings.silent_after_s)
        self._switch.open(self._accounts, around, sound)
        sound.prepare()

    def _poll(self, limit_ms: int = 0) -> bool:
        """Take in what came over the network, and what is due in the library; return whether anything was."""
        if self._endpoint is None:
            return False
        for number in range(_AT_ONCE):
            if self._endpoint.libHandleEvents(limit_ms) <= 0:
                return number > 0
        return True

    def _clock(self, now: float) -> None:
        if self._endpoint is None:
            return
        if not self._switch.at_rest:
            self._clocked_until = now + _CLOCK_S
        self._endpoint.clock_bridge(now < self._clocked_until)

    def _do_due(self, now: float) -> None:
        self._switch.tick(now)
        if now >= self._watch_at:
            self._watch_at = now + _WATCH_S
            self._switch.watch(now)
            if self._endpoint is not None:
                self._presence.tick(now)  # first: nobody may be followed as an account that is let go of
                self._accounts.tick(now)
                self._quality.tick(now)
        if now >= self._collect_at and not self._switch.busy:
            self._collect_at = now + _COLLECT_S
            gc.collect()
            if not self._settled:
                self._settled = True
                gc.freeze()  # what is there now stays: to go through it again would cost 60 ms each time

    def _leave(self) -> None:
        """Say goodbye on the wire. Not by libDestroy: it takes a second, and the process ends anyway."""
        if self._endpoint is None:
            return
        self._switch.close()
        self._endpoint.hangupAllCalls()
        self._presence.sign_off()
        self._accounts.sign_off()
        self._poll_until(lambda: not (self._switch.leaving or self._accounts.registered))
        for _ in range(3):
            self._poll(10)

    def _poll_until(self, done: Callable[[], bool]) -> None:
        limit = time.monotonic() + _GOODBYE_S
        while not done() and time.monotonic() < limit:
            self._poll(5)
