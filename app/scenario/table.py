"""A TOML table read with care: every value has the type it should, every key is known, every error has its line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar, cast

from attrs import frozen

from app.directory import plain
from app.scenario.errors import ScenarioError, did_you_mean
from app.scenario.lines import line_of

__all__ = ["Source", "Table"]

Chosen = TypeVar("Chosen", bound=str)


@frozen
class Source:
    """The file a table stands in."""

    file: Path
    text: str


@frozen
class Table:
    """The `number`th table of a name in a file; every method raises `ScenarioError`."""

    source: Source
    values: Mapping[str, object]
    name: str = ""
    number: int = 0

    def allow(self, *known: str, above: Collection[str] = ()) -> None:
        """Refuse keys other than these; those of `above` have their place before the first table."""
        for key in self.values:
            if key not in known:
                where = f" in [{self.name}]" if self.name else ""
                hint = "Write it above the first [...]." if key in above else did_you_mean(key, known)
                raise self.error(key, f'unknown key "{plain(key)}"{where}', hint)

    def text(self, key: str) -> str:
        """A text; empty when it is not there."""
        return str(self._of(key, str, "a text", ""))

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        return bool(self._of(key, bool, "true or false", default))

    def count(self, key: str) -> int:
        """A whole number from 0 on; 0 when it is not there."""
        value = self._of(key, int, "a whole number", 0)
        if value is True or value is False or cast(int, value) < 0:
            raise self.error(key, f'"{key}" must be a whole number from 0 on')
        return cast(int, value)

    def choice(self, key: str, choices: Sequence[Chosen]) -> Chosen | None:
        """One of these texts, or None when it is not there."""
        if key not in self.values:
            return None
        value = self.text(key)
        for choice in choices:
            if value == choice:
                return choice
        raise self.error(key, f'"{key}" cannot be "{plain(value)}"', did_you_mean(value, choices))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is not there."""
        values = cast(list[object], self._of(key, list, "a list of texts", []))
        if not all(isinstance(value, str) for value in values):
            raise self.error(key, f'"{key}" must be a list of texts')
        return tuple(map(str, values))

    def part(self, key: str) -> "Table":
        """A table of its own."""
        return Table(self.source, cast(Mapping[str, object], self._of(key, dict, f"a table, [{key}]", {})), key)

    def parts(self, key: str) -> Iterator["Table"]:
        """A list of tables."""
        values = cast(list[object], self._of(key, list, f"a list of tables, [[{key}]]", []))
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.error(key, f'"{key}" must be a list of tables, [[{key}]]')
            yield Table(self.source, value, key, number)

    def error(self, key: str, wrong: str, hint: str = "") -> ScenarioError:
        """An error at the line of `key`, or of the table when it is empty or not there."""
        return ScenarioError(self.source.file, self.line(key), wrong, hint)

    def line(self, key: str = "") -> int:
        """Where `key` stands in the file."""
        return line_of(self.source.text, self.name, self.number, key)

    def _of(self, key: str, kind: type, described: str, default: object) -> object:
        value = self.values.get(key, default)
        if not isinstance(value, kind):
            is_number = kind is str and isinstance(value, int | float) and not isinstance(value, bool)
            hint = f'Put it in quotes: {key} = "{value}".' if is_number else ""
            raise self.error(key, f'"{key}" must be {described}', hint)
        return value
