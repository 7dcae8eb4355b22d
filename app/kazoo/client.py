"""Crossbar over HTTP for one sign-in: all of its calls, each in the module of its noun."""

import copy
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from app.kazoo.address import api_root
from app.kazoo.directories import DirectoryCalls
from app.kazoo.documents import Account, Session, read_account
from app.kazoo.errors import KazooError
from app.kazoo.login import Login
from app.kazoo.members import MemberCalls
from app.kazoo.people import PeopleCalls
from app.kazoo.place import EVERYTHING
from app.kazoo.session import Connection
from app.kazoo.softphone import SoftphoneCalls
from app.kazoo.wire import Limits, Wire

__all__ = ["Client"]


class Client(DirectoryCalls, MemberCalls, PeopleCalls, SoftphoneCalls):
    """One server, one sign-in. Use it as an async context manager, and call `sign_in` first.

    Only reads are ever sent again: after 429, 502, 503 and 504 with growing pauses. What was refused for its token is
    sent once more after a fresh sign-in. Making one raises `BadAddress`, `BadAuthorityFile` or `BadProxy`.
    """

    def __init__(
        self,
        server: str,
        login: Login,
        *,
        ca_file: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        attempts: int = 3,
        limits: Limits | None = None,
    ) -> None:
        root = api_root(server)
        super().__init__(Connection(root, login, Wire(root, ca_file, transport, limits or Limits()), attempts))
        self._owns_connection = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what is still under way; of one made by `in_account` the connection goes on."""
        if self._owns_connection:
            await self._connection.wire.close()

    @property
    def root(self) -> str:
        """The address all requests begin with, ending in `/v2`."""
        return self._connection.root

    @property
    def session(self) -> Session:
        """What the sign-in told; of its own account also where this client is in another."""
        return self._connection.session

    @property
    def version(self) -> str:
        """KAZOO's version as its answers tell it, empty before the first."""
        return self._connection.version

    def on_end(self, ended: Callable[[KazooError], None]) -> None:
        """Call `ended` when the sign-in cannot be renewed: a person has to sign in again."""
        self._connection.ended = ended

    async def sign_in(self, second_factor: object = None, login: Login | None = None) -> Session:
        """Sign in and keep the token; `second_factor` answers an earlier `SecondFactorNeeded`.

        With a `login`, it is used from now on if it is accepted.
        Raises `WrongCredentials`, `AccountLocked`, `SecondFactorNeeded`, or what else server or network say.
        """
        return await self._connection.sign_in(second_factor, login)

    async def account(self) -> Account:
        """The account this client is in."""
        return read_account((await self._connection.get(self._url(""))).document)

    async def descendants(self) -> list[Account]:
        """All accounts below this one, in KAZOO's order; for who supports them."""
        reply = await self._connection.get(self._url("descendants"), EVERYTHING)
        return [read_account(row) for row in reply.rows]

    def in_account(self, account_id: str) -> Self:
        """Another account below, by the same sign-in and over the same connection; KAZOO checks that it is below."""
        other = copy.copy(self)
        other._account_id = account_id
        other._owns_connection = False
        return other
