"""All commands under one `--help`."""

from typing import Annotated

import typer

from app.commands import audit, calling, export, find, history, replay, sandbox, simulate, window
from app.commands.directories import directories
from app.commands.members import members
from app.commands.signin import work_in

__all__ = ["app"]

app = typer.Typer(
    name="namedial",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Dial-by-name desk for KAZOO directories.

Without a command the window opens. Try it without any KAZOO of your own: [bold]namedial demo[/bold].

Commands that read a directory sign in as the window last did, or by [bold]--server[/bold] and the sign-in options;
passwords and keys come from the keyring, from NAMEDIAL_PASSWORD or NAMEDIAL_API_KEY, or are asked for.
""",
)


@app.callback()
def main(
    below: Annotated[
        str,
        typer.Option(
            "--in", envvar="NAMEDIAL_IN", help="Read and change directories of this account below: its name or id."
        ),
    ] = "",
) -> None:
    """What holds for every command."""
    work_in(below)


app.command("find")(find.find)
app.command("call")(calling.call)
app.command("history")(history.history)
app.command("export")(export.export)
app.command("audit")(audit.audit)
app.add_typer(directories, name="directories")
app.add_typer(members, name="members")
app.command("simulate")(simulate.simulate)
app.command("replay")(replay.replay)
app.command("sandbox")(sandbox.sandbox)
app.command("demo")(window.demo)
app.command("tour")(window.tour)
