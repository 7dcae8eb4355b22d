"""Recordings of prompts and names: in a folder, in files named as what they say, or come from KAZOO."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen

from app.directory import plain
from app.directory.menu import Item
from app.problem import Problem
from app.scenario.prompts import name_said, spoken_ms

__all__ = ["NO_RECORDINGS", "NoRecordingsError", "Recorded", "Recordings", "length_ms", "read_recordings"]


@frozen
class Recorded:
    """One recording, in a file or as it came."""

    ms: int
    file: Path | None = None
    sound: bytes = field(default=b"", repr=False)


@frozen
class Recordings:
    """What is recorded, by what it is known by in KAZOO, or by what it says: a prompt's id, or a person's `First Last`.

    Case does not matter.
    """

    found: Mapping[str, Recorded] = field(factory=dict)
    unreadable: tuple[str, ...] = ()
    """Names of files that are no sound."""

    def of(self, item: Item) -> Recorded | None:
        """The recording of what is said, if there is one."""
        if item.kind == "silence":
            return None
        return self.found.get(name_said(item).casefold()) or self.found.get(item.name.casefold())

    def with_others(self, others: "Recordings") -> "Recordings":
        """Return these and what only the others have."""
        return Recordings({**others.found, **self.found}, self.unreadable)

    def length_ms(self, item: Item) -> int:
        """How long it lasts: as recorded, else about as long as a voice takes."""
        recorded = self.of(item)
        return recorded.ms if recorded else spoken_ms(item)


NO_RECORDINGS: Final = Recordings()
_SUFFIXES: Final = (".wav", ".mp3")


class NoRecordingsError(Exception):
    """A folder without one recording."""

    def __init__(self, folder: Path, unreadable: int) -> None:
        super().__init__(str(folder))
        broken = f" {unreadable} files there cannot be read." if unreadable else ""
        self.problem = Problem(
            f"There is no recording in {folder.name}.{broken}",
            "Put WAV or MP3 files there: dir-enter_person_name.wav for a prompt, First Last.wav for a person's name.",
        )


def read_recordings(folder: Path) -> Recordings:
    """Look into a folder. Raises `NoRecordingsError`, also for a folder that cannot be read."""
    found: dict[str, Recorded] = {}
    unreadable = []
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES)
    except OSError as error:
        raise NoRecordingsError(folder, 0) from error
    for file in files:
        ms = length_ms(file)
        if ms:
            found[plain(file.stem).casefold()] = Recorded(ms, file)
        else:
            unreadable.append(file.name)
    if not found:
        raise NoRecordingsError(folder, len(unreadable))
    return Recordings(found, tuple(unreadable))


def length_ms(sound: Path | bytes) -> int:
    """How long a sound of whatever format plays; 0 for what is none."""
    import mutagen  # noqa: PLC0415 - only who has recordings needs it

    try:
        known = mutagen.File(io.BytesIO(sound) if isinstance(sound, bytes) else sound)
    except (OSError, mutagen.MutagenError):
        return 0
    return round(known.info.length * 1_000) if known is not None else 0
