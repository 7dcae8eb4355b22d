"""Callers tried out on a menu, offline and at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from attrs import frozen

from app.directory import Directory, Entry, Menu, Profile, Snapshot
from app.problem import Problem
from app.scenario.ended import Ended, ended
from app.scenario.errors import ScenarioError
from app.scenario.play import play
from app.scenario.scenario import Caller, Inline, Scenario
from app.scenario.transcript import Line, transcript
from app.scenario.verdict import Mismatch, mismatches

__all__ = ["Directories", "DirectoryUnavailable", "Result", "menu_of", "run_caller"]


class DirectoryUnavailable(Exception):
    """A directory that cannot be had: unknown, or its account cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.happened)
        self.problem = problem


class Directories(Protocol):
    """Where scenarios get directories from."""

    def snapshot(self, wanted: str, account: Path | None, profile: Profile) -> Snapshot:
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
    directory, entries = _inline(scenario, scenario.inline) if scenario.inline else _fetched(scenario, directories)
    return Menu.of(directory, entries, scenario.profile, has_wildcard_child=scenario.wildcard_child)


def run_caller(menu: Menu, caller: Caller) -> Result:
    """Run one caller to the end of the call; who expects to hang up does so after the last key."""
    played = play(menu, caller.acts, hangs_up=caller.ends == "caller hangs up")
    end = ended(played.call)
    return Result(caller, end, transcript(played, end), mismatches(caller, played, end))


def _inline(scenario: Scenario, inline: Inline) -> tuple[Directory, Sequence[Entry]]:
    return scenario.profile.read({**inline.settings, "name": scenario.directory}), inline.entries()


def _fetched(scenario: Scenario, directories: Directories) -> tuple[Directory, Sequence[Entry]]:
    try:
        snapshot = directories.snapshot(scenario.directory, scenario.account, scenario.profile)
    except DirectoryUnavailable as error:
        wrong = error.problem.happened.removesuffix(".")
        raise ScenarioError(scenario.file, scenario.directory_line, wrong, error.problem.next_step) from error
    return snapshot.directory, snapshot.entries
