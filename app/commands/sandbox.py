"""`namedial sandbox`: KAZOO in a box, on its own."""

import asyncio
import contextlib
import enum
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.signin import fail
from app.problem import Problem

if TYPE_CHECKING:
    from app.sandbox import Box

__all__ = ["sandbox"]


class KazooVersion(enum.Enum):
    """A line of KAZOO, as people call it."""

    OLD = "4.3"
    MASTER = "master"
    NEW = "5"


def sandbox(
    account: Annotated[Path | None, typer.Option(help="An account file instead of the sample.", dir_okay=False)] = None,
    port: Annotated[int, typer.Option(help="Port of the API; 0 takes a free one.", min=0, max=65535)] = 0,
    version: Annotated[KazooVersion, typer.Option(help="Which KAZOO to be: 4.3, master or 5.")] = KazooVersion.MASTER,
    token_seconds: Annotated[int, typer.Option(help="How long a sign-in lasts.")] = 3600,
    bucket: Annotated[int, typer.Option(help="Requests allowed at once; ten a second come back.", min=0)] = 100,
    no_phones: Annotated[bool, typer.Option("--no-phones", help="The API only, nobody answers calls.")] = False,
    write_account: Annotated[Path | None, typer.Option(help="Write the sample account to this file and end.")] = None,
    callers: Annotated[
        bool, typer.Option("--callers", help="Read extensions from standard input; each calls who is registered.")
    ] = False,
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="End when standard input ends.")
    ] = False,
) -> None:
    """Run a KAZOO of sample data on this machine: the API over HTTP, and phones that answer calls.

    The first line printed is the API's address, then what to sign in with (account, realm, username, password,
    api_key), then where calls go (sip). After that a line for each call. Ctrl+C ends it.

    Extensions answer with tones and tell the keys they hear; 2090 is busy, 2091 does not answer, 2092 declines,
    2093 is not found. The sample's devices can register, with the credentials in the API. With --callers, a line
    such as "2003" on standard input has that extension call them; "2003 5" gives up after five seconds.

    Trouble on demand for clients under test: POST to /sandbox/faults, for example
    {"kind": "status", "status": 503, "times": 2, "on": "/users"}; the README lists all of it.
    """
    from app.sandbox import (  # noqa: PLC0415 - its libraries
        VERSIONS,
        AccountFileError,
        Box,
        read_account,
        sample_account,
        write_sample,
    )

    if write_account is not None:
        _write(write_account, write_sample)
        return
    try:
        chosen = read_account(account) if account else sample_account()
    except AccountFileError as error:
        fail(Problem(str(error), "Start from the sample: namedial sandbox --write-account FILE.json"))
    kazoo = VERSIONS[version.value]
    box = Box(chosen, port, _say, phones=not no_phones, version=kazoo, token_seconds=token_seconds, bucket_size=bucket)
    try:
        asyncio.run(_serve(box, listens=callers or with_parent, with_parent=with_parent))
    except OSError as error:
        fail(Problem(f"Port {port} cannot be used: {error.strerror}.", "Choose another with --port, or 0 for any."))


def _write(path: Path, write: Callable[[Path], None]) -> None:
    try:
        write(path)
    except OSError as error:
        fail(Problem(f"{path} cannot be written: {error.strerror}.", "Choose another place."))
    typer.echo(f"{path} written. Change it and run: namedial sandbox --account {path}")


async def _serve(box: "Box", *, listens: bool, with_parent: bool) -> None:
    over = asyncio.Event()
    _stop_on_signals(over)
    async with box:
        _introduce(box)
        if listens:
            _listen(box, over if with_parent else asyncio.Event())
        await over.wait()


def _introduce(box: "Box") -> None:
    who = box.api.sign_in
    _say(box.api.base_url)
    values = {
        "account": who.account_name,
        "realm": who.realm,
        "username": who.username,
        "password": who.password,
        "api_key": who.api_key,
        "sip": box.sip,
    }
    for name, value in values.items():
        _say(f"{name}: {value or '-'}")
    if box.without_phones:
        typer.echo(box.without_phones, err=True)


def _say(line: str) -> None:
    print(line, flush=True)  # a program that started the sandbox reads line by line


def _stop_on_signals(over: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C arrives as KeyboardInterrupt
            loop.add_signal_handler(number, over.set)


def _listen(box: "Box", ended: asyncio.Event) -> None:
    """Hand each line of standard input to the box; its end sets `ended`."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            for line in iter(sys.stdin.readline, ""):
                loop.call_soon_threadsafe(box.let_call, line)
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="standard input", daemon=True).start()
