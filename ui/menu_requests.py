"""What the window asks for the caller's menu: menus made, scenarios read and written, recordings found."""

import asyncio
import contextlib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen
from PySide6.QtCore import QObject

from app.problem import Problem
from ui.asking import Asking, CannotWriteError
from ui.bridge import Request

if TYPE_CHECKING:
    from app.desk import Desk
    from app.directory import Menu, Snapshot
    from app.scenario import Caller, Handset, Parting, Recordings, Scenario

__all__ = ["MenuMade", "MenuRequests"]

_PATIENCE_S: Final = 5.0
_MOST_NAMES: Final = 50
"""Each takes two requests, of at most eight a second."""


@frozen(eq=False)
class MenuMade:
    """A directory's menu as KAZOO 4 runs it, and where the other readings part from it."""

    snapshot: "Snapshot"
    menu: "Menu"
    partings: "tuple[Parting, ...]"
    unsure: Problem | None
    """Why it is not known whose names are recorded; all of them are spoken then."""


class MenuRequests(Asking):
    """The menu's part of `Core`. Whose names are recorded is asked of KAZOO; all else is done here."""

    def make_menu(self, snapshot: "Snapshot", owner: QObject) -> Request:
        """Ask for the `MenuMade` of a directory: sorting many people takes a while."""
        return self._bridge.ask(self._make_menu(snapshot), owner)

    def fetch_names(self, menu: "Menu", owner: QObject) -> Request:
        """Fetch the names recorded in KAZOO of the first people of a menu; answers `Recordings`, of those that came."""
        return self._ask_desk(lambda desk: _fetched_names(desk, menu), owner)

    async def _make_menu(self, snapshot: "Snapshot") -> MenuMade:
        recorded, unsure = await _recorded_names(self._desk) if self._desk is not None else ({}, None)
        return await asyncio.to_thread(_made, snapshot, recorded, unsure)

    def keep_caller(self, path: str, name: str, wanted: str, handset: "Handset", owner: QObject) -> Request:
        """Write a call that is over into a scenario file, of the directory `wanted`; answers the `Caller` written."""
        return self._bridge.ask(asyncio.to_thread(_kept, Path(path), name, wanted, handset), owner)

    def read_scenario(self, path: str, owner: QObject) -> Request:
        """Ask for the `Scenario` in a file."""
        return self._bridge.ask(asyncio.to_thread(_scenario, Path(path)), owner)

    def read_recordings(self, folder: str, owner: QObject) -> Request:
        """Ask for the `Recordings` in a folder."""
        return self._bridge.ask(asyncio.to_thread(_recordings, Path(folder)), owner)


async def _recorded_names(desk: "Desk") -> "tuple[Mapping[str, str], Problem | None]":
    from app.kazoo import KazooError  # noqa: PLC0415 - wanted late

    try:
        return await asyncio.wait_for(desk.book.recorded_names(), _PATIENCE_S), None
    except (KazooError, TimeoutError):
        happened = "KAZOO does not say whose names are recorded: all of them are spoken here."
        return {}, Problem(happened, "Refresh (F5) asks again.")


async def _fetched_names(desk: "Desk", menu: "Menu") -> "Recordings":
    from app.kazoo import KazooError  # noqa: PLC0415 - wanted late
    from app.scenario import Recorded, Recordings, length_ms  # noqa: PLC0415 - wanted late

    found = {}
    people = (entry.user_id for entry in menu.listing.entries if entry.user_id in menu.listing.recorded)
    for user_id in islice(people, _MOST_NAMES):
        with contextlib.suppress(KazooError):  # a name that does not come is spoken
            sound = await desk.recorded_name(user_id)
            if ms := length_ms(sound):
                found[menu.listing.recorded[user_id].casefold()] = Recorded(ms, sound=sound)
    return Recordings(found)


def _made(snapshot: "Snapshot", recorded: "Mapping[str, str]", unsure: Problem | None) -> MenuMade:
    from app.directory import KAZOO_4, Menu  # noqa: PLC0415 - wanted late
    from app.scenario import menu_under, partings  # noqa: PLC0415 - wanted late

    menu = menu_under(Menu.of(snapshot.directory, snapshot.entries, recorded=recorded), KAZOO_4)
    return MenuMade(snapshot, menu, partings(menu), unsure)


def _kept(file: Path, name: str, wanted: str, handset: "Handset") -> "Caller":
    from app.scenario import as_caller, keep_caller  # noqa: PLC0415 - wanted late

    caller = as_caller(name, handset.menu, handset.length_of, handset.done)
    try:
        return keep_caller(file, handset.menu.directory, wanted, handset.menu.profile, caller)
    except OSError as error:
        raise CannotWriteError(file, error) from error


def _scenario(file: Path) -> "Scenario":
    from app.scenario import read_scenario  # noqa: PLC0415 - wanted late

    return read_scenario(file)


def _recordings(folder: Path) -> "Recordings":
    from app.scenario import read_recordings  # noqa: PLC0415 - wanted late

    return read_recordings(folder)
