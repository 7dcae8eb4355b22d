"""What is wrong with a scenario file: where, what, and what to write instead."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from app.problem import Problem

__all__ = ["ScenarioError", "did_you_mean"]


class ScenarioError(Exception):
    """A scenario file that cannot be used. `str` gives `FILE:LINE: what is wrong`, and the hint."""

    def __init__(self, file: Path, line: int, wrong: str, hint: str = "") -> None:
        super().__init__(" ".join(filter(None, (f"{file}:{line}: {wrong}.", hint))))
        self.file = file
        self.line = line
        self.wrong = wrong
        self.hint = hint

    @property
    def problem(self) -> Problem:
        """The same in sentences."""
        return Problem(f"{self.file}:{self.line}: {self.wrong}.", self.hint)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that is nearest, else all of them while they are few."""
    choices = list(dict.fromkeys(known))
    folded = {choice.casefold(): choice for choice in choices}
    if near := get_close_matches(word.casefold(), folded, n=1):
        return f'Did you mean "{folded[near[0]]}"?'
    if 0 < len(choices) <= 12:
        return f"Possible: {', '.join(choices)}."
    return ""
