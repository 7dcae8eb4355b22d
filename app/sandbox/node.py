"""What the modules of one sandbox share, and what happens on its telephones."""

import secrets
import time
from collections.abc import Callable

from attrs import Factory, define, field, frozen

from app.sandbox.account import Document
from app.sandbox.auth import Tokens
from app.sandbox.bucket import Buckets
from app.sandbox.documents import Store
from app.sandbox.faults import Faults
from app.sandbox.guards import Guards
from app.sandbox.version import MASTER, Version

__all__ = ["Clock", "Live", "Node", "random_id"]


def random_id() -> str:
    """Return a document id as KAZOO makes them."""
    return secrets.token_hex(16)


@define
class Clock:
    """The node's own time, which may be ahead of or behind this machine's."""

    ahead: float = 0.0
    """Seconds."""

    def now(self) -> float:
        """Return the time the node believes in, as `time.time` counts."""
        return time.time() + self.ahead


@define
class Live:
    """What the message bus would tell: phones registered now (device ids) and calls in progress."""

    registered: set[str] = Factory(set)
    channels: list[Document] = Factory(list)


@frozen
class Node:
    """One KAZOO node; `write_seconds` is how long a save takes between its read and its write."""

    store: Store
    tokens: Tokens
    buckets: Buckets
    faults: Faults
    live: Live = field(factory=Live)
    write_seconds: float = 0.0
    new_id: Callable[[], str] = random_id
    name: str = "sandbox@namedial"
    version: Version = MASTER
    guards: Guards = field(factory=Guards)
    clock: Clock = field(factory=Clock)
