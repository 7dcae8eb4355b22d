"""A reply as comma-separated values, as `kz_csv` writes them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["to_csv"]

_TITLES: Final = {
    "account_id": "Account ID",
    "account_name": "Account Name",
    "amount": "Amount",
    "description": "Description",
    "id": "ID",
}


def to_csv(data: Any) -> str:
    """Return a document or a list of them; nested objects become dotted columns, lists of objects stay empty."""
    rows = [dict(_flat(row)) for row in (data if isinstance(data, list) else [data])]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(f'"{_TITLES.get(column, column)}"' for column in columns)]
    lines += [",".join(_cell(row.get(column)) for column in columns) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _flat(document: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return f'"{str(value).lower()}"'
        case list() if all(isinstance(item, str) for item in value):
            return _cell(",".join(value))
        case list():
            return ""
        case _:
            return '"' + str(value).replace('"', '""') + '"'
