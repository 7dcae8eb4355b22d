"""`namedial call`: a call from the terminal, with keys, over the built-in phone."""

import asyncio
import time
from typing import Annotated, Final

import msgspec
import typer
from attrs import define, field
from rich.console import Console
from rich.markup import escape

from app.commands.signin import Account, CaFile, Identity, Server, Username, fail, identity_of, run
from app.desk import Desk
from app.directory import Snapshot
from app.phone import Call, CallState, PhoneStatus
from app.problem import Problem
from app.store import PhoneSettings

__all__ = ["call"]

_POLL_S: Final = 0.05


@define
class _Watch:
    """Keeps the last state of the one call and tells each change."""

    tell: bool
    console: Console = field(factory=lambda: Console(highlight=False))
    last: Call | None = None
    said: str = ""
    heard: list[dict[str, object]] = field(factory=list)
    began: float = field(factory=time.monotonic)

    def snapshot(self, snapshot: Snapshot) -> None:
        """A call needs no directory."""

    def phone(self, status: PhoneStatus) -> None:
        """The phone's own state shows in the call."""

    def call(self, call: Call) -> None:
        """Tell a change once."""
        self.last = call
        if call.sentence == self.said:
            return
        self.said = call.sentence
        self.heard.append(
            {
                "seconds": round(time.monotonic() - self.began, 3),
                "state": call.state.name.lower(),
                "said": call.sentence,
            }
        )
        if self.tell:
            self.console.print(f"{self.heard[-1]['seconds']:>8.2f}  {escape(call.sentence)}", soft_wrap=True)


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
    connected = run(_call(identity, number, keys, seconds, patience, watch))
    if as_json:
        facts = {"number": number, "connected": connected, "keys": keys, "states": watch.heard}
        typer.echo(msgspec.json.encode(facts).decode())
    if not connected:
        if watch.last is None:
            fail(Problem("The call could not be placed.", "Look at the phone's settings in the window."))
        raise typer.Exit(1)


async def _call(identity: Identity, number: str, keys: str, seconds: float, patience: float, watch: _Watch) -> bool:
    desk = await Desk.open(identity.profile, identity.login, watch)
    try:
        await desk.start_phone()
        call_id = await desk.dial(number)
        if not await _until(watch, CallState.CONNECTED, patience):
            await desk.hang_up(call_id)
            await _until(watch, CallState.ENDED, 2.0)
            return False
        if keys:
            await desk.send_keys(call_id, keys)
        await _until(watch, CallState.ENDED, seconds + 0.5 * len(keys))
        await desk.hang_up(call_id)
        await _until(watch, CallState.ENDED, 2.0)
        return True
    finally:
        await desk.close()


async def _until(watch: _Watch, state: CallState, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if watch.last is not None and watch.last.state in (state, CallState.ENDED):
            return watch.last.state is state
        await asyncio.sleep(_POLL_S)
    return False
