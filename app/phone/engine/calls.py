"""One call towards the SIP library: its callbacks become events, its commands are tried when it can take them."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import pjsua2 as pj
from attrs import frozen

from app.phone.engine.guard import guarded
from app.phone.engine.holding import Holding
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
    KeyMethod,
    Progress,
    Tone,
    TransferProgress,
    Trying,
)
from app.phone.number import read_address

__all__ = ["Exchange", "SipCall", "Surroundings"]

_TOO_EARLY: Final = 70_013
"""PJ_EINVALIDOP: an offer is still open, or the call is not confirmed yet."""
_TOO_MANY: Final = 70_010
"""PJ_ETOOMANY: a call that has just ended keeps its line for a moment."""
_LINE_LIMIT_S: Final = 1.0
_CAUSE: Final = re.compile(r"^Reason:[^\r\n]*Q\.850[^\r\n]*?cause=(\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTIVE: Final = (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)
_INFO_MS: Final = 160
_BUSY: Final = 486
_CANCELLED: Final = 487


class Exchange(Protocol):
    """Where calls are kept: it makes those that the far end of another asks for."""

    def referred(self, call: "SipCall", uri: str) -> "SipCall | None":
        """Return the call to `uri` that takes the place of `call`; None when there is no line for it."""

    def replaced(self, call: "SipCall", invite: str) -> "SipCall":
        """Return the call of `invite`, which takes the place of `call`."""

    def rewired(self, call: "SipCall") -> None:
        """The sound of `call` is joined anew."""


@frozen
class Surroundings:
    """What every call needs: a way to tell the desk, and the person's ear and tones where sound is on."""

    emit: Callable[[Event], None]
    exchange: Exchange
    ear: Any = None
    tones: LocalTones | None = None
    silent_after_s: float = 5.0


