"""A caller put into a scenario file: a new one, or at the end of one that is there."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve

from app.directory import Directory, Profile
from app.scenario.errors import ScenarioError
from app.scenario.parse import PROFILES_BY_NAME, parse_scenario, read_scenario
from app.scenario.scenario import Caller

__all__ = ["SUFFIX", "keep_caller"]

SUFFIX: Final = ".caller.toml"


def keep_caller(file: Path, directory: Directory, wanted: str, profile: Profile, caller: Caller) -> Caller:
    """Write `caller` to `file`, which names the directory `wanted`, a name or an id; return it as it is called there.

    What stands in the file stays as it is; the caller comes last, under a name of its own. The file is replaced whole.
    Raises `OSError`, and `ScenarioError` for a file that is no scenario or one of another directory or menu.
    """
    if file.exists():
        before = file.read_text(encoding="utf-8-sig") if _fits(file, directory, profile) else ""
        caller = evolve(caller, name=_own_name(caller.name, [one.name for one in read_scenario(file).callers]))
        text = f"{before.rstrip()}\n\n{_block(caller)}"
    else:
        text = f"{_toml({'directory': wanted, 'profile': _name_of(profile)})}\n{_block(caller)}"
    parse_scenario(text, file)
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
    return caller


def _fits(file: Path, directory: Directory, profile: Profile) -> bool:
    there = read_scenario(file)
    hint = "Choose another file, or a name for a new one."
    if there.inline is not None or there.directory not in (directory.id, directory.name):
        raise ScenarioError(file, there.directory_line, "the file is about another directory", hint)
    if there.profile is not profile:
        raise ScenarioError(file, 1, f"the file's callers get the menu of {there.profile.name}", hint)
    return True


def _block(caller: Caller) -> str:
    values: dict[str, object] = {"name": caller.name}
    if caller.keys:
        values["keys"] = caller.keys
    if caller.hears:
        values["hears"] = list(caller.hears)
    values["reaches" if caller.reaches else "ends"] = caller.reaches or caller.ends
    return f"[[caller]]\n{_toml(values)}"


def _own_name(name: str, taken: Collection[str]) -> str:
    number, own = 2, name
    while own in taken:
        number, own = number + 1, f"{name} ({number})"
    return own


def _name_of(profile: Profile) -> str:
    return next(name for name, known in PROFILES_BY_NAME.items() if known is profile)


def _toml(values: Mapping[str, object]) -> str:
    import tomli_w  # noqa: PLC0415 - only who writes a scenario needs it

    return tomli_w.dumps(values)
