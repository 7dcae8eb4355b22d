"""What a sandbox remembers of the requests it answered."""

from attrs import frozen

__all__ = ["Seen"]


@frozen
class Seen:
    """One request that was answered; `status` 0 is one whose connection was dropped."""

    method: str
    path: str
    query: str
    status: int
