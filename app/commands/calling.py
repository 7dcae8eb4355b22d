"""`namedial call`: a call from the terminal, with keys, over the built-in phone."""

import asyncio
import time
from collections.abc import Callable
from typing import Annotated, Final

import msgspec
import typer
from attrs import define, field, frozen
from rich.console import Console
from rich.markup import escape

from app.commands.signin import Account, CaFile, Identity, Server, Username, fail, identity_of, run
from app.desk import Desk, Party
from app.directory import Snapshot
from app.kazoo import KazooError
from app.phone import Call, CallState, MessagesWaiting, PhoneStatus, Presence, say
from app.problem import Problem
from app.store import PhoneSettings, ProfileStore

__all__ = ["call"]

_GOODBYE_S: Final = 2.0
_KEY_S: Final = 0.6
"""Longest time one key, or a pause, takes on the wire."""


@frozen
class _Plan:
    """What to do once connected, and how long to wait for that."""

    keys: str
    seconds: float
    patience: float


@define
class _Watch:
    """Keeps the last state of the one call and tells each change."""

    tell: bool
    console: Console = field(factory=lambda: Console(highlight=False))
    last: Call | None = None
    states: list[dict[str, object]] = field(factory=list)
    began: float = field(factory=time.monotonic)
    changed: asyncio.Event = field(factory=asyncio.Event)

    def snapshot(self, snapshot: Snapshot) -> None:
        """A call needs no directory."""

    def phone(self, status: PhoneStatus) -> None:
        """The phone's own state shows in the call."""

    def presence(self, presence: Presence) -> None:
        """Nobody is watched."""

    def messages(self, waiting: MessagesWaiting) -> None:
        """A call needs no voicemail."""

    def history(self, missed: int) -> None:
        """The call is written down; that shows elsewhere."""

    def signed_out(self, error: KazooError) -> None:
        """A call goes on without a sign-in."""

    def trouble(self, problem: Problem) -> None:
        """Tell it on standard error, beside the call."""
        Console(stderr=True, highlight=False).print(escape(problem.happened), soft_wrap=True)

    def call(self, call: Call, party: Party | None = None) -> None:
        """Tell a change once."""
        told = {"state": call.state.value, "said": say(call), "keys": call.keys}
        self.last = call
        self.changed.set()
        if self.states and all(self.states[-1][name] == value for name, value in told.items()):
            return
        seconds = round(time.monotonic() - self.began, 3)
        self.states.append({"seconds": seconds, **told})
        if self.tell:
            keys = f"  [dim]keys sent: {escape(call.keys)}[/]" if call.keys else ""
            self.console.print(f"{seconds:>8.2f} s  {escape(say(call))}{keys}", soft_wrap=True)

    async def until(self, wanted: Callable[[Call], bool], seconds: float) -> bool:
        """Wait until the call is as wanted; False when it ended first or the time is over."""
        try:
            async with asyncio.timeout(seconds):
                while self.last is None or not wanted(self.last):
                    if self.last is not None and not self.last.live:
                        return False
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            return False
        return True


def call(
    number: Annotated[str, typer.Argument(help="Extension, number or SIP address to call.")],
    keys: Annotated[str, typer.Option(help="Keys to send once connected; a comma waits half a second.")] = "",
    seconds: Annotated[float, typer.Option(help="Hang up this long after the keys were sent.", min=0)] = 3.0,
    patience: Annotated[float, typer.Option(help="Give up when nobody answers for so long.", min=1)] = 30.0,
    sip_server: Annotated[str, typer.Option(help="SIP server host:port instead of the remembered one.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object at the end instead of lines.")] = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Call a number, send keys, hang up. Exit code 0 when the call was connected, 1 when not.

    [dim]namedial call 2001 --keys 528[/dim]
    """
    phone = PhoneSettings(server=sip_server, register=False) if sip_server else None
    identity = identity_of(server, account, user, ca_file, phone)
    watch = _Watch(tell=not as_json)
    connected = run(_call(identity, number, _Plan(keys, seconds, patience), watch))
    if as_json:
        facts = {"number": number, "connected": connected, "keys": keys, "states": watch.states}
        typer.echo(msgspec.json.encode(facts).decode())
    if not connected:
        if watch.last is None:
            fail(Problem("The call could not be placed.", "Look at the phone's settings in the window."))
        raise typer.Exit(1)


async def _call(identity: Identity, number: str, plan: "_Plan", watch: _Watch) -> bool:
    history = ProfileStore().history_file(identity.profile) if identity.remembered else None
    desk = await Desk.open(identity.profile, identity.login, watch, history)
    try:
        await desk.start_phone()
        call_id = await desk.telephone.dial(number)
        connected = await watch.until(lambda call: call.state is CallState.CONNECTED, plan.patience)
        if connected:
            await _converse(desk, call_id, plan, watch)
        await desk.telephone.hang_up(call_id)
        await watch.until(lambda call: not call.live, _GOODBYE_S)
        return connected
    finally:
        await desk.close()


async def _converse(desk: Desk, call_id: str, plan: "_Plan", watch: _Watch) -> None:
    if plan.keys:
        await desk.telephone.send_keys(call_id, plan.keys)
        pressed = sum(key not in ",wW" for key in plan.keys)
        await watch.until(lambda call: len(call.keys) >= pressed, _KEY_S * len(plan.keys) + _GOODBYE_S)
    await watch.until(lambda call: not call.live, plan.seconds)
