"""Pages of a view: `crossbar_view`'s direction, page size and opaque start keys."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import icu
from attrs import frozen

from app.sandbox.account import Document
from app.sandbox.call import Call
from app.sandbox.filters import matches
from app.sandbox.node import Node
from app.sandbox.refusals import faulty_request
from app.sandbox.version import Version

__all__ = ["Page", "PageRequest", "Row", "cut", "encode_start_key"]

PAGE_SIZE: Final = 50
_BINARY: Final = b"\x83m"  # Erlang's external term format: version, binary with a 32-bit length


@frozen
class Row:
    """One row of a view; `document` is what filters look at."""

    key: str
    document: Document
    value: Document


@frozen
class PageRequest:
    """What the query asks for; without `size` there are no pages."""

    size: int | None = PAGE_SIZE
    start_key: str | None = None
    ascending: bool = False

    @classmethod
    def of(cls, node: Node, call: Call) -> "PageRequest":
        """Read the query; raises a 404 for a page size that is no positive number, where KAZOO does not forgive it."""
        start_key = call.query.get("start_key")
        return cls(
            _page_size(call.query, node.version) if call.version != "v1" else None,
            None if start_key is None else _decode_start_key(start_key),
            node.version.ascending or call.query.get("ascending") == "true",
        )


@frozen
class Page:
    """Rows of one page and the key of the first row after it."""

    rows: Sequence[Row]
    next_key: str | None
    asked: PageRequest

    @property
    def envelope(self) -> dict[str, object]:
        """What the envelope says about paging; nothing with `paginate=false`."""
        if self.asked.size is None:
            return {}
        said: dict[str, object] = {"page_size": len(self.rows)}
        if self.asked.start_key is not None:
            said["start_key"] = encode_start_key(self.asked.start_key)
        if self.next_key is not None:
            said["next_start_key"] = encode_start_key(self.next_key)
        return said


def cut(rows: Iterable[Row], asked: PageRequest, query: Mapping[str, str]) -> Page:
    """Return one page of the rows that pass the query's filters, in CouchDB's order, descending unless asked otherwise.

    A page ends before the next row, whether that one would pass or not. It begins at a key, not at a row: more equal
    keys than a page holds repeat for ever, as in KAZOO.
    """
    found: list[Row] = []
    for row in _ordered(rows, asked):
        if len(found) == asked.size:
            return Page(found, row.key, asked)
        if matches(row.document, query):
            found.append(row)
    return Page(found, None, asked)


def _ordered(rows: Iterable[Row], asked: PageRequest) -> Iterator[Row]:
    collate = icu.Collator.createInstance(icu.Locale.getRoot()).getSortKey
    ordered = sorted(
        ((collate(row.key), row.document["_id"], row) for row in rows),
        key=lambda item: item[:2],
        reverse=not asked.ascending,
    )
    start = None if asked.start_key is None else collate(asked.start_key)
    for key, _, row in ordered:
        if start is None or (key >= start if asked.ascending else key <= start):
            yield row


def encode_start_key(key: str) -> str:
    """Return a key as the API hands it out: a base64url Erlang term."""
    text = key.encode()
    term = _BINARY + len(text).to_bytes(4, "big") + text
    return base64.urlsafe_b64encode(term).rstrip(b"=").decode()


def _decode_start_key(encoded: str) -> str:
    try:
        term = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        return term[6:].decode() if term.startswith(_BINARY) else encoded
    except (binascii.Error, ValueError):
        return encoded


def _page_size(query: Mapping[str, str], version: Version) -> int | None:
    if query.get("paginate", "true") != "true":
        return None
    try:
        size = round(float(query.get("page_size", PAGE_SIZE)))
    except (ValueError, OverflowError) as error:
        if version.forgives_page_size:
            return PAGE_SIZE
        raise faulty_request("invalid page size") from error
    if size < 1 and version.forgives_page_size:
        return PAGE_SIZE
    if size < 1:
        raise faulty_request("page size must be at least 1")
    return size
