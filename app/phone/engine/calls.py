"""One call towards the SIP library: its callbacks become events, its commands are tried when it can take them."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pjsua2 as pj
from attrs import frozen

from app.phone.engine.guard import guarded
from app.phone.engine.keys import KeyQueue
from app.phone.engine.media import CallAudio
from app.phone.engine.tones import LocalTones
from app.phone.messages import (
    CallMedia,
    CallMuted,
    CallProgress,
    DigitHeard,
    DigitSent,
    Event,
    Failed,
    FarSilence,
    Progress,
    Tone,
    Trying,
)

__all__ = ["SipCall", "Surroundings"]

_TOO_EARLY: Final = 70_013
"""PJ_EINVALIDOP: an offer is still open, or the call is not confirmed yet."""
_HOLD_LIMIT_S: Final = 5.0
_CAUSE: Final = re.compile(r"^Reason:[^\r\n]*Q\.850[^\r\n]*?cause=(\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTIVE: Final = (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)


@frozen
class Surroundings:
    """What every call needs: a way to tell the desk, and the person's ear and tones where sound is on."""

    emit: Callable[[Event], None]
    ear: Any = None
    tones: LocalTones | None = None
    silent_after_s: float = 5.0


class SipCall(pj.Call):  # type: ignore[misc]
    """Kept in the engine's table from before `makeCall`, whose callbacks already run inside it."""

    def __init__(self, account: Any, name: str, around: Surroundings, library_id: int = pj.PJSUA_INVALID_ID) -> None:
        super().__init__(account, library_id)
        self.emit = around.emit
        self.name = name
        self.identity = account
        self.outgoing = library_id == pj.PJSUA_INVALID_ID
        self.progress: Progress = "dialling" if self.outgoing else "ringing"
        self._tones = around.tones
        self._silent_after_s = around.silent_after_s
        self._audio = CallAudio(around.ear)
        self._keys = KeyQueue()
        self._hold_wanted: bool | None = None
        self._hold_limit = 0.0
        self._offer_limit = 0.0
        self._answered = False
        self._held = (False, False)
        self._packets = 0
        self._packets_at = 0.0
        self._silent = False

    def hang_up(self) -> None:
        """End the call; already over is fine."""
        if self.isActive():
            self.hangup(pj.CallOpParam())

    def reply(self, status: int) -> None:
        """Answer an incoming call."""
        param = pj.CallOpParam()
        param.statusCode = status
        self.answer(param)

    def send_keys(self, keys: str) -> None:
        """Queue keys."""
        self._keys.add(keys)

    def mute(self, on: bool) -> None:
        """Switch the microphone of this call; the level is lost with each hold, so it is set again there."""
        self._audio.muted = on
        self._wire()
        self.emit(CallMuted(call=self.name, on=on))

    def hold(self, on: bool) -> None:
        """Want the call held or not; done as soon as no other offer is open."""
        self._hold_wanted = on
        self._hold_limit = time.monotonic() + _HOLD_LIMIT_S

    def play(self, tones: tuple[Tone, ...]) -> None:
        """Play tones to the far end."""
        self._audio.play(tones)
        self._wire()

    def record(self, path: str) -> None:
        """Start recording the far end."""
        self._audio.record(path)
        self._wire()

    def stop_recording(self) -> Path | None:
        """Stop; the file is complete a moment later."""
        return self._audio.stop_recording()

    def end(self, status: int, reason: str, cause: int = 0) -> None:
        """Tell the end, once."""
        if self.progress != "ended":
            self._tell("ended", status, reason, cause)

    def tick(self, now: float) -> None:
        """Do what has become due; called a hundred times a second."""
        if self.progress != "connected":
            return
        self._send_due_key(now)
        self._hold_if_wanted(now)
        self._listen(now)

    def _tell(self, state: Progress, status: int = 0, reason: str = "", cause: int = 0, sip_call_id: str = "") -> None:
        self.progress = state
        self.emit(
            CallProgress(
                call=self.name, state=state, status=status, reason=reason, cause=cause, sip_call_id=sip_call_id
            )
        )

    def _send_due_key(self, now: float) -> None:
        if self._held != (False, False) or (key := self._keys.due(now)) is None:
            return
        try:
            self.dialDtmf(key)
        except pj.Error as error:
            if error.status != _TOO_EARLY:
                self.emit(Failed(do="keys", call=self.name, reason=error.reason))
                return
            self._keys.put_back(key, now)
            return
        if self._tones is not None:
            self._tones.key(key)
        self.emit(DigitSent(call=self.name, digit=key))

    def _hold_if_wanted(self, now: float) -> None:
        """Offer what is wanted, once no other offer is open; what is wanted may change meanwhile."""
        if self._hold_wanted is None or now < self._offer_limit:
            return
        if self._hold_wanted == self._held[0]:
            self._hold_wanted = None
            return
        if self._offer_limit:
            self._give_up_hold("no agreement in time")
            return
        try:
            self._offer_hold(self._hold_wanted)
        except pj.Error as error:
            if error.status != _TOO_EARLY or now > self._hold_limit:
                self._give_up_hold(error.reason)
            return
        self._offer_limit = now + _HOLD_LIMIT_S

    def _give_up_hold(self, reason: str) -> None:
        self._hold_wanted, self._offer_limit = None, 0.0
        self.emit(Failed(do="hold", call=self.name, reason=reason))

    def _offer_hold(self, on: bool) -> None:
        if on:
            self.setHold(pj.CallOpParam())
            return
        param = pj.CallOpParam(True)
        param.opt.flag = pj.PJSUA_CALL_UNHOLD
        self.reinvite(param)

    def _listen(self, now: float) -> None:
        """Notice when no RTP comes: a far end that died says nothing at all."""
        packets = self._received()
        if packets != self._packets or self._held != (False, False):
            self._packets, self._packets_at = packets, now
        silent = now - self._packets_at > self._silent_after_s
        if silent != self._silent:
            self._silent = silent
            self.emit(FarSilence(call=self.name, silent=silent))

    def _received(self) -> int:
        try:
            statistics = self.getStreamStat(0)
        except pj.Error:  # between two offers there is no stream
            return self._packets
        rtcp = statistics.rtcp
        received = rtcp.rxStat
        return int(received.pkt)

    @guarded
    def onCallState(self, prm: Any) -> None:
        """Library: the INVITE session moved on (RFC 3261, section 13)."""
        info = self.getInfo()
        match info.state:
            case pj.PJSIP_INV_STATE_CALLING:
                self._tell("dialling", sip_call_id=info.callIdString)
            case pj.PJSIP_INV_STATE_EARLY:
                self._tell("early media" if self._audio.joined else "ringing", info.lastStatusCode, info.lastReason)
            case pj.PJSIP_INV_STATE_CONFIRMED:
                self._packets_at = time.monotonic()
                self._tell("connected", info.lastStatusCode, info.lastReason)
            case pj.PJSIP_INV_STATE_DISCONNECTED:
                self.end(info.lastStatusCode, info.lastReason, _cause(prm))

    @guarded
    def onCallTsxState(self, prm: Any) -> None:
        """Library: a transaction moved; the first answer from the wire is worth telling, also 100 Trying."""
        if self.outgoing and not self._answered and prm.e.body.tsxState.type == pj.PJSIP_EVENT_RX_MSG:
            self._answered = True
            self.emit(Trying(call=self.name))

    @guarded
    def onCallMediaState(self, prm: Any) -> None:
        """Library: media changed; every hold leaves the old joints dead on both sides, so all are made again."""
        self._offer_limit = 0.0
        self._wire()
        if self.progress in ("dialling", "ringing") and self.outgoing and self._audio.joined:
            info = self.getInfo()
            if info.state == pj.PJSIP_INV_STATE_EARLY:
                self._tell("early media", info.lastStatusCode, info.lastReason)

    @guarded
    def onDtmfDigit(self, prm: Any) -> None:
        """Library: the far end keyed a digit."""
        self.emit(DigitHeard(call=self.name, digit=str(prm.digit)))

    def _wire(self) -> None:
        info = self.getInfo()
        held_here = held_there = False
        self._audio.joined = False
        for index, media in enumerate(info.media):  # never info.media[i] of a temporary: freed under us
            if media.type != pj.PJMEDIA_TYPE_AUDIO:
                continue
            held_here = held_here or media.status == pj.PJSUA_CALL_MEDIA_LOCAL_HOLD
            held_there = held_there or media.status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD
            if media.status in _ACTIVE:
                self._audio.join(self.getAudioMedia(index), talk=media.status == pj.PJSUA_CALL_MEDIA_ACTIVE)
        if self._held != (held_here, held_there):
            self._held = (held_here, held_there)
            self.emit(CallMedia(call=self.name, held_here=held_here, held_there=held_there))


def _cause(prm: Any) -> int:
    """Q.850 cause of the message that ended the call, 0 without one."""
    if prm.e.type != pj.PJSIP_EVENT_TSX_STATE or prm.e.body.tsxState.type != pj.PJSIP_EVENT_RX_MSG:
        return 0
    found = _CAUSE.search(prm.e.body.tsxState.src.rdata.wholeMsg)
    return int(found[1]) if found else 0
