"""Crossbar over HTTP for one sign-in: every request paced, identified, and renewed when its token has run out."""

import asyncio
import logging
import re
import ssl
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import certifi
import httpx
import stamina

from app.kazoo.address import api_root
from app.kazoo.documents import (
    Account,
    Callflow,
    Device,
    DirectoryDocument,
    DirectorySummary,
    Session,
    User,
    UserDetails,
    read_account,
    read_callflow,
    read_device,
    read_directory,
    read_directory_summary,
    read_session,
    read_user,
    read_user_details,
)
from app.kazoo.envelope import Envelope, error_of, open_envelope
from app.kazoo.errors import (
    AccountLocked,
    BadAuthorityFile,
    BadCertificate,
    BrokenAnswer,
    KazooError,
    NotFound,
    NotKazoo,
    PdfNotRendered,
    SecondFactorNeeded,
    ServerFault,
    SignedOut,
    TimedOut,
    TooManyRequests,
    Unreachable,
    WrongCredentials,
)
from app.kazoo.login import Login

__all__ = ["Client"]

logging.getLogger("stamina").setLevel(logging.ERROR)  # that a read is tried again is no news

_AT_ONCE: Final = 5
_NUMBER: Final = re.compile(r"^\[Errno -?\d+\] ")
_TIMEOUT: Final = httpx.Timeout(30.0, connect=8.0)
_EVERYTHING: Final = {"paginate": "false", "page_size": "5000"}
"""4.3 reads page_size even without paging and loops without end when it is small; master ignores it."""


