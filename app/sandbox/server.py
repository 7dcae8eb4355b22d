"""The sandbox as a server: Crossbar over HTTP on this machine's loopback, started and stopped in a moment."""

import asyncio
import contextlib
import socket
import sys
import time
from collections.abc import Callable, Generator
from types import TracebackType
from typing import Final, Self

import uvicorn
from attrs import frozen
from starlette.applications import Starlette
from starlette.routing import Route

from app.sandbox.account import AccountFile, Login
from app.sandbox.api import Api
from app.sandbox.auth import Tokens
from app.sandbox.bucket import Buckets
from app.sandbox.control import control
from app.sandbox.documents import Store
from app.sandbox.faults import Faults
from app.sandbox.guards import Guards
from app.sandbox.node import Clock, Live, Node, random_id
from app.sandbox.sample import sample_account
from app.sandbox.seen import Seen
from app.sandbox.version import MASTER, Version

__all__ = ["Sandbox", "SignIn"]

_HOST: Final = "127.0.0.1"


@frozen
class SignIn:
    """All that signing in to the first account takes."""

    account_name: str
    realm: str
    username: str
    password: str
    api_key: str


class Sandbox:
    """KAZOO's API on sample data, or on the accounts of a file; each sandbox is a world of its own.

    `faults` and `seen` may be used from any thread, and `live`, `guards`, `clock` and `buckets` changed between
    requests; `store` and `tokens` belong to the loop it runs in. All of it can be had over HTTP, too (`control`).
    """

    def __init__(
        self,
        account: AccountFile | None = None,
        *,
        port: int = 0,
        token_seconds: int = 3600,
        write_seconds: float = 0.0,
        bucket_size: int = 100,
        bucket_per_second: float = 10.0,
        new_id: Callable[[], str] = random_id,
        version: Version = MASTER,
    ) -> None:
        self._account = account or sample_account()
        self.store = Store(self._account)
        self.clock = Clock()
        self.guards = Guards()
        self.tokens = Tokens(self.store, token_seconds, self.clock.now)
        self.faults = Faults(self.tokens.expire_all)
        self.live = Live()
        self.seen: list[Seen] = []
        self.buckets = Buckets(bucket_size, bucket_per_second, time.monotonic)
        self._node = Node(
            self.store,
            self.tokens,
            self.buckets,
            self.faults,
            self.live,
            write_seconds,
            new_id,
            version=version,
            guards=self.guards,
            clock=self.clock,
        )
        self._port = port
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def base_url(self) -> str:
        """Where the API is, without its version."""
        return f"http://{_HOST}:{self._port}"

    @property
    def account(self) -> AccountFile:
        """What the sandbox started from."""
        return self._account

    @property
    def account_id(self) -> str:
        """The first account."""
        return next(iter(self._account.documents))

    @property
    def sign_in(self) -> SignIn:
        """Who may sign in to the first account."""
        account = next(iter(self.store)).account
        login = next(
            (login for login in self._account.logins.values() if login.account_name == account["name"]),
            Login(account["name"], "", ""),
        )
        return SignIn(
            login.account_name,
            account.get("realm", ""),
            login.username,
            login.password,
            account.get("pvt_api_key", ""),
        )

    def application(self) -> Starlette:
        """What answers the requests, for whoever asks it without a network."""
        return Starlette(routes=[*control(self._node, self.seen), Route("/{path:path}", Api(self._node, self.seen))])

    async def start(self) -> None:
        """Listen; raises `OSError` when the port is taken."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would share the port with whoever has it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, self._port))
        except OSError:
            listener.close()
            raise
        self._port = listener.getsockname()[1]
        self._server = _Server(_config(self.application()))
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]), name="sandbox")
        await self._server.listening.wait()

    async def stop(self) -> None:
        """Answer what has begun, and close."""
        if self._server is not None and self._serving is not None:
            self._server.over.set()
            await self._serving
            await _let_go(self._server)
            self._server = self._serving = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


async def _let_go(server: uvicorn.Server) -> None:
    """Cut connections whose answers were given up, and let the loop see every one of them closed."""
    for connection in list(server.server_state.connections):
        if connection.transport is not None:
            connection.transport.abort()
    await asyncio.sleep(0.01)


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )


class _Server(uvicorn.Server):
    """uvicorn without its own handling of Ctrl+C: the program that runs the sandbox has its own."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.over = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Wait to be stopped."""
        await self.over.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none."""
        yield
