"""`namedial sandbox`: KAZOO in a box, on its own."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from app.commands.signin import fail
from app.problem import Problem

__all__ = ["sandbox"]


def sandbox(
    account: Annotated[Path | None, typer.Option(help="An account file instead of the sample.", exists=True)] = None,
    port: Annotated[int, typer.Option(help="Port of the API; 0 takes a free one.", min=0, max=65535)] = 0,
    no_phones: Annotated[bool, typer.Option("--no-phones", help="The API only, nobody answers calls.")] = False,
    write_account: Annotated[Path | None, typer.Option(help="Write the sample account to this file and end.")] = None,
) -> None:
    """Run a KAZOO of sample data on this machine: the API over HTTP, and phones that answer calls.

    The first line printed is the API's address, then what to sign in with. Ctrl+C ends it.
    """
    from app.sandbox import AccountFileError, load_account, sample_account, write_sample  # noqa: PLC0415 - not for other commands

    if write_account is not None:
        try:
            write_sample(write_account)
        except OSError as error:
            fail(Problem(f"{write_account} cannot be written: {error.strerror}.", "Choose another place."))
        typer.echo(f"{write_account} written. Change it and run: namedial sandbox --account {write_account}")
        return
    try:
        chosen = load_account(account) if account else sample_account()
    except AccountFileError as error:
        fail(error.problem)
    try:
        asyncio.run(_serve(chosen, port, phones=not no_phones))
    except OSError as error:
        fail(Problem(f"Port {port} cannot be used: {error.strerror}.", "Choose another with --port, or 0 for any."))
