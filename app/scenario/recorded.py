"""Recordings of prompts and names in a folder: WAV files named as what they say."""

import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen

from app.directory import plain
from app.directory.menu import Item
from app.problem import Problem
from app.scenario.prompts import name_said, spoken_ms

__all__ = ["NO_RECORDINGS", "NoRecordingsError", "Recorded", "Recordings", "read_recordings"]


@frozen
class Recorded:
    """One recording."""

    file: Path
    ms: int


@frozen
class Recordings:
    """What is recorded, by what it says: a prompt's id, or a person's `First Last`; case does not matter."""

    found: Mapping[str, Recorded] = field(factory=dict)
    unreadable: tuple[str, ...] = ()
    """Names of WAV files that are none."""

    def of(self, item: Item) -> Recorded | None:
        """The recording of what is said, if there is one."""
        return None if item.kind == "silence" else self.found.get(name_said(item).casefold())

    def length_ms(self, item: Item) -> int:
        """How long it lasts: as recorded, else about as long as a voice takes."""
        recorded = self.of(item)
        return recorded.ms if recorded else spoken_ms(item)


NO_RECORDINGS: Final = Recordings()


class NoRecordingsError(Exception):
    """A folder without one recording."""

    def __init__(self, folder: Path, unreadable: int) -> None:
        super().__init__(str(folder))
        broken = f" {unreadable} WAV files there cannot be read." if unreadable else ""
        self.problem = Problem(
            f"There is no recording in {folder.name}.{broken}",
            "Put WAV files there: dir-enter_person_name.wav for a prompt, First Last.wav for a person's name.",
        )


def read_recordings(folder: Path) -> Recordings:
    """Look into a folder. Raises `NoRecordingsError`, also for a folder that cannot be read."""
    found: dict[str, Recorded] = {}
    unreadable = []
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".wav")
    except OSError as error:
        raise NoRecordingsError(folder, 0) from error
    for file in files:
        ms = _length_ms(file)
        if ms:
            found[plain(file.stem).casefold()] = Recorded(file, ms)
        else:
            unreadable.append(file.name)
    if not found:
        raise NoRecordingsError(folder, len(unreadable))
    return Recordings(found, tuple(unreadable))


def _length_ms(file: Path) -> int:
    """How long it plays; 0 for what is no WAV file of PCM."""
    try:
        with wave.open(str(file), "rb") as sound:
            return round(sound.getnframes() * 1_000 / sound.getframerate())
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return 0
