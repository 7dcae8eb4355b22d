"""A recorded call through KAZOO's menu against a rehearsal of ours, prompt for prompt and to the millisecond."""

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from app.directory.entry import Entry, Trouble
from app.directory.menu.machine import Menu
from app.directory.menu.player import Heard
from app.directory.menu.profile import KAZOO_4, KAZOO_5, Profile
from app.directory.menu.rehearsal import Done, Outcome, Rehearsal, same_length
from app.directory.menu.talk import Answer, Branch, Continue, Crash, Flush, HangUp, Item, Queue, Stop

__all__ = ["as_name", "first_difference", "rehearse"]

_PROFILES: Final[Mapping[str, Profile]] = {"kazoo4": KAZOO_4, "kazoo5-dev": KAZOO_5}
_DATABASE: Final = "account%2Faa%2Faa%2Faaaaaaaaaaaaaaaaaaaaaaaaaaaa"  # of the account all calls were recorded in
_LENGTH_MS: Final = 1_000


def first_difference(line: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the first thing recorded and the first thing of ours that part, each as a line; None when all agree.

    Raises `ValueError` for a recording of a menu that is not known here.
    """
    call, expected = rehearse(line), line["expect"]
    result = expected["result"]
    parts: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (
        ("heard", [_heard_as_recorded(row) for row in expected["heard"]], [_heard(row) for row in call.heard]),
        ("asked", [_command_as_recorded(row) for row in expected["commands"]], _commands(call.done)),
        ("told", [_told_as_recorded(row) for row in expected["actions"]], _told(call.done)),
        ("result", [_result(result["type"], result["t"], result.get("callflow_id", ""))], [_outcome(call.outcome)]),
    )
    for part, recorded, ours in parts:
        for number, (theirs, own) in enumerate(zip_longest(recorded, ours, fillvalue="nothing"), start=1):
            if theirs != own:
                return f"{part} {number}: {theirs}", f"{part} {number}: {own}"
    return None


def rehearse(line: Mapping[str, Any]) -> Rehearsal:
    """Put the recorded caller through our menu."""
    call = Rehearsal(_menu(line), _lengths(line.get("lengths_ms", {})))
    for event in line["events"]:
        if event.get("hangup"):
            call.hang_up(event["t"])
        else:
            call.press(event["t"], event["dtmf"])
    call.run_out()
    return call


def as_name(stored: object) -> str:
    """`kz_json:get_ne_binary_value/2`: a whole number is taken as its digits, which are dropped when keyed."""
    if isinstance(stored, bool):
        return "true" if stored else "false"
    return str(stored) if isinstance(stored, str | int) else ""


def _menu(line: Mapping[str, Any]) -> Menu:
    profile = _PROFILES.get(line["source"])
    if profile is None:
        raise ValueError(f"recording of an unknown menu: {line['source']!r}")
    missing = frozenset(line.get("missing_callflows", ()))
    return Menu.of(
        None if line["directory"] is None else profile.read(line["directory"]),
        [_entry(user, missing) for user in line["users"]],
        profile,
        recorded={
            user["id"]: f"/{_DATABASE}/{user['name_audio_id']}"
            for user in line["users"]
            if user.get("name_audio_id") and user.get("name_audio", "attached") == "attached"
        },
        has_wildcard_child=line.get("has_wildcard_child", True),
    )


def _entry(user: Mapping[str, Any], missing: frozenset[str]) -> Entry:
    return Entry(
        user["id"],
        as_name(user["first_name"]),
        as_name(user["last_name"]),
        callflow_id=user["callflow_id"],
        trouble=Trouble.CALLFLOW_GONE if user["callflow_id"] in missing else None,
    )


def _lengths(lengths: Mapping[str, int]) -> Callable[[Item], int]:
    flush = same_length()

    def length_of(item: Item) -> int:
        if item.kind == "silence":
            return flush(item)
        return lengths.get(item.name, lengths.get(item.kind, lengths.get("default", _LENGTH_MS)))

    return length_of


def _heard(heard: Heard) -> str:
    return _heard_line(heard.item.kind, heard.item.name, heard.start_ms, heard.end_ms, heard.is_cut)


def _heard_as_recorded(row: Mapping[str, Any]) -> str:
    return _heard_line(row["type"], row["name"], row["t"], row["end"], row["cut"])


def _heard_line(kind: str, name: str, start_ms: int, end_ms: int, is_cut: bool) -> str:
    return f"{kind} {name}, {start_ms} to {end_ms} ms{', cut' if is_cut else ''}"


def _commands(done: Sequence[Done]) -> list[str]:
    lines = []
    for row in done:
        match row.action:
            case Answer():
                lines.append(f"answer, at {row.at_ms} ms")
            case Flush():
                lines.append(f"flush_queue, at {row.at_ms} ms")
            case HangUp():
                lines.append(f"hangup, at {row.at_ms} ms")
            case Queue(items):
                lines.append(f"queue {' + '.join(f'{item.kind} {item.name}' for item in items)}, at {row.at_ms} ms")
            case _:
                pass
    return lines


def _command_as_recorded(row: Mapping[str, Any]) -> str:
    items = " + ".join(f"{item['type']} {item['name']}" for item in row.get("items", ()))
    return f"{' '.join(filter(None, (row['cmd'], items)))}, at {row['t']} ms"


def _told(done: Sequence[Done]) -> list[str]:
    lines = []
    for row in done:
        match row.action:
            case Branch():
                lines.append(f"branch, at {row.at_ms} ms")
            case Continue():
                lines.append(f"continue _, at {row.at_ms} ms")
            case Stop():
                lines.append(f"stop, at {row.at_ms} ms")
            case Crash(reason):
                lines.append(f"crash {reason}, at {row.at_ms} ms")
            case _:
                pass
    return lines


def _told_as_recorded(row: Mapping[str, Any]) -> str:
    return f"{' '.join(filter(None, (row['action'], row.get('reason'), row.get('key'))))}, at {row['t']} ms"


def _outcome(outcome: Outcome | None) -> str:
    return _result(outcome.ending, outcome.at_ms, outcome.callflow_id) if outcome else "nothing"


def _result(ending: str, at_ms: int, callflow_id: str) -> str:
    return f"{' '.join(filter(None, (ending, callflow_id)))}, at {at_ms} ms"
