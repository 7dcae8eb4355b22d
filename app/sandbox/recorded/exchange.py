"""A request as it is sent and an answer as it came, whatever carries them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import frozen

__all__ = ["Answered", "Exchange", "Sent"]

Exchange: TypeAlias = Mapping[str, Any]
"""One line of a file of recordings (`tests/vectors/README.md`)."""


@frozen
class Sent:
    """A request; `url` is path and query, percent-encoded as recorded."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None


@frozen
class Answered:
    """An answer, unpacked; the names of its headers are lower-case."""

    status: int
    headers: Mapping[str, str]
    content: bytes
