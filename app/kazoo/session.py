"""A sign-in: its token on every request, renewed once for all who wait; reads sent again, changes never."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx
import stamina
from attrs import frozen

from app.kazoo.documents import Session, read_session
from app.kazoo.envelope import Envelope, envelope_of, error_of, open_envelope, revision_of
from app.kazoo.errors import (
    AccountLocked,
    ExpiredAtOnce,
    KazooError,
    NotFound,
    NotKazoo,
    SecondFactorNeeded,
    ServerFault,
    SignedOut,
    TooManyRequests,
    Unconfirmed,
    WrongCredentials,
)
from app.kazoo.login import Login
from app.kazoo.wire import Wire

__all__ = ["Connection", "Reply"]

_BUSY: Final = (429, 502, 503, 504)
_FOR_GOOD: Final = (SignedOut, AccountLocked, SecondFactorNeeded)


@frozen
class Reply:
    """A successful answer; `revision` guards a later change of the same document, empty where there is none."""

    url: str
    data: Any
    revision: str = ""
    metadata: Any = None
    location: str = ""

    @property
    def document(self) -> Mapping[str, Any]:
        """`data` as a document. Raises `NotKazoo`."""
        if not isinstance(self.data, Mapping):
            raise NotKazoo(self.url, "data is no object")
        return self.data

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """`data` as a list of documents; what is none is left out. Raises `NotKazoo`."""
        if not isinstance(self.data, list):
            raise NotKazoo(self.url, "data is no list")
        return [row for row in self.data if isinstance(row, Mapping)]


class Connection:
    """One sign-in at one server.

    Reads are sent again after 429, 502, 503 and 504 with growing, jittered pauses, and whatever was refused for its
    token (401) once after a fresh sign-in, which all who were refused share. Nothing else is ever sent twice.
    """

    def __init__(self, root: str, login: Login, wire: Wire, attempts: int) -> None:
        self.root = root
        self.wire = wire
        self.session = Session(account_id="")
        self.version = ""
        """KAZOO's, once an answer told it."""
        self._login = login
        self._retries = stamina.AsyncRetryingCaller(attempts=attempts, timeout=30.0, wait_initial=0.5, wait_max=8.0)
        self._signing_in = asyncio.Lock()
        self._token = ""
        self._tries = 0
        self._failure: KazooError | None = None
        self.ended: Callable[[KazooError], None] = lambda error: None
        """Told once when the sign-in cannot be renewed and a person has to sign in again."""

    async def sign_in(self, second_factor: object = None, login: Login | None = None) -> Session:
        """Sign in and keep the token; `second_factor` answers an earlier `SecondFactorNeeded`.

        With a `login`, it is used from now on if it is accepted.
        Raises `WrongCredentials`, `AccountLocked`, `SecondFactorNeeded`, or what else server or network say.
        """
        login = login or self._login
        url = f"{self.root}/{login.path}"
        body = login.body()
        if second_factor is not None:
            body = {**body, "multi_factor_response": second_factor}
        response = await self.wire.send("PUT", url, json={"data": body})
        try:
            envelope = open_envelope(response)
        except (SignedOut, NotFound, NotKazoo) as refused:
            raise _sign_in_error(refused, response) from refused
        if not envelope.auth_token or not isinstance(envelope.data, Mapping):
            raise NotKazoo(url, "a sign-in without a token")
        self._token, self._failure, self._login = envelope.auth_token, None, login
        self.version = envelope.version or self.version
        self.session = read_session(envelope.data)
        return self.session

    async def read(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """GET, as often as is polite; the answer may be an error."""

        async def attempt() -> httpx.Response:
            response = await self._send("GET", url, params, headers or {}, None)
            if response.status_code in _BUSY:
                raise error_of(response)
            return response

        async def patiently() -> httpx.Response:
            return await self._retries(_worth_another_try, attempt)

        response = await patiently()
        if response.status_code != 401:
            return response
        await self._renew(_token_of(response))
        return _not_expired(await patiently())

    async def get(self, url: str, params: Mapping[str, str] | None = None) -> Reply:
        """GET and open the envelope. Raises `KazooError`."""
        return self._reply(await self.read(url, params))

    async def change(self, method: str, url: str, data: object = None, revision: str = "") -> Reply:
        """PUT, POST, PATCH or DELETE, sent once; only refused for its token it is sent again after a fresh sign-in.

        With a `revision`, KAZOO refuses unless that is still the newest (`Conflict`). Raises `Unconfirmed` when nobody
        knows whether it was done, else `KazooError`.
        """
        headers = {"If-Match": f'"{revision}"'} if revision else {}
        response = await self._send(method, url, None, headers, data)
        if response.status_code == 401:
            await self._renew(_token_of(response))
            response = _not_expired(await self._send(method, url, None, headers, data))
        if envelope_of(response) is None and (response.is_success or response.status_code >= 500):
            raise Unconfirmed(url, f"HTTP {response.status_code} came without KAZOO's envelope")
        return self._reply(response)

    def _reply(self, response: httpx.Response) -> Reply:
        envelope: Envelope = open_envelope(response)
        self.version = envelope.version or self.version
        return Reply(
            str(response.request.url),
            envelope.data,
            revision_of(response, envelope),
            envelope.metadata,
            response.headers.get("location", ""),
        )

    async def _send(
        self, method: str, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str], data: object
    ) -> httpx.Response:
        return await self.wire.send(
            method,
            url,
            params=params,
            headers={**headers, "X-Auth-Token": self._token},
            json=None if data is None else {"data": data},
            changing=method != "GET",
        )

    async def _renew(self, refused: str) -> None:
        """Sign in again, once for all whose token was refused; who waited for one that failed shares its failure.

        A sign-in refused for good is not tried again until a person does: tries are what locks an account.
        """
        tries = self._tries
        async with self._signing_in:
            if self._token != refused:
                return
            if self._failure is not None and (self._tries != tries or isinstance(self._failure, _FOR_GOOD)):
                raise self._failure
            self._tries += 1
            try:
                await self.sign_in()
            except WrongCredentials as no_longer:
                self._failure = SignedOut(self.root)
                self.ended(self._failure)
                raise self._failure from no_longer
            except KazooError as failed:
                self._failure = failed
                if isinstance(failed, _FOR_GOOD):
                    self.ended(failed)
                raise


def _token_of(response: httpx.Response) -> str:
    token: str = response.request.headers["X-Auth-Token"]
    return token


def _worth_another_try(error: Exception) -> bool:
    return isinstance(error, (TooManyRequests, ServerFault))


def _not_expired(response: httpx.Response) -> httpx.Response:
    """Raise for a fresh token refused as expired: KAZOO says so with empty `data` (`crossbar_util:response_401`)."""
    envelope = envelope_of(response)
    if response.status_code == 401 and envelope is not None and envelope.data == {}:
        raise ExpiredAtOnce(str(response.request.url))
    return response


def _sign_in_error(refused: KazooError, response: httpx.Response) -> KazooError:
    if isinstance(refused, NotKazoo):
        return refused
    if isinstance(refused, NotFound) and not response.url.path.endswith("/api_auth"):
        return NotKazoo(refused.url, refused.detail)
    envelope = envelope_of(response)
    data = envelope.data if envelope else None
    if isinstance(data, Mapping) and "multi_factor_request" in data:
        asked = data["multi_factor_request"]
        return SecondFactorNeeded(refused.url, request=asked if isinstance(asked, Mapping) else {})
    if b"account_is_locked" in response.content:
        return AccountLocked(refused.url)
    return WrongCredentials(refused.url, refused.detail)
