"""A call as plain data, and the functions that fold what the engine tells into it. Pure; times come from outside."""

import enum
from typing import Final, Literal, TypeAlias, assert_never

from attrs import evolve, frozen

from app.phone.ending import (
    ENGINE_STOPPED,
    HUNG_UP_THERE,
    PASSED_ON,
    Ending,
    EndKind,
    failed_ending,
    local_ending,
    lost_ending,
    moved_ending,
    reason_of,
    transferred_ending,
)
from app.phone.messages import (
    CallMedia,
    CallMuted,
    CallProgress,
    CallReferred,
    DigitHeard,
    DigitSent,
    Failed,
    FarSilence,
    IncomingCall,
    TransferProgress,
    Trying,
)
from app.problem import Problem

__all__ = [
    "Call",
    "CallEvent",
    "CallState",
    "Direction",
    "Transfer",
    "failed",
    "fold",
    "given_up",
    "incoming",
    "outgoing",
    "referred",
    "stopped",
    "transfer_given_up",
    "transfer_to",
    "unplaced",
    "wait_noticed",
]

Direction: TypeAlias = Literal["out", "in"]
CallEvent: TypeAlias = (
    CallProgress | CallMedia | CallMuted | DigitHeard | DigitSent | FarSilence | TransferProgress | Trying
)


class CallState(enum.Enum):
    """How far a call is; only `ENDED` is final."""

    DIALLING = "dialling"
    RINGING = "ringing"
    EARLY_MEDIA = "early media"
    CONNECTED = "connected"
    ENDED = "ended"


_TROUBLES: Final = {
    "hold": "The other side did not agree to hold or resume. Try once more.",
    "keys": "A key could not be sent. Key it once more.",
    "tone": "These are too many tones at once.",
    "record": "The recording could not be made. Check the folder.",
}
_RANK: Final = {state: rank for rank, state in enumerate(CallState)}


@frozen
class Transfer:
    """Where a call is being sent, and how far that is; `text` is a sentence, `status` SIP's last word."""

    target: str
    state: Literal["trying", "ringing", "done", "failed"] = "trying"
    text: str = ""
    status: int = 0

    @property
    def under_way(self) -> bool:
        """Neither done nor failed yet."""
        return self.state in ("trying", "ringing")


@frozen
class Call:
    """One call. Times are seconds of the phone's clock; `number` and `name` are for showing as plain text."""

    id: str
    number: str
    name: str
    direction: Direction
    state: CallState
    started_at: float
    connected_at: float | None = None
    ended_at: float | None = None
    muted: bool = False
    held: bool = False
    """We hold the other side."""
    held_there: bool = False
    """The other side holds us."""
    keys: str = ""
    """Digits sent so far; they appear at the pace of the wire."""
    heard: str = ""
    """Digits the other side keyed."""
    still_trying: bool = False
    """Three seconds have passed without any answer on the wire."""
    answered_at_all: bool = False
    """Something, if only 100 Trying, came from the wire."""
    rang: bool = False
    silent_there: bool = False
    """No sound has arrived for five seconds, although nobody holds."""
    trouble: str = ""
    """What was wanted in the call and did not work, as a sentence; gone with the next thing that works."""
    hung_up_here: bool = False
    turned_away_with: int = 0
    called: str = ""
    """Incoming: which of our numbers was dialled."""
    account: str = "main"
    """Which of our identities the call belongs to."""
    transfer: Transfer | None = None
    """The last transfer of this call, still going on or over; stays when the call has ended."""
    replaces: str = ""
    """Which call of ours the other side has connected us away from, to this one."""
    passed_on_to: str = ""
    """Which call of ours took this one's place, or is about to."""
    in_conference: bool = False
    auto_answered: bool = False
    encrypted: bool = False
    """SRTP is proven to run."""
    sip_call_id: str = ""
    """The Call-ID header, for finding the call in the switch's own log and events."""
    status: int = 0
    """Last SIP status."""
    ending: Ending | None = None

    @property
    def live(self) -> bool:
        """Not ended yet."""
        return self.state is not CallState.ENDED


def outgoing(call_id: str, number: str, name: str, now: float, account: str = "main") -> Call:
    """Return a call that is about to be dialled."""
    return Call(call_id, number, name, "out", CallState.DIALLING, now, account=account)


def referred(event: CallReferred, now: float) -> Call:
    """Return a call to whom the other side of another has connected us."""
    call = outgoing(event.call, event.number, event.name, now, event.account)
    return evolve(call, replaces=event.replaces)


def incoming(event: IncomingCall, now: float) -> Call:
    """Return a call that just came in, ringing."""
    return Call(
        event.call,
        event.number,
        event.name,
        "in",
        CallState.RINGING,
        now,
        answered_at_all=True,
        rang=True,
        called=event.called,
        account=event.account,
        replaces=event.replaces,
        sip_call_id=event.sip_call_id,
    )


