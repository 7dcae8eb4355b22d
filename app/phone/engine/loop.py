"""The loop: commands in, the SIP library polled, what is due done. One thread, and no other, in the library."""

import contextlib
import gc
import math
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pjsua2 as pj

from app.phone import messages
from app.phone.engine.accounts import Identity, account_config, bad_address
from app.phone.engine.calls import SipCall, Surroundings
from app.phone.engine.endpoint import SipEndpoint, create_endpoint
from app.phone.engine.frames import DeskPort
from app.phone.engine.pipe import Pipe
from app.phone.engine.ring import Ring
from app.phone.engine.sound import Sound
from app.phone.engine.tones import LocalTones, Ringing
from app.phone.messages import Account, CallProgress, Command, Failed, Open, RecordingSaved, Registration, SoundState

__all__ = ["Engine"]

_IDLE_MS: Final = 20
_BUSY_MS: Final = 5
_WATCH_S: Final = 0.1
_COLLECT_S: Final = 10.0
_GOODBYE_S: Final = 0.6
_SAVE_LIMIT_S: Final = 5.0
_REGISTER_AGAIN_S: Final = 10.0


class Engine:
    """Owns everything of the library from `run` to the end of the process."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._emit = pipe.emit
        self._settings = Open()
        self._endpoint: SipEndpoint | None = None
        self._identity: Identity | None = None
        self._calls: dict[str, SipCall] = {}
        self._over: list[SipCall] = []
        self._around = Surroundings(pipe.emit)
        self._sound: Sound | None = None
        self._host = ""
        self._closing = False
        self._unsaved: list[tuple[str, Path, float]] = []
        self._bad_address = ""
        self._register_at = math.inf
        self._watch_at = 0.0
        self._collect_at = 0.0

    def run(self) -> None:
        """Serve until `Close` or the desk's end; afterwards only `os._exit` is safe."""
        while not self._closing and (commands := self._pipe.commands()) is not None:
            for command in commands:
                self._try(command)
            self._poll(_BUSY_MS if self._calls else _IDLE_MS)
            self._do_due(time.monotonic())
        self._leave()

    def _try(self, command: Command) -> None:
        try:
            self._do(command)
        except pj.Error as error:
            self._failed(command, f"{error.reason} ({error.status})")
        except Exception as error:  # one command that makes no sense must not end the calls of others
            self._failed(command, f"{type(error).__name__}: {error}")

    def _failed(self, command: Command, reason: str) -> None:
        tag = str(type(command).__struct_config__.tag)
        self._emit(Failed(do=tag, call=getattr(command, "call", ""), reason=reason))

    def _do(self, command: Command) -> None:
        match command:
            case Open():
                self._open(command)
            case Account():
                self._become(command)
            case messages.Close():
                self._closing = True
            case messages.Dial():
                self._dial(command)
            case messages.HangUp(call=name):
                self._hang_up(self._calls[name])
            case messages.Record(call=name, path=path):
                self._record(name, path)
            case messages.Ping():
                self._emit(messages.Pong())
            case _:
                self._do_in_call(command, self._calls[command.call])

    def _do_in_call(
        self,
        command: messages.Reply | messages.SendKeys | messages.Mute | messages.Hold | messages.PlayTone,
        call: SipCall,
    ) -> None:
        match command:
            case messages.Reply(status=status):
                call.reply(status)
            case messages.SendKeys(keys=keys):
                call.send_keys(keys)
            case messages.Mute(on=on):
                call.mute(on)
            case messages.Hold(on=on):
                call.hold(on)
            case messages.PlayTone(tones=tones):
                call.play(tones)

    def _open(self, settings: Open) -> None:
        self._settings = settings
        self._endpoint = create_endpoint(settings, self._emit)
        address = self._endpoint.add_transport("udp", settings)
        self._endpoint.libStart()
        self._host = address.rpartition(":")[0]
        self._emit(messages.Ready(address=address))
        if not settings.sound:
            # somebody has to listen: else the jitter buffer keeps old sound, and a recording starts with it
            nobody = self._endpoint.audDevManager().getPlaybackDevMedia()
            self._around = Surroundings(self._emit, nobody, None, settings.silent_after_s)
            self._emit(SoundState(speaker=False, microphone=False, text="Sound is switched off."))
            return
        heard, spoken = Ring(), Ring()
        port = DeskPort(heard, spoken)
        self._around = Surroundings(self._emit, port, LocalTones(port), settings.silent_after_s)
        self._sound = Sound(settings, heard, spoken, self._emit)
        self._sound.prepare()

    def _become(self, account: Account) -> None:
        endpoint = self._opened()
        config = account_config(account, self._settings, self._host)
        self._bad_address = bad_address(endpoint, account, config)
        if self._bad_address:
            self._register_at = math.inf
            self._emit(Registration(state="bad address", reason=self._bad_address))
            return
        endpoint.add_transport(account.transport, self._settings, account)
        if self._identity is None:
            self._identity = Identity(self._emit, self._take_call, lambda: endpoint.certificate_trouble)
            self._identity.create(config, True)
        else:
            self._identity.become(config)
        self._register_at = math.inf
        if account.register and not self._identity.reported:
            self._not_sent()

    def _not_sent(self) -> None:
        """Tell of a registration that the library could not even send, and of which it says nothing itself."""
        self._register_at = time.monotonic() + _REGISTER_AGAIN_S
        self._emit(Registration(state="failed", reason="the registration could not be sent to its address"))

    def _register_again(self) -> None:
        assert self._identity is not None
        self._register_at = math.inf
        with contextlib.suppress(pj.Error):
            self._identity.setRegistration(True)
        if not self._identity.reported:
            self._not_sent()

    def _take_call(self, name: str, library_id: int) -> None:
        self._calls[name] = SipCall(self._identity, name, self._around, library_id)

    def _dial(self, command: messages.Dial) -> None:
        """Call; what cannot be called has ended at once, and is no failed command besides."""
        if self._identity is None or self._bad_address:
            self._emit(CallProgress(call=command.call, state="ended", reason=self._bad_address or "no account"))
            return
        call = SipCall(self._identity, command.call, self._around)
        self._calls[command.call] = call  # before makeCall: callbacks run inside it
        try:
            call.makeCall(command.uri, pj.CallOpParam(True))
        except pj.Error as error:
            call.end(0, error.reason)
        except Exception as error:
            call.end(0, f"{type(error).__name__}: {error}")

    def _hang_up(self, call: SipCall) -> None:
        try:
            call.hang_up()
        except pj.Error as error:
            call.end(0, error.reason)

    def _record(self, name: str, path: str) -> None:
        if not path and any(name == unsaved for unsaved, _, _ in self._unsaved):
            return  # the call has ended and its recording with it; the file is nearly there
        call = self._calls[name]
        if path:
            call.record(path)
        else:
            self._finish_recording(call)

    def _finish_recording(self, call: SipCall) -> None:
        path = call.stop_recording()
        if path is not None:
            self._unsaved.append((call.name, path, time.monotonic() + _SAVE_LIMIT_S))

    def _opened(self) -> SipEndpoint:
        if self._endpoint is None:
            raise ValueError("not open")
        return self._endpoint

    def _poll(self, limit_ms: int) -> None:
        if self._endpoint is None:
            time.sleep(limit_ms / 1000)
        else:
            self._endpoint.libHandleEvents(limit_ms)

    def _do_due(self, now: float) -> None:
        for call in tuple(self._calls.values()):
            call.tick(now)
            if call.progress == "ended":
                self._finish_recording(call)
                self._over.append(self._calls.pop(call.name))
        self._let_go()
        if now >= self._watch_at:
            self._watch_at = now + _WATCH_S
            self._watch(now)
        if now >= self._collect_at and not self._calls:
            self._collect_at = now + _COLLECT_S
            gc.collect()

    def _let_go(self) -> None:
        """Drop calls that are over, outside their own callbacks.

        The library hangs up a call that is dropped, and knows it by a number of 0 to 3 only: a caller who came in
        the moment the old call ended would be hung up (603) in its place. So no call goes while its number is in use.
        """
        self._over = [call for call in self._over if call.isActive()]

    def _watch(self, now: float) -> None:
        self._unsaved = [entry for entry in self._unsaved if not self._told_saved(*entry, now)]
        if now >= self._register_at:
            self._register_again()
        if self._endpoint is not None and self._endpoint.connection_lost:
            self._endpoint.connection_lost = False
            if self._identity is not None and self._identity.registered:
                self._identity.register_again()
        self._sound_for_calls(now)

    def _sound_for_calls(self, now: float) -> None:
        if self._sound is None or self._around.tones is None:
            return
        if not self._calls:
            self._sound.close()
        else:  # from dialling on: an answer may come at once, and a device swallows its first 0.7 s
            self._sound.open()
            self._sound.watch(now)
        self._around.tones.ring(_ringing(self._calls.values()) if self._sound.flows else Ringing.NOTHING)

    def _told_saved(self, name: str, path: Path, limit: float, now: float) -> bool:
        """A recorder's file is no WAV until the bridge's clock has finished it; it may have been deleted, too."""
        try:
            with wave.open(str(path)):
                self._emit(RecordingSaved(call=name, path=str(path)))
        except (wave.Error, EOFError, OSError) as error:
            if now < limit:
                return False
            self._emit(Failed(do="record", call=name, reason=f"{type(error).__name__}: {error}"))
        return True

    def _leave(self) -> None:
        """Say goodbye on the wire. Not by libDestroy: it takes a second, and the process ends anyway."""
        if self._endpoint is None:
            return
        if self._sound is not None:
            self._sound.close()
        registered = self._identity is not None and self._identity.registered
        self._endpoint.hangupAllCalls()
        if registered:
            self._unregister()
        self._poll_until(lambda: not self._busy_leaving(registered))
        for _ in range(3):
            self._poll(10)

    def _unregister(self) -> None:
        try:
            assert self._identity is not None
            self._identity.setRegistration(False)
        except pj.Error as error:
            self._emit(Failed(do="close", reason=error.reason))

    def _busy_leaving(self, registered: bool) -> bool:
        calling = any(call.progress != "ended" for call in self._calls.values())
        return calling or (registered and self._identity is not None and self._identity.registered)

    def _poll_until(self, done: Callable[[], bool]) -> None:
        limit = time.monotonic() + _GOODBYE_S
        while not done() and time.monotonic() < limit:
            self._poll(5)


def _ringing(calls: Any) -> Ringing:
    states = [(call.outgoing, call.progress) for call in calls]
    if (True, "ringing") in states:
        return Ringing.THERE
    if (False, "ringing") in states and all(progress != "connected" for _, progress in states):
        return Ringing.HERE
    return Ringing.NOTHING
