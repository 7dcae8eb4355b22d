"""On which line of a TOML text a key or a table stands, as well as a look at the text can tell."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["line_of"]

_HEADER: Final = re.compile(r"\s*\[\[?\s*\"?([\w-]+)\"?\s*\]?\]")


def line_of(text: str, table: str = "", number: int = 0, key: str = "") -> int:
    """The line of `key` in the `number`th `table` ("" is the top); of the table when the key is not there, else 1.

    Keys quoted or dotted in an unusual way, and tables written inline, are found only by the line they begin on.
    """
    named = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    inside = list(_lines_in(text, table, number))
    if found := [line for line, written in inside if key and named.match(written)]:
        return found[0]
    if not table:
        return next((line for line, _ in _lines_in(text, key, 0)), 1)
    return inside[0][0] if inside else line_of(text, key=table)


def _lines_in(text: str, table: str, number: int) -> Iterator[tuple[int, str]]:
    """The lines of one table, its header first."""
    seen, inside = -1, table == ""
    for line, written in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(written)
        if header is not None:
            seen += header[1] == table
            inside = header[1] == table and seen == number
        if inside:
            yield line, written
