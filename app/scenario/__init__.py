"""Callers written down: what they key and expect, read from `NAME.caller.toml` and tried out on a menu offline."""

from app.scenario.ended import Ended
from app.scenario.errors import ScenarioError
from app.scenario.handset import HANG_UP, Done, Handset
from app.scenario.keep import SUFFIX, keep_caller
from app.scenario.keying import Act, KeyingError, read_acts, refusal
from app.scenario.parse import PROFILES_BY_NAME, ProfileName, parse_scenario, read_scenario
from app.scenario.partings import Parting, menu_under, partings
from app.scenario.play import Played, play
from app.scenario.prompts import PROMPT_WORDS, said, spoken_ms, still_said
from app.scenario.recorded import NO_RECORDINGS, NoRecordingsError, Recorded, Recordings, length_ms, read_recordings
from app.scenario.report import failure_text, result_as_data, transcript_text
from app.scenario.run import Directories, DirectoryUnavailable, Fetched, Result, menu_of, run_caller
from app.scenario.scenario import Caller, Ending, Inline, Person, Scenario
from app.scenario.spelling import as_caller
from app.scenario.standing import Standing, candidates, standing, why_candidate
from app.scenario.transcript import Line, keyed_lines
from app.scenario.verdict import Mismatch

__all__ = [
    "HANG_UP",
    "NO_RECORDINGS",
    "PROFILES_BY_NAME",
    "PROMPT_WORDS",
    "SUFFIX",
    "Act",
    "Caller",
    "Directories",
    "DirectoryUnavailable",
    "Done",
    "Ended",
    "Ending",
    "Fetched",
    "Handset",
    "Inline",
    "KeyingError",
    "Line",
    "Mismatch",
    "NoRecordingsError",
    "Parting",
    "Person",
    "Played",
    "ProfileName",
    "Recorded",
    "Recordings",
    "Result",
    "Scenario",
    "ScenarioError",
    "Standing",
    "as_caller",
    "candidates",
    "failure_text",
    "keep_caller",
    "keyed_lines",
    "length_ms",
    "menu_of",
    "menu_under",
    "parse_scenario",
    "partings",
    "play",
    "read_acts",
    "read_recordings",
    "read_scenario",
    "refusal",
    "result_as_data",
    "run_caller",
    "said",
    "spoken_ms",
    "standing",
    "still_said",
    "transcript_text",
    "why_candidate",
]
