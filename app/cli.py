"""The command line: the same search, phone and paper as the window, for scripts and for people without one."""

import sys

__all__ = ["main"]


def main() -> None:
    """Entry point `namedial`: without arguments the window opens, else a command runs."""
    if len(sys.argv) == 1:
        from ui.main import run_window  # noqa: PLC0415 - the window opens faster without typer and rich

        sys.exit(run_window())
    from app.commands import app  # noqa: PLC0415 - as above

    app()
