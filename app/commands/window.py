"""`namedial demo` and `namedial tour`: the window on the sandbox, by hand and by itself."""

import re
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from app.commands.signin import fail
from app.problem import Problem

__all__ = ["demo", "tour"]


def demo() -> None:
    """Open the window on a sandbox KAZOO of sample data, signed in, with phones that answer."""
    from app.sandbox import SandboxFailedError, boxed_sandbox  # noqa: PLC0415 - its libraries only where it is wanted
    from ui.core import Credentials  # noqa: PLC0415 - Qt only where a window is wanted
    from ui.main import run_window  # noqa: PLC0415 - as above

    try:
        with boxed_sandbox() as box:
            code = run_window(Credentials(box.profile, box.password))
    except SandboxFailedError as error:
        fail(error.problem)
    raise typer.Exit(code)


def tour(
    out: Annotated[Path, typer.Option(help="Folder for screenshots, directory.pdf and tour.json.")] = Path("tour"),
    size: Annotated[str, typer.Option(help="Size of the window.", metavar="WIDTHxHEIGHT")] = "1280x800",
    as_json: Annotated[bool, typer.Option("--json", help="Print tour.json instead of a list.")] = False,
) -> None:
    """Drive the real window by its visible controls against the sandbox, and leave a picture of each step.

    Sign in, search by keypad, select, call, keys during the call, hang up, export the PDF. Exit code 1 when a step
    fails. Without a display: QT_QPA_PLATFORM=offscreen namedial tour
    """
    from app.sandbox import SandboxFailedError, boxed_sandbox  # noqa: PLC0415 - as above
    from ui.tour import run_tour  # noqa: PLC0415 - as above

    width, height = _size(size)
    console = Console(highlight=False)
    try:
        with boxed_sandbox() as box:
            steps = run_tour(box, out, (width, height))
    except SandboxFailedError as error:
        fail(error.problem)
    except OSError as error:
        fail(Problem(f"The pictures cannot be written: {error}.", "Choose another folder with --out."))
    if as_json:
        typer.echo(msgspec.json.encode(steps).decode())
    else:
        for step in steps:
            mark = "[green]ok  [/]" if step.ok else "[red]FAIL[/]"
            console.print(f"{mark} {step.seconds:6.2f} s  {escape(step.name)}: {escape(step.seen)}", soft_wrap=True)
            if not step.ok:
                console.print(f"             expected {escape(step.expected)}", soft_wrap=True)
    raise typer.Exit(0 if all(step.ok for step in steps) else 1)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        fail(Problem(f"{text!r} is no size of a window.", "Give it like 1280x800."))
    return int(match[1]), int(match[2])
