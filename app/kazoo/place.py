"""Where one account's resources are on a connection: what every group of calls stands on."""

from typing import Final
from urllib.parse import quote

from app.kazoo.session import Connection

__all__ = ["EVERYTHING", "Place", "segment"]

EVERYTHING: Final = {"paginate": "false", "page_size": "5000"}
"""4.3 reads page_size even without paging and loops without end when it is small; master ignores it."""


class Place:
    """An account on a connection; without one named it is the one signed in to."""

    def __init__(self, connection: Connection, account_id: str = "") -> None:
        self._connection = connection
        self._account_id = account_id

    @property
    def account_id(self) -> str:
        """The account all paths lead to."""
        return self._account_id or self._connection.session.account_id

    def _url(self, path: str) -> str:
        return f"{self._connection.root}/accounts/{segment(self.account_id)}/{path}".rstrip("/")


def segment(identifier: str) -> str:
    """Quote an id as one segment of a path. KAZOO 4.3 unquotes twice, so ids with a percent sign fail there."""
    return quote(identifier, safe="")
