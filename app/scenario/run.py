"""Callers tried out on a menu, offline and at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from attrs import frozen

from app.directory import Menu, Profile, Snapshot
from app.problem import Problem
from app.scenario.ended import Ended, ended
from app.scenario.errors import ScenarioError
from app.scenario.play import play
from app.scenario.scenario import Caller, Scenario
from app.scenario.transcript import Line, transcript
from app.scenario.verdict import Mismatch, mismatches

__all__ = ["Directories", "DirectoryUnavailable", "Fetched", "Result", "menu_of", "run_caller"]


@frozen
class Fetched:
    """A directory as callers find it."""

    snapshot: Snapshot
    recorded: Mapping[str, str]
    """What the recorded names of an account are known by, by user id."""

    def menu(self, profile: Profile, *, has_wildcard_child: bool = True) -> Menu:
        """Its menu."""
        snapshot = self.snapshot
        return Menu.of(
            snapshot.directory,
            snapshot.entries,
            profile,
            recorded=self.recorded,
            has_wildcard_child=has_wildcard_child,
        )


class DirectoryUnavailable(Exception):
    """A directory that cannot be had: unknown, or its account cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.happened)
        self.problem = problem


class Directories(Protocol):
    """Where scenarios get directories from."""

    def fetch(self, wanted: str, account: Path | None, profile: Profile) -> Fetched:
        """Return the directory of that name or id, out of the account file if one is given.

        What an account file leaves unset is as `profile` takes it. Raises `DirectoryUnavailable`.
        """


@frozen
class Result:
    """What came of a caller."""

    caller: Caller
    end: Ended
    lines: tuple[Line, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def is_passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.mismatches


def menu_of(scenario: Scenario, directories: Directories) -> Menu:
    """Make the menu all callers of a scenario get. Raises `ScenarioError` when the directory cannot be had."""
    if scenario.inline is None:
        return _fetched(scenario, directories).menu(scenario.profile, has_wildcard_child=scenario.wildcard_child)
    return Menu.of(
        scenario.profile.read({**scenario.inline.settings, "name": scenario.directory}),
        scenario.inline.entries(),
        scenario.profile,
        recorded=scenario.inline.recorded_names(),
        has_wildcard_child=scenario.wildcard_child,
    )


def run_caller(menu: Menu, caller: Caller) -> Result:
    """Run one caller to the end of the call; who expects to hang up does so after the last key."""
    played = play(menu, caller.acts, hangs_up=caller.ends == "caller hangs up")
    end = ended(played.call)
    return Result(caller, end, transcript(played, end), mismatches(caller, played, end))


def _fetched(scenario: Scenario, directories: Directories) -> Fetched:
    try:
        return directories.fetch(scenario.directory, scenario.account, scenario.profile)
    except DirectoryUnavailable as error:
        wrong = error.problem.happened.removesuffix(".")
        raise ScenarioError(scenario.file, scenario.directory_line, wrong, error.problem.next_step) from error