class Client:
    """One server, one sign-in. Use it as an async context manager, and call `sign_in` first.

    Only reads are ever sent twice: after 429, 502, 503 and 504 with growing pauses, and once after a token ran out.
    Making one raises `BadAddress` or `BadAuthorityFile`.
    """

    def __init__(
        self,
        server: str,
        login: Login,
        *,
        ca_file: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        attempts: int = 3,
    ) -> None:
        self.root = api_root(server)
        self._login = login
        self._http = httpx.AsyncClient(
            transport=transport,
            verify=_trust(self.root, ca_file),
            timeout=_TIMEOUT,
            headers={"Accept": "application/json", "User-Agent": "Namedial"},
        )
        self._retries = stamina.AsyncRetryingCaller(attempts=attempts, timeout=20.0, wait_initial=0.5, wait_max=5.0)
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._signing_in = asyncio.Lock()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._token = ""
        self.session = Session(account_id="")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what is still under way: a connection closed under a question would be left open."""
        others = self._under_way - {asyncio.current_task()}
        for task in others:
            if not task.cancelling():  # a second time would break into its tidying up
                task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._http.aclose()

    async def sign_in(self) -> Session:
        """Sign in and keep the token. Raises `WrongCredentials`, or what else the server or the network says."""
        url = f"{self.root}/{self._login.path}"
        response = await self._send("PUT", url, json={"data": self._login.body()})
        try:
            envelope = open_envelope(response)
        except (SignedOut, NotFound, NotKazoo) as refused:
            raise _sign_in_error(refused, response) from refused
        if not envelope.auth_token or not isinstance(envelope.data, Mapping):
            raise NotKazoo(url, "a sign-in without a token")
        self._token = envelope.auth_token
        self.session = read_session(envelope.data)
        return self.session

    async def account(self) -> Account:
        """The account signed in to."""
        return read_account(await self._document(""))

    async def directories(self) -> list[DirectorySummary]:
        """All directories, in KAZOO's order (by id)."""
        return [read_directory_summary(row) for row in await self._rows("directories")]

    async def directory(self, directory_id: str) -> DirectoryDocument:
        """One directory with all its members: without paging, for the default cut at 50 gives no sign."""
        return read_directory(await self._document(f"directories/{_segment(directory_id)}", _EVERYTHING))

    async def users(self) -> list[User]:
        """All users of the account."""
        return [read_user(row) for row in await self._rows("users")]

    async def user_ids_with(self, key: str) -> set[str]:
        """Ids of the users whose whole document has `key` (dotted), asked in one request."""
        rows = await self._rows("users", {"has_key": key})
        return {read_user(row).id for row in rows}

    async def user_details(self, user_id: str) -> UserDetails:
        """What only the whole document of a user tells."""
        return read_user_details(await self._document(f"users/{_segment(user_id)}"))

    async def callflows(self) -> list[Callflow]:
        """All callflows of the account."""
        return [read_callflow(row) for row in await self._rows("callflows")]

    async def devices_of(self, user_id: str) -> list[Device]:
        """A user's devices, without their credentials."""
        return [read_device(row) for row in await self._rows(f"users/{_segment(user_id)}/devices")]

    async def device(self, device_id: str) -> Device:
        """One device with its SIP credentials: only ever the signed-in user's own."""
        return read_device(await self._document(f"devices/{_segment(device_id)}"))

    async def directory_pdf(self, directory_id: str) -> bytes:
        """The PDF that KAZOO renders. Raises `PdfNotRendered` for its stock error page, which comes as a 200."""
        url = self._url(f"directories/{_segment(directory_id)}")
        response = await self._read(url, _EVERYTHING, {"Accept": "application/pdf"})
        if not response.is_success:
            raise error_of(response)
        if not response.content.startswith(b"%PDF"):
            raise NotKazoo(url, "no PDF came")
        if 'filename="file.pdf"' in response.headers.get("content-disposition", ""):
            raise PdfNotRendered(url)
        return response.content

    async def _document(self, path: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        url = self._url(path)
        envelope = open_envelope(await self._read(url, params or {}))
        if not isinstance(envelope.data, Mapping):
            raise NotKazoo(url, "data is no object")
        return envelope.data

    async def _rows(self, path: str, params: Mapping[str, str] | None = None) -> list[Mapping[str, Any]]:
        url = self._url(path)
        envelope: Envelope = open_envelope(await self._read(url, {**_EVERYTHING, **(params or {})}))
        if not isinstance(envelope.data, list):
            raise NotKazoo(url, "data is no list")
        return [row for row in envelope.data if isinstance(row, Mapping)]

    def _url(self, path: str) -> str:
        return f"{self.root}/accounts/{_segment(self.session.account_id)}/{path}".rstrip("/")

    async def _read(
        self, url: str, params: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send a GET as often as is polite; a 401 is answered by one fresh sign-in, shared by all who wait for it."""
        response = await self._patiently(url, params, headers or {})
        if response.status_code == 401:
            await self._renew(response.request.headers["X-Auth-Token"])
            response = await self._patiently(url, params, headers or {})
        return response

    async def _patiently(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> httpx.Response:
        async def attempt() -> httpx.Response:
            response = await self._send("GET", url, params=params, headers={**headers, "X-Auth-Token": self._token})
            if response.status_code in (429, 502, 503, 504):
                raise error_of(response)
            return response

        return await self._retries(_worth_another_try, attempt)

    async def _renew(self, refused: str) -> None:
        async with self._signing_in:
            if self._token != refused:
                return
            try:
                await self.sign_in()
            except WrongCredentials as no_longer:
                raise SignedOut(self.root) from no_longer

    async def _send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
    ) -> httpx.Response:
        identified = {"X-Request-ID": uuid.uuid4().hex, **(headers or {})}
        async with self._counted(), self._at_once, _as_kazoo_errors(url):
            return await self._http.request(method, url, params=params, headers=identified, json=json)

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        assert task is not None, "outside of any task"
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)


def _segment(identifier: str) -> str:
    return quote(identifier, safe="")


def _worth_another_try(error: Exception) -> bool:
    return isinstance(error, (TooManyRequests, ServerFault))


def _trust(url: str, ca_file: Path | None) -> ssl.SSLContext:
    """The system's authorities and Mozilla's, and the site's own where one is named. Verification has no off switch.

    Raises `BadAuthorityFile`.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # an SSLError is one
            raise BadAuthorityFile(url, f"{ca_file} ({error.strerror or 'no certificate in it'})") from error
    return context


def _sign_in_error(refused: KazooError, response: httpx.Response) -> KazooError:
    if isinstance(refused, NotKazoo):
        return refused
    if isinstance(refused, NotFound) and not response.url.path.endswith("/api_auth"):
        return NotKazoo(refused.url, refused.detail)
    if b"multi_factor_request" in response.content:
        return SecondFactorNeeded(refused.url)
    if b"account_is_locked" in response.content:
        return AccountLocked(refused.url)
    return WrongCredentials(refused.url, refused.detail)


@asynccontextmanager
async def _as_kazoo_errors(url: str) -> AsyncIterator[None]:
    try:
        yield
    except httpx.TimeoutException as late:
        raise TimedOut(url) from late
    except httpx.ConnectError as refused:
        certificate = _certificate_complaint(refused)
        raise (BadCertificate(url, certificate) if certificate else Unreachable(url, _reason(refused))) from refused
    except httpx.DecodingError as damaged:
        raise BrokenAnswer(url, _reason(damaged)) from damaged
    except httpx.RequestError as broken:
        raise Unreachable(url, _reason(broken)) from broken
    except httpx.InvalidURL as wrong:
        raise Unreachable(url, _reason(wrong)) from wrong


def _certificate_complaint(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message.rstrip(".")
        error = error.__cause__ or error.__context__
    return ""


def _reason(error: Exception) -> str:
    words = _NUMBER.sub("", str(error)).rstrip(".")
    return words or type(error).__name__
