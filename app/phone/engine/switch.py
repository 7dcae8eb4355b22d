"""The engine's calls by name: made, commanded, let go of when they are over, with the sounds that go with them."""

import time
import uuid
import wave
from collections.abc import Callable, Collection, Iterable
from itertools import permutations
from pathlib import Path
from typing import Any, Final, Protocol

import pjsua2 as pj

from app.phone import messages
from app.phone.engine.calls import SipCall, Surroundings
from app.phone.engine.invite import read_invite
from app.phone.engine.sound import Sound
from app.phone.engine.tones import Ringing
from app.phone.messages import CallProgress, CallReferred, Event, Failed, IncomingCall, RecordingSaved
from app.phone.number import read_address

__all__ = ["Switch"]

_SAVE_LIMIT_S: Final = 5.0
_LINES: Final = 4
_BAD_REQUEST: Final = 400


class Speakers(Protocol):
    """Who calls can be placed as."""

    def find(self, account: str) -> tuple[Any, str]:
        """Return the library's account, or None and why there is none."""


class Switch:
    """Keeps every call from before the library hears of it until after it can no longer mistake it."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._speakers: Speakers | None = None
        self._calls: dict[str, SipCall] = {}
        self._over: list[SipCall] = []
        self._conference: frozenset[str] = frozenset()
        self._around = Surroundings(emit, self)
        self._sound: Sound | None = None
        self._unsaved: list[tuple[str, Path, float]] = []

    @property
    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What does each command."""
        return {
            messages.Dial: self._dial,
            messages.Reply: lambda command: self._calls[command.call].reply(command.status),
            messages.HangUp: lambda command: self._hang_up(self._calls[command.call]),
            messages.SendKeys: lambda command: self._calls[command.call].send_keys(command.keys, command.by),
            messages.Mute: lambda command: self._calls[command.call].mute(command.on),
            messages.Hold: lambda command: self._calls[command.call].hold(command.on),
            messages.PlayTone: lambda command: self._calls[command.call].play(command.tones),
            messages.Record: self._record,
            messages.Transfer: self._transfer,
            messages.TransferTo: lambda command: self._calls[command.call].transfer_to(self._calls[command.other]),
            messages.Conference: lambda command: self._confer(frozenset(command.calls)),
        }

    @property
    def busy(self) -> bool:
        """There are calls."""
        return bool(self._calls)

    @property
    def at_rest(self) -> bool:
        """Nothing of any call is left to be done."""
        return not (self._calls or self._over or self._unsaved)

    @property
    def _taken(self) -> int:
        """Lines in use, also by calls whose end the library has not done with."""
        return len(self._calls) + len(self._over)

    @property
    def leaving(self) -> bool:
        """Not every call has ended yet."""
        return any(call.progress != "ended" for call in self._calls.values())

    @property
    def connected(self) -> tuple[SipCall, ...]:
        """Calls that have been answered."""
        return tuple(call for call in self._calls.values() if call.progress == "connected")

    def uses(self, identity: Any) -> bool:
        """Whether a call still belongs to `identity`."""
        return any(call.identity is identity for call in (*self._calls.values(), *self._over))

    def open(self, speakers: Speakers, around: Surroundings, sound: Sound | None) -> None:
        """Begin: there is a bridge, and maybe a person's ear."""
        self._speakers, self._around, self._sound = speakers, around, sound

    def close(self) -> None:
        """Let go of the sound devices."""
        if self._sound is not None:
            self._sound.close()

    def take_call(self, identity: Any, library_id: int, invite: str) -> None:
        """Take in a call: its object has to be made at once, even to turn it away."""
        call = SipCall(identity, uuid.uuid4().hex, self._around, library_id)
        self._calls[call.name] = call
        read = read_invite(invite)
        if read is None:
            call.reply(_BAD_REQUEST)
            return
        self._emit(
            IncomingCall(
                call=call.name,
                number=read.number,
                name=read.name,
                called=read.called,
                account=identity.account.id,
                sip_call_id=read.sip_call_id,
                answer_after_s=read.answer_after_s,
            )
        )

    def referred(self, call: SipCall, uri: str) -> SipCall | None:
        """Make the call that the far end of `call` asks for, if we speak with it and there is a line."""
        if call.progress != "connected" or self._taken >= _LINES:
            return None
        new = SipCall(call.identity, uuid.uuid4().hex, self._around, outgoing=True)
        self._calls[new.name] = new
        number, name = read_address(uri)
        account = call.identity.account.id
        self._emit(CallReferred(call=new.name, replaces=call.name, number=number, name=name, account=account))
        return new

    def replaced(self, call: SipCall, invite: str) -> SipCall:
        """Make the call that takes the place of `call`."""
        new = SipCall(call.identity, uuid.uuid4().hex, self._around)
        self._calls[new.name] = new
        read = read_invite(invite)
        number, name = (read.number, read.name) if read else ("", "")
        account = call.identity.account.id
        self._emit(
            IncomingCall(call=new.name, number=number, name=name, called="", account=account, replaces=call.name)
        )
        return new

    def rewired(self, call: SipCall) -> None:
        """Join a call of the conference to the others again."""
        if call.name in self._conference:
            self._link(self._conference, True)

    def tick(self, now: float) -> None:
        """Do what calls have become due; called a hundred times a second."""
        for call in tuple(self._calls.values()):
            if call.unmade:  # somebody else asked for it, and the library could not make it
                call.end(0, "the address could not be called")
            call.tick(now)
            if call.progress == "ended":
                self._finish_recording(call)
                self._conference -= {call.name}
                self._over.append(self._calls.pop(call.name))
        self._let_go()

    def watch(self, now: float) -> None:
        """Do what has become due; called some times a second."""
        self._unsaved = [entry for entry in self._unsaved if not self._told_saved(*entry, now)]
        self._sound_for_calls(now)

    def _dial(self, command: messages.Dial) -> None:
        """Call; what cannot be called has ended at once, and is no failed command besides."""
        identity, reason = self._speakers.find(command.account) if self._speakers else (None, "not open")
        if identity is None:
            self._emit(CallProgress(call=command.call, state="ended", reason=reason))
            return
        call = SipCall(identity, command.call, self._around, outgoing=True)
        self._calls[command.call] = call  # before makeCall: callbacks run inside it
        call.dial(command.uri)

    def _hang_up(self, call: SipCall) -> None:
        try:
            call.hang_up()
        except pj.Error as error:
            call.end(0, error.reason)

    def _transfer(self, command: messages.Transfer) -> None:
        """Transfer blind; the library would take any rubbish for an address, and say nothing."""
        if pj.Endpoint.instance().utilVerifySipUri(command.uri) != 0:
            raise ValueError("no SIP address")
        self._calls[command.call].transfer(command.uri)

    def _confer(self, names: frozenset[str]) -> None:
        self._link(self._conference - names, False, self._conference)
        self._conference = names
        self._link(names, True)

    def _link(self, names: Collection[str], on: bool, others: Collection[str] | None = None) -> None:
        """Let the calls of `names` and `others` hear each other, or no longer."""
        known = {name: self._calls[name].audio for name in {*names, *(others or names)} if name in self._calls}
        for one, other in permutations(known, 2):
            if one in names or other in names:
                known[one].hear(known[other], on)

    def _record(self, command: messages.Record) -> None:
        if not command.path and any(command.call == unsaved for unsaved, _, _ in self._unsaved):
            return  # the call has ended and its recording with it; the file is nearly there
        call = self._calls[command.call]
        if command.path:
            call.record(command.path)
        else:
            self._finish_recording(call)

    def _finish_recording(self, call: SipCall) -> None:
        path = call.stop_recording()
        if path is not None:
            self._unsaved.append((call.name, path, time.monotonic() + _SAVE_LIMIT_S))

    def _let_go(self) -> None:
        """Drop calls that are over, outside their own callbacks.

        The library hangs up a call that is dropped, and knows it by a number of 0 to 3 only: a caller who came in
        the moment the old call ended would be hung up (603) in its place. So no call goes while its number is in use.
        """
        self._over = [call for call in self._over if call.isActive()]

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


def _ringing(calls: Iterable[SipCall]) -> Ringing:
    states = [(call.outgoing, call.progress) for call in calls]
    if (True, "ringing") in states:
        return Ringing.THERE
    if (False, "ringing") not in states:
        return Ringing.NOTHING
    return Ringing.WAITING if any(progress == "connected" for _, progress in states) else Ringing.HERE
