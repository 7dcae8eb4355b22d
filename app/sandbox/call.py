"""One API request as the modules see it, and what they answer: `cb_context`."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import Factory, define, frozen

from app.sandbox.account import Document
from app.sandbox.documents import Database

__all__ = ["Answer", "Call", "File", "Nouns", "Query"]

Query: TypeAlias = Mapping[str, str]
Nouns: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]  # module and its arguments, in the path's order


@frozen
class File:
    """A reply that is no envelope; no `content_type` sends none, as KAZOO does for a vCard."""

    content: bytes
    content_type: str | None
    name: str | None = None


@define
class Call:
    """A request on its way through `api_resource`; what is not known yet is empty."""

    request_id: str
    method: str
    query: Query
    headers: Mapping[str, str]
    client: str
    version: str = "v2"
    nouns: Nouns = ()
    data: Any = Factory(dict)
    envelope: Mapping[str, Any] = Factory(dict)
    auth_token: str | None = None
    claims: Mapping[str, Any] | None = None
    content_type: str | None = None  # once agreed with the client
    account: Database | None = None

    @property
    def database(self) -> Database:
        """The account of the path."""
        if self.account is None:
            raise LookupError("no account in this path")
        return self.account

    @property
    def args(self) -> tuple[str, ...]:
        """The arguments of the last module in the path."""
        return self.nouns[-1][1]

    def noun(self, module: str) -> tuple[str, ...]:
        """Return the arguments of a module of the path, none if it is not there."""
        return dict(self.nouns).get(module, ())

    @property
    def bucket(self) -> str:
        """The name of the token bucket this request pays from."""
        return f"{self.client}/{self.account.account_id if self.account else ''}"

    @property
    def reading(self) -> bool:
        """Whether this is a GET."""
        return self.method == "GET"


@frozen
class Answer:
    """A success: `revision` is also the ETag of a GET; `listing` has a new one on every read."""

    data: Any
    status: int = 200
    revision: str | None = None
    listing: bool = False
    paging: Document = Factory(dict)
    metadata: Document = Factory(dict)
    """What only the server says of the document; where it stands depends on the version."""
    location: str | None = None
    file: File | None = None
