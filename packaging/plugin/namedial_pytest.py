"""Namedial's plugin for pytest: collects `NAME.caller.toml`, a test a caller.

It stands alone, under a name nobody else has, and imports nothing of Namedial before the first such file is found: any
project's pytest loads it where Namedial is installed, also one whose own package is called `app`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from app.commands.pytest_items import ScenarioFile

__all__ = ["pytest_addoption", "pytest_collect_file"]

_SUFFIX: Final = ".caller.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the run say where directories come from; without a word it is the live account of the environment."""
    group = parser.getgroup("namedial", "callers of a dial-by-name menu (NAME.caller.toml)")
    group.addoption(
        "--namedial-account", metavar="FILE.json", help="take directories from this account file, not a live account"
    )
    group.addoption("--namedial-sample", action="store_true", help="take directories from Namedial's sample account")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ScenarioFile | None":
    """Take a scenario file."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    try:
        from app.commands.pytest_items import ScenarioFile  # noqa: PLC0415 - only where there is such a file
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "app":
            raise
        message = f"{file_path.name} needs Namedial's package `app`, and another of that name is imported in its place."
        raise parent.CollectError(message) from error
    return ScenarioFile.from_parent(parent, path=file_path)
