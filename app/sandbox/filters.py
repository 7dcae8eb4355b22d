"""Filters of a listing, against the whole document: `crossbar_filter`."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.sandbox.account import Document

__all__ = ["as_text", "matches", "value_at"]


def matches(document: Document, query: Mapping[str, str]) -> bool:
    """Return whether `document` passes every filter of `query`; other parameters do nothing."""
    return all(_passes(document, name, value) for name, value in query.items())


def as_text(value: object) -> str:
    """Return a value as Erlang's `to_binary` does: a list is its items joined; raises `ValueError` for an object."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list():
            return "".join(as_text(item) for item in value)
        case dict():
            raise ValueError("an object has no text")
        case _:
            return str(value)


def _passes(document: Document, name: str, value: str) -> bool:
    test = _TESTS.get(name)
    try:
        if test is not None:
            return test(document, value)
        if name.startswith("filter_not_"):
            return not _equals(document, name.removeprefix("filter_not_"), value)
        if name.startswith("filter_"):
            return _equals(document, name.removeprefix("filter_"), value)
    except ValueError:  # KAZOO: a filter that crashes lets nothing through
        return False
    return True


def _equals(document: Document, key: str, value: str) -> bool:
    found = as_text(value_at(document, key))
    if found == value:
        return True
    try:
        wanted = json.loads(value)
    except ValueError:
        return False
    return found in wanted if isinstance(wanted, list) else found == wanted


def value_at(document: Document, key: str) -> Any:
    """Return what stands under a dotted key, None where nothing does."""
    found: Any = document
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _has_value(document: Document, key: str) -> bool:
    return value_at(document, key) not in (None, "", {}, [])


_TESTS: Final[Mapping[str, Callable[[Document, str], bool]]] = {
    "has_key": lambda document, key: value_at(document, key) is not None,
    "key_missing": lambda document, key: value_at(document, key) is None,
    "has_value": _has_value,
    "value_missing": lambda document, key: not _has_value(document, key),
    "created_from": lambda document, value: document["pvt_created"] >= int(value),
    "created_to": lambda document, value: document["pvt_created"] <= int(value),
    "modified_from": lambda document, value: document["pvt_modified"] >= int(value),
    "modified_to": lambda document, value: document["pvt_modified"] <= int(value),
}
