"""Callers written down: what they key and expect, read from `NAME.caller.toml` and tried out on a menu offline."""

from app.scenario.ended import Ended
from app.scenario.errors import ScenarioError
from app.scenario.keying import KeyingError, read_acts
from app.scenario.parse import PROFILES_BY_NAME, ProfileName, parse_scenario, read_scenario
from app.scenario.report import failure_text, result_as_data, transcript_text
from app.scenario.run import Directories, DirectoryUnavailable, Result, menu_of, run_caller
from app.scenario.scenario import Caller, Ending, Inline, Person, Scenario
from app.scenario.transcript import Line
from app.scenario.verdict import Mismatch

__all__ = [
    "PROFILES_BY_NAME",
    "Caller",
    "Directories",
    "DirectoryUnavailable",
    "Ended",
    "Ending",
    "Inline",
    "KeyingError",
    "Line",
    "Mismatch",
    "Person",
    "ProfileName",
    "Result",
    "Scenario",
    "ScenarioError",
    "failure_text",
    "menu_of",
    "parse_scenario",
    "read_acts",
    "read_scenario",
    "result_as_data",
    "run_caller",
    "transcript_text",
]
