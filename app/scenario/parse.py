"""A `NAME.caller.toml` becomes a scenario, or an error with its line and what to write instead."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

from app.directory import AS_DOCUMENTED, KAZOO_4, KAZOO_5, Profile, SearchFields, SortBy, plain
from app.scenario.errors import ScenarioError, did_you_mean
from app.scenario.keying import KeyingError, read_acts, read_duration
from app.scenario.prompts import PROMPT_WORDS
from app.scenario.scenario import ENDINGS, Caller, Inline, Person, Scenario
from app.scenario.table import Source, Table

__all__ = ["PROFILES_BY_NAME", "ProfileName", "parse_scenario", "read_scenario"]

ProfileName: TypeAlias = Literal["kazoo-4", "kazoo-5", "as-documented"]

PROFILES_BY_NAME: Final[Mapping[ProfileName, Profile]] = {
    "kazoo-4": KAZOO_4,
    "kazoo-5": KAZOO_5,
    "as-documented": AS_DOCUMENTED,
}

_TOP: Final = ("directory", "account", "profile", "wildcard_child", "settings", "people", "caller")
_SETTINGS: Final = ("search_fields", "sort_by", "min_dtmf", "max_dtmf", "confirm_match")
_EXPECTATIONS: Final = ("reaches", "ends", "hears", "within")


def read_scenario(file: Path) -> Scenario:
    """Read the file. Raises `ScenarioError`, also for a file that cannot be read."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ScenarioError(file, 1, f"the file cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ScenarioError(file, 1, "the file is not UTF-8 text") from error
    return parse_scenario(text, file)


def parse_scenario(text: str, file: Path) -> Scenario:
    """Read `text` as the content of `file`. Raises `ScenarioError`."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_toml(file, text, str(error)) from error
    top = Table(Source(file, text), values)
    top.allow(*_TOP)
    account = top.text("account")
    return Scenario(
        file=file,
        directory=_directory(top),
        inline=_inline(top),
        callers=_callers(top),
        profile=_profile(top),
        account=file.parent / account if account else None,
        wildcard_child=top.flag("wildcard_child", default=True),
        directory_line=top.line("directory"),
    )


def _no_toml(file: Path, text: str, said: str) -> ScenarioError:
    place = re.search(r" \(at line (\d+), column \d+\)$", said)
    wrong = said[: place.start()] if place else said.removesuffix(" (at end of document)")
    line = int(place[1]) if place else max(1, len(text.splitlines()))
    return ScenarioError(file, line, f"this is not TOML: {wrong}", 'A text needs quotes: keys = "528".')


def _directory(top: Table) -> str:
    directory = top.text("directory")
    if not directory and "people" not in top.values:
        raise top.error(
            "directory", "no directory is named", 'Write directory = "NAME", or people of its own: [[people]].'
        )
    return directory


def _profile(top: Table) -> Profile:
    name = top.choice("profile", tuple(PROFILES_BY_NAME))
    return KAZOO_4 if name is None else PROFILES_BY_NAME[name]


def _inline(top: Table) -> Inline | None:
    if "people" not in top.values:
        if "settings" in top.values:
            raise top.part("settings").error("", "[settings] belong to [[people]] of the file's own", "Remove them.")
        return None
    if "account" in top.values:
        raise top.error("account", "people come from an account file or from [[people]], not both", "Remove one.")
    return Inline(tuple(_person(table) for table in top.parts("people")), _settings(top.part("settings")))


def _person(table: Table) -> Person:
    table.allow("first_name", "last_name", "number", "callflow", "recorded_name", above=_TOP)
    return Person(
        table.text("first_name"),
        table.text("last_name"),
        table.text("number"),
        table.flag("callflow", default=True),
        table.flag("recorded_name", default=False),
    )


def _settings(table: Table) -> dict[str, object]:
    table.allow(*_SETTINGS, above=_TOP)
    table.choice("search_fields", get_args(SearchFields))
    table.choice("sort_by", get_args(SortBy))
    table.count("min_dtmf")
    table.count("max_dtmf")
    table.flag("confirm_match", default=False)
    return dict(table.values)


def _callers(top: Table) -> tuple[Caller, ...]:
    callers: dict[str, Caller] = {}
    for table in top.parts("caller"):
        caller = _caller(table)
        if caller.name in callers:
            raise table.error("name", f'two callers are named "{caller.name}"', "Give each a name of its own.")
        callers[caller.name] = caller
    if not callers:
        raise top.error("caller", "there is no caller", "Begin one with [[caller]].")
    return tuple(callers.values())


def _caller(table: Table) -> Caller:
    table.allow("name", "keys", *_EXPECTATIONS, above=_TOP)
    name = plain(table.text("name"))
    if not name:
        raise table.error("name", "a caller has no name", 'Write name = "what this caller tries".')
    keys, reaches, ends = table.text("keys"), table.text("reaches").strip(), table.choice("ends", ENDINGS)
    if "reaches" in table.values and not reaches:
        raise table.error("reaches", '"reaches" is empty', "Write a person's name or number.")
    if reaches and ends:
        raise table.error("ends", 'a caller either "reaches" somebody or "ends" otherwise', "Remove one of them.")
    if not any(table.values.get(key) for key in _EXPECTATIONS):
        raise table.error("", f'caller "{name}" expects nothing', f"Write one of: {', '.join(_EXPECTATIONS)}.")
    try:
        acts = read_acts(keys)
    except KeyingError as error:
        raise table.error("keys", error.wrong, error.hint) from error
    return Caller(name, keys, acts, _hears(table), reaches, ends, _within(table), table.line())


def _hears(table: Table) -> tuple[str, ...]:
    heard = table.texts("hears")
    for wanted in heard:
        if wanted.startswith("dir-") and wanted not in PROMPT_WORDS:
            raise table.error("hears", f'the menu has no prompt "{wanted}"', did_you_mean(wanted, PROMPT_WORDS))
    return heard


def _within(table: Table) -> int | None:
    if "within" not in table.values:
        return None
    try:
        return read_duration(table.text("within"))
    except KeyingError as error:
        raise table.error("within", error.wrong, error.hint) from error