def fold(call: Call, event: CallEvent, now: float) -> Call:
    """Return `call` after `event`; an ended call stays as it is, and no state is ever gone back to."""
    if not call.live:
        return call
    match event:
        case CallProgress():
            return _progress(call, event, now)
        case CallMedia(held_here=held_here, held_there=held_there, encrypted=encrypted):
            return evolve(call, held=held_here, held_there=held_there, encrypted=encrypted, trouble="")
        case CallMuted(on=muted):
            return evolve(call, muted=muted)
        case DigitSent(digit=digit):
            return evolve(call, keys=call.keys + digit, trouble="")
        case DigitHeard(digit=digit):
            return evolve(call, heard=call.heard + digit)
        case FarSilence(silent=silent):
            return evolve(call, silent_there=silent)
        case TransferProgress():
            return evolve(call, transfer=_transferred(call, event))
        case Trying():
            return evolve(call, answered_at_all=True, still_trying=False)
        case _:
            assert_never(event)


def transfer_to(call: Call, target: str) -> Call:
    """Return `call` as its other side is being sent to `target`."""
    return evolve(call, transfer=Transfer(target, text=f"Transferring to {target}."), trouble="")


def transfer_given_up(call: Call) -> Call:
    """Return `call` when nobody says what became of its transfer."""
    return fold(call, TransferProgress(call=call.id, status=0, final=True), 0.0)


def _transferred(call: Call, event: TransferProgress) -> Transfer:
    target = call.transfer.target if call.transfer else ""
    status = event.status
    if event.final and 200 <= status < 300:
        return Transfer(target, "done", f"Transferred to {target}.", status)
    if event.final:
        reason = reason_of(status, event.reason) if status >= 300 else "nobody says what became of it"
        return Transfer(target, "failed", f"The transfer to {target} did not work: {reason}.", status)
    if 180 <= status < 200:
        return Transfer(target, "ringing", f"Transferring: {target} rings.", status)
    return Transfer(target, "trying", f"Transferring to {target}.", status)


def wait_noticed(call: Call) -> Call:
    """Return `call` marked as still trying, if nothing at all has come from the wire."""
    return evolve(call, still_trying=call.state is CallState.DIALLING and not call.answered_at_all)


def failed(call: Call, event: Failed, now: float) -> Call:
    """Return `call` after a command in it that did not work; where it could not be dialled or hung up it is over."""
    if not call.live:
        return call
    if event.do == "hang up" or (event.do == "dial" and call.state is CallState.DIALLING):
        return _progress(call, CallProgress(call=call.id, state="ended", reason=event.reason), now)
    return evolve(call, trouble=_TROUBLES.get(event.do, "That did not work."))


def given_up(call: Call, now: float) -> Call:
    """Return `call` after the person ended it and no engine is there to say so."""
    return _over(call, now, _own_ending(call))


def unplaced(call: Call, problem: Problem, now: float) -> Call:
    """Return `call` when there is no engine to dial it."""
    return _over(call, now, Ending(EndKind.ENGINE_STOPPED, problem.happened, problem.next_step))


def stopped(call: Call, now: float) -> Call:
    """Return `call` as it is when the engine died under it."""
    return _over(call, now, ENGINE_STOPPED)


def _over(call: Call, now: float, ending: Ending) -> Call:
    return evolve(call, state=CallState.ENDED, ended_at=now, still_trying=False, ending=ending)


def _progress(call: Call, event: CallProgress, now: float) -> Call:
    state = CallState(event.state)
    call = evolve(call, status=event.status or call.status, sip_call_id=event.sip_call_id or call.sip_call_id)
    if state is CallState.ENDED:
        ending = _ending(call, event)
        if call.transfer is not None and ending.kind is EndKind.TRANSFERRED:
            target = call.transfer.target
            call = evolve(call, transfer=Transfer(target, "done", f"Transferred to {target}.", call.transfer.status))
        return _over(call, now, ending)
    if state is CallState.DIALLING or _RANK[state] < _RANK[call.state]:
        return call
    return evolve(
        call,
        state=state,
        answered_at_all=True,
        still_trying=False,
        rang=call.rang or state is CallState.RINGING,
        connected_at=now if state is CallState.CONNECTED and call.connected_at is None else call.connected_at,
    )


def _ending(call: Call, event: CallProgress) -> Ending:
    transfer = call.transfer
    if transfer is not None and (transfer.state == "done" or (transfer.under_way and event.status < 300)):
        return transferred_ending(transfer.target)  # many servers take us out instead of telling
    if call.hung_up_here:
        return _own_ending(call)
    if call.connected_at is not None:
        return _far_ending(call, event)
    if event.moved_to:
        return moved_ending(event.moved_to)
    if call.direction == "in":
        return Ending(EndKind.MISSED, "The caller gave up before the call was answered.", "Call back if you like.")
    return failed_ending(event.status, event.reason, cause=event.cause, answered_at_all=call.answered_at_all)


def _far_ending(call: Call, event: CallProgress) -> Ending:
    if call.passed_on_to:
        return PASSED_ON
    if event.status < 300:
        return HUNG_UP_THERE
    ending = failed_ending(event.status, event.reason)
    return ending if ending.kind is EndKind.NO_COMMON_CODEC else lost_ending()


def _own_ending(call: Call) -> Ending:
    if call.turned_away_with:
        return local_ending(call.turned_away_with)
    if call.connected_at is None:
        return Ending(EndKind.CANCELLED, "You hung up before the call was answered.")
    return Ending(EndKind.HUNG_UP, "You hung up.")
