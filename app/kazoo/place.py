"""Where one account's resources are on a connection: what every group of calls stands on."""

from typing import Final
from urllib.parse import quote

from app.kazoo.session import Connection

__all__ = ["EVERYTHING", "Place"]

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

    def _url(self, path: str, *ids: str) -> str:
        """Return the address of `path` in the account, with each `{}` in it filled by an id."""
        filled = path.format(*(self._segment(each) for each in ids))
        return f"{self._connection.root}/accounts/{self._segment(self.account_id)}/{filled}".rstrip("/")

    def _segment(self, identifier: str) -> str:
        """Quote an id as one segment of a path; 4.3 unquotes twice, so there a percent sign is quoted twice."""
        quoted = quote(identifier, safe="")
        return quote(quoted, safe="") if "%" in identifier and self._connection.version.startswith("4.") else quoted
