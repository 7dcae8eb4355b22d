"""Where the readings of the menu part for one directory: found by its settings, shown by running a caller on each."""

from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from app.directory import (
    AS_DOCUMENTED,
    KAZOO_4,
    PROFILES,
    Directory,
    Entry,
    Menu,
    Profile,
    UnreadableName,
    name_keys,
)
from app.directory.menu import Branch, HangUp
from app.scenario.ended import ended, person_in_words
from app.scenario.keying import read_acts
from app.scenario.play import Played, play
from app.scenario.prompts import said

__all__ = ["Parting", "menu_under", "partings"]

_NOBODY: Final = "1"
"""A key that carries no letters: no name has it."""


@frozen
class Parting:
    """One way in which the readings differ here, a caller who meets it, and what each menu answers the last key."""

    setting: str
    """KAZOO's word for what makes the difference."""
    text: str
    keys: str
    answers: tuple[tuple[str, str], ...]
    """Name of the profile, answer in words."""


def menu_under(menu: Menu, profile: Profile) -> Menu:
    """The menu of the same directory run another way; people are sorted and indexed alike by all of them."""
    return evolve(menu, profile=profile, directory=profile.applied_to(menu.directory))


def partings(menu: Menu) -> tuple[Parting, ...]:
    """Return what parts the readings in the directory of `menu`, those that really answer a caller differently."""
    if not menu.listing.is_readable or not menu.listing.entries:
        return ()  # the menu ends before the first key, however it is run
    tried = (_tried(menu, *one) for one in _claims(menu))
    return tuple(one for one in tried if len({answer for _, answer in one.answers}) > 1)


def _claims(menu: Menu) -> Iterator[tuple[str, str, str]]:
    """Setting, what it means for callers, and the keys of one who notices."""
    documented, kazoo = AS_DOCUMENTED.applied_to(menu.directory), KAZOO_4.applied_to(menu.directory)
    fewest, least = AS_DOCUMENTED.fewest_keys(documented), KAZOO_4.fewest_keys(kazoo)
    if fewest != least and (way := _way(menu, min(fewest, least))):
        yield "min_dtmf", _about_fewest(menu.directory, fewest, least), f"{way}#"
    most = AS_DOCUMENTED.most_keys(documented)
    if documented.max_dtmf and (way := _way(menu, most)):
        yield "max_dtmf", _about_most(documented, most), f"{way}{_NOBODY}#"
    if documented.confirm_match != kazoo.confirm_match and (alone := _alone(menu, fewest, most)):
        yield "confirm_match", _about_confirming(menu.directory), alone if len(alone) == most else f"{alone}#"
    nobody = _NOBODY * max(fewest, least)
    yield "retries", _RETRIES, " ".join([f"{nobody}#"] * 3)


_RETRIES: Final = (
    "KAZOO 4 begins counting anew after most wrong turns, so a caller may go on for ever. KAZOO 5 counts three tries"
    " for the whole call and then hangs up."
)


def _about_fewest(directory: Directory, fewest: int, least: int) -> str:
    written = "is not set, and by the schema means" if _unset(directory, "min_dtmf") else "is"
    return (
        f"min_dtmf {written} {fewest}: no search with fewer keys. KAZOO stores it and never reads it; there, {least}"
        " keys are enough and fewer are always too few."
    )


def _about_most(directory: Directory, most: int) -> str:
    return (
        f"max_dtmf is {directory.max_dtmf}: by the schema the search begins by itself after {most} keys. KAZOO never"
        " reads it and waits for # or for two seconds of silence."
    )


def _about_confirming(directory: Directory) -> str:
    how = "is not set" if _unset(directory, "confirm_match") else "is neither true nor false"
    return (
        f"confirm_match {how}: by the schema the only match is read out and has to be confirmed. KAZOO takes it for"
        " false and connects at once."
    )


def _unset(directory: Directory, setting: str) -> bool:
    return directory.stored is not None and setting not in directory.stored


def _tried(menu: Menu, setting: str, text: str, keys: str) -> Parting:
    acts = read_acts(keys)
    answers = ((profile.name, _answer(play(menu_under(menu, profile), acts))) for profile in PROFILES)
    return Parting(setting, text, keys, tuple(answers))


def _answer(played: Played) -> str:
    """What the last key led to: the person, the end, or the words heard next."""
    end = ended(played.call)
    last_ms = played.pressed[-1][0]
    if played.too_late or any(isinstance(done.action, Branch) and done.at_ms <= last_ms for done in played.call.done):
        return f"reaches {person_in_words(end.entry)}" if end.entry else end.in_words()
    heard = [said(heard.item) for heard in played.call.heard if heard.start_ms >= last_ms and said(heard.item)]
    if not heard:
        return end.in_words()
    gives_up = any(isinstance(done.action, HangUp) and done.at_ms <= last_ms for done in played.call.done)
    told = "“" + " ".join(heard[: 3 if gives_up else 2]) + "”"
    return f"{told}, and hangs up" if gives_up else told


def _way(menu: Menu, length: int) -> str:
    """The first keys of the first person whose name has so many, and who can be reached."""
    people = (entry for row, entry in enumerate(menu.listing.entries) if menu.listing.callflow_of(row))
    ways = (way for entry in people for way in _ways(entry, menu.directory))
    return next((way[:length] for way in ways if len(way) >= length), "")


def _alone(menu: Menu, fewest: int, most: int) -> str:
    """Keys by which the first such person is the only match, not too few and not too many under any reading."""
    for row, entry in enumerate(menu.listing.entries):
        keys = menu.listing.index.fewest_keys(row)
        length = max(len(keys), fewest)
        for way in _ways(entry, menu.directory) if keys and menu.listing.callflow_of(row) else ():
            if way.startswith(keys) and length <= min(len(way), most):
                return way[:length]
    return ""


def _ways(entry: Entry, directory: Directory) -> tuple[str, ...]:
    try:
        keys = name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return ()
    ways = {"first_name": (keys.first_last,), "last_name": (keys.last_first,)}
    return ways.get(directory.search_fields, (keys.first_last, keys.last_first))
