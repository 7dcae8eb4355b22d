"""Scenario files as pytest has them: a file collected, an item a caller."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.commands.scenario_source import Sources, identity_from_environment
from app.directory import Menu
from app.scenario import (
    Caller,
    Result,
    Scenario,
    ScenarioError,
    failure_text,
    menu_of,
    read_scenario,
    run_caller,
)

__all__ = ["CallerItem", "ScenarioFile"]

_SOURCES = pytest.StashKey[Sources]()


class CallerFailed(Exception):
    """A caller for whom something was not as expected."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.caller.name)
        self.result = result


class ScenarioFile(pytest.File):
    """One `NAME.caller.toml`. Its menu is made when the first caller runs."""

    _scenario: Scenario
    _menu: Menu | None = None

    def collect(self) -> Iterator["CallerItem"]:
        """An item a caller; a file that cannot be used is an error of the collection."""
        try:
            self._scenario = read_scenario(self.path)
        except ScenarioError as error:
            raise self.CollectError(str(error)) from error
        for caller in self._scenario.callers:
            yield CallerItem.from_parent(self, name=caller.name, caller=caller)

    def menu(self) -> Menu:
        """The menu all callers of the file get. Raises `ScenarioError`."""
        if self._menu is None:
            self._menu = menu_of(self._scenario, _sources(self.config))
        return self._menu


class CallerItem(pytest.Item):
    """One caller."""

    parent: ScenarioFile

    def __init__(self, *, caller: Caller, **known: Any) -> None:
        super().__init__(**known)
        self._caller = caller

    def runtest(self) -> None:
        """Run the caller through the menu."""
        result = run_caller(self.parent.menu(), self._caller)
        if not result.is_passed:
            raise CallerFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was expected and heard, or what is wrong with the file, without a traceback."""
        match excinfo.value:
            case CallerFailed(result=result):
                return failure_text(result)
            case ScenarioError() as error:
                return "\n".join(filter(None, (f"{error.wrong}.", error.hint, f"{error.file}:{error.line}")))
            case _:
                return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the caller stands."""
        return self.path, self._caller.line - 1, self.name


def _sources(config: pytest.Config) -> Sources:
    """Return where this run's directories come from, fetched once for all files."""
    if _SOURCES not in config.stash:
        account = config.getoption("namedial_account")
        is_sample = config.getoption("namedial_sample")
        config.stash[_SOURCES] = Sources(identity_from_environment, account and Path(account), is_sample)
    return config.stash[_SOURCES]