class SipCall(pj.Call):  # type: ignore[misc]
    """Kept in the engine's table from before `makeCall`, whose callbacks already run inside it."""

    def __init__(
        self,
        account: Any,
        name: str,
        around: Surroundings,
        library_id: int = pj.PJSUA_INVALID_ID,
        *,
        outgoing: bool = False,
    ) -> None:
        super().__init__(account, library_id)
        self.emit = around.emit
        self.name = name
        self.identity = account
        self.outgoing = outgoing
        self.progress: Progress = "dialling" if outgoing else "ringing"
        self.audio = CallAudio(around.ear)
        self._around = around
        self._keys = KeyQueue()
        self._holding = Holding()
        self._uri = ""
        self._line_limit = 0.0
        self._refer: Callable[[], None] | None = None
        self._answered = False
        self._final = False
        self._moved_to = ""
        self._media_held = (False, False)
        self._told_media = (False, False, False)
        self._packets = 0
        self._packets_at = 0.0
        self._silent = False

    @property
    def unmade(self) -> bool:
        """The library knows nothing of it, and nobody is about to tell it."""
        return not self._uri and self.getId() == pj.PJSUA_INVALID_ID

    def dial(self, uri: str) -> None:
        """Call `uri`; what cannot be called has ended."""
        self._uri, self._line_limit = uri, time.monotonic() + _LINE_LIMIT_S
        self._dial_if_wanted(time.monotonic())

    def hang_up(self) -> None:
        """End the call; already over is fine."""
        if self.isActive():
            self.hangup(pj.CallOpParam())
        elif self._uri:
            self._uri = ""
            self.end(_CANCELLED, "")

    def reply(self, status: int) -> None:
        """Answer an incoming call; ringing after an answer is no news to the caller."""
        if status < 200 and self._final:
            return
        self._final = status >= 200
        param = pj.CallOpParam()
        param.statusCode = status
        self.answer(param)

    def send_keys(self, keys: str, by: KeyMethod) -> None:
        """Queue keys."""
        self._keys.add(keys, by)

    def mute(self, on: bool) -> None:
        """Switch the microphone of this call."""
        self.audio.muted = on
        self._wire()
        self.emit(CallMuted(call=self.name, on=on))

    def hold(self, on: bool) -> None:
        """Want the call held or not: here at once, there as soon as no other offer is open."""
        now = time.monotonic()
        self._holding.want(on, now)
        if self.progress == "connected":
            self._pursue_hold(now)

    def transfer(self, uri: str) -> None:
        """Send the far end to `uri`."""
        self._refer = lambda: self.xfer(uri, pj.CallOpParam(True))

    def transfer_to(self, other: "SipCall") -> None:
        """Send the far end into our place in `other`."""
        self._refer = lambda: self.xferReplaces(other, pj.CallOpParam(True))

    def play(self, tones: tuple[Tone, ...]) -> None:
        """Play tones to the far end."""
        self.audio.play(tones)
        self._wire()

    def record(self, path: str) -> None:
        """Start recording the far end."""
        self.audio.record(path)
        self._wire()

    def stop_recording(self) -> Path | None:
        """Stop; the file is complete a moment later."""
        return self.audio.stop_recording()

    def end(self, status: int, reason: str, cause: int = 0) -> None:
        """Tell the end, once."""
        if self.progress != "ended":
            self._refer = None
            self.audio.forget()
            self._tell("ended", status, reason, cause=cause, moved_to=self._moved_to)

    def tick(self, now: float) -> None:
        """Do what has become due; called a hundred times a second."""
        self._dial_if_wanted(now)
        if self.progress != "connected":
            return
        self._send_due_key(now)
        self._pursue_hold(now)
        self._send_refer()
        self._listen(now)

    def _tell(self, state: Progress, status: int = 0, reason: str = "", **more: Any) -> None:
        self.progress = state
        self.emit(CallProgress(call=self.name, state=state, status=status, reason=reason, **more))

    def _dial_if_wanted(self, now: float) -> None:
        if not self._uri:
            return
        uri, self._uri = self._uri, ""
        try:
            self.makeCall(uri, pj.CallOpParam(True))
        except pj.Error as error:
            if error.status == _TOO_MANY and now < self._line_limit:
                self._uri = uri
            else:
                self.end(0, error.reason)
        except Exception as error:
            self.end(0, f"{type(error).__name__}: {error}")

    def _send_due_key(self, now: float) -> None:
        if self._told_media[:2] != (False, False) or (due := self._keys.due(now)) is None:
            return
        key, by = due
        try:
            self._send_key(key, by)
        except pj.Error as error:
            if error.status != _TOO_EARLY:
                self.emit(Failed(do="keys", call=self.name, reason=error.reason))
                return
            self._keys.put_back(key, by, now)
            return
        if self._around.tones is not None:
            self._around.tones.key(key)
        self.emit(DigitSent(call=self.name, digit=key))

    def _send_key(self, key: str, by: KeyMethod) -> None:
        if by == "rfc4733":
            self.dialDtmf(key)
        elif by == "info":
            param = pj.CallSendDtmfParam()
            param.method, param.digits, param.duration = pj.PJSUA_DTMF_METHOD_SIP_INFO, key, _INFO_MS
            self.sendDtmf(param)
        else:
            self.audio.key(key)

    def _pursue_hold(self, now: float) -> None:
        if self._holding.settled:
            return
        parked = self._holding.parked
        reason = self._holding.pursue(now, self._media_held[0], self._offer_hold)
        if self._holding.parked != parked:
            self._wire()
        if reason and not self._holding.parked:  # a hold that is refused is one all the same: silent here
            self.emit(Failed(do="hold", call=self.name, reason=reason))

    def _offer_hold(self, on: bool) -> str | None:
        try:
            if on:
                self.setHold(pj.CallOpParam())
            else:
                param = pj.CallOpParam(True)
                param.opt.flag = pj.PJSUA_CALL_UNHOLD
                self.reinvite(param)
        except pj.Error as error:
            return "" if error.status == _TOO_EARLY else str(error.reason)
        return None

    def _send_refer(self) -> None:
        if self._refer is None or not self._holding.settled:
            return
        refer, self._refer = self._refer, None
        try:
            refer()
        except pj.Error as error:
            self.emit(TransferProgress(call=self.name, status=0, reason=error.reason, final=True))

    def _listen(self, now: float) -> None:
        """Notice when no RTP comes: a far end that died says nothing at all."""
        packets = self._received()
        if packets != self._packets or self._media_held != (False, False):
            self._packets, self._packets_at = packets, now
        silent = now - self._packets_at > self._around.silent_after_s
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
                self._tell("early media" if self.audio.joined else "ringing", info.lastStatusCode, info.lastReason)
            case pj.PJSIP_INV_STATE_CONFIRMED:
                self._packets_at = time.monotonic()
                self._tell("connected", info.lastStatusCode, info.lastReason, sip_call_id=info.callIdString)
            case pj.PJSIP_INV_STATE_DISCONNECTED:
                self.end(info.lastStatusCode, info.lastReason, _cause(_message(prm)))

    @guarded
    def onCallTsxState(self, prm: Any) -> None:
        """Library: a transaction moved; the first answer from the wire is worth telling, also 100 Trying."""
        if self.outgoing and not self._answered and prm.e.body.tsxState.type == pj.PJSIP_EVENT_RX_MSG:
            self._answered = True
            self.emit(Trying(call=self.name))

    @guarded
    def onCallMediaState(self, prm: Any) -> None:
        """Library: media changed; every hold leaves the old joints dead on both sides, so all are made again."""
        self._holding.agreed()
        self._wire()
        if self.progress in ("dialling", "ringing") and self.outgoing and self.audio.joined:
            info = self.getInfo()
            if info.state == pj.PJSIP_INV_STATE_EARLY:
                self._tell("early media", info.lastStatusCode, info.lastReason)

    @guarded
    def onDtmfDigit(self, prm: Any) -> None:
        """Library: the far end keyed a digit."""
        self.emit(DigitHeard(call=self.name, digit=str(prm.digit)))

    def onCallRedirected(self, prm: Any) -> int:
        """Library: the called number is elsewhere now (3xx); whether to call there is for the person to say."""
        self._moved_to = self._moved_to or read_address(str(prm.targetUri))[0]
        return int(pj.PJSIP_REDIRECT_STOP)

    @guarded
    def onCallTransferStatus(self, prm: Any) -> None:
        """Library: the far end tells how its call to the target goes (NOTIFY with a sipfrag, RFC 3515)."""
        prm.cont = not prm.finalNotify
        self.emit(
            TransferProgress(call=self.name, status=prm.statusCode, reason=prm.reason, final=bool(prm.finalNotify))
        )

    @guarded
    def onCallTransferRequest(self, prm: Any) -> None:
        """Library: the far end connects us with somebody else."""
        new = self._around.exchange.referred(self, str(prm.dstUri))
        if new is None:
            prm.statusCode = _BUSY
        else:
            prm.newCall = new

    @guarded
    def onCallReplaceRequest(self, prm: Any) -> None:
        """Library: somebody takes the far end's place."""
        prm.newCall = self._around.exchange.replaced(self, str(prm.rdata.wholeMsg))

    def _wire(self) -> None:
        info = self.getInfo()
        held_here = held_there = False
        self.audio.forget()
        for index, media in enumerate(info.media):  # never info.media[i] of a temporary: freed under us
            if media.type != pj.PJMEDIA_TYPE_AUDIO:
                continue
            held_here = held_here or media.status == pj.PJSUA_CALL_MEDIA_LOCAL_HOLD
            held_there = held_there or media.status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD
            if media.status not in _ACTIVE:
                continue
            if self._holding.parked:
                self.audio.part(self.getAudioMedia(index))
            else:
                self.audio.join(self.getAudioMedia(index), talk=media.status == pj.PJSUA_CALL_MEDIA_ACTIVE)
        self._media_held = (held_here, held_there)
        self._around.exchange.rewired(self)
        told = (held_here or self._holding.parked, held_there, self._encrypted())
        if self._told_media != told:
            self._told_media = told
            self.emit(CallMedia(call=self.name, held_here=told[0], held_there=told[1], encrypted=told[2]))

    def _encrypted(self) -> bool:
        """The library's report is the only proof: what was offered is in every other field."""
        return self.hasMedia() and "SRTP status: Active" in self.dump(True, "")


def _message(prm: Any) -> str:
    """What came in over the wire and made the library call; empty when nothing did."""
    if prm.e.type != pj.PJSIP_EVENT_TSX_STATE or prm.e.body.tsxState.type != pj.PJSIP_EVENT_RX_MSG:
        return ""
    return str(prm.e.body.tsxState.src.rdata.wholeMsg)


def _cause(message: str) -> int:
    """Q.850 cause in a message's Reason, 0 without one."""
    found = _CAUSE.search(message)
    return int(found[1]) if found else 0
