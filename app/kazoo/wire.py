"""Single exchanges with one server: paced, identified, logged, and bounded in time and size."""

import asyncio
import logging
import re
import ssl
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import certifi
import httpx
from aiolimiter import AsyncLimiter
from attrs import frozen

from app.kazoo.errors import (
    BadAuthorityFile,
    BadCertificate,
    BadProxy,
    BrokenAnswer,
    Closed,
    KazooError,
    TimedOut,
    TooLong,
    Unconfirmed,
    Unreachable,
)
from app.kazoo.log import log_exchange, log_failure

__all__ = ["Limits", "Wire"]

logging.getLogger("stamina").setLevel(logging.ERROR)  # that a read is tried again is no news

_NUMBER: Final = re.compile(r"^\[Errno -?\d+\] ")
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.InvalidURL)
_OF_THE_BODY: Final = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})
_LOOPBACK: Final = ("all://localhost", "all://127.0.0.1", "all://[::1]")


@frozen
class Limits:
    """How much and how long is too much."""

    at_once: int = 5
    burst: float = 80
    per_second: float = 8
    """A bucket a little smaller than KAZOO's own (`kz_buckets`: 100, 10 a second), which others behind the same address
    pay from too. A request costs one in either, a sign-in as well: `token_costs` is 1 by default."""
    silence_s: float = 30.0
    connect_s: float = 8.0
    whole_s: float = 120.0
    """From the request to the last byte of the answer, however steadily it trickles."""
    answer_bytes: int = 100_000_000
    """Unpacked. A hundred thousand users listed take a third of it."""


class Wire:
    """HTTP to one server. Making one raises `BadAuthorityFile` and `BadProxy`."""

    def __init__(
        self, root: str, ca_file: Path | None, transport: httpx.AsyncBaseTransport | None, limits: Limits
    ) -> None:
        self._limits = limits
        self._http = _http(root, ca_file, transport, limits)
        self._at_once = asyncio.Semaphore(limits.at_once)
        self._bucket = AsyncLimiter(limits.burst, limits.burst / limits.per_second)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def close(self) -> None:
        """Give up what is still under way: a connection closed under a question would be left open.

        From here on nothing new is sent: it would open one after all were closed.
        """
        self._closing = True
        others = self._under_way - {asyncio.current_task()}
        for task in others:
            if not task.cancelling():  # a second time would break into its tidying up
                task.cancel()
        try:
            await asyncio.gather(*others, return_exceptions=True)
        finally:
            await self._http.aclose()

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        changing: bool = False,
    ) -> httpx.Response:
        """Send one request, once, and return the whole answer; redirects are answers, never followed.

        Raises `Closed`, `Unreachable`, `BadCertificate` and `TooLong`; with `changing`, `Unconfirmed` for what went
        wrong after the request may have arrived.
        """
        if self._closing:
            raise Closed(url)
        request_id = uuid.uuid4().hex
        identified = {"X-Request-ID": request_id, **(headers or {})}
        async with self._counted(), self._at_once, self._bucket:
            began = time.monotonic()
            try:
                async with _as_kazoo_errors(url, changing), asyncio.timeout(self._limits.whole_s):
                    request = self._http.build_request(method, url, params=params, headers=identified, json=json)
                    response = await self._whole(request)
            except KazooError as error:
                what = f"{type(error).__name__} {error.detail}".strip()
                log_failure(method, _path(url), request_id, ms=_ms(began), what=what)
                raise
            log_exchange(method, _path(url), request_id, status=response.status_code, ms=_ms(began))
            return response

    async def _whole(self, request: httpx.Request) -> httpx.Response:
        coming = await self._http.send(request, stream=True)
        try:
            body = bytearray()
            async for part in coming.aiter_bytes():
                body += part
                if len(body) > self._limits.answer_bytes:
                    megabytes = self._limits.answer_bytes // 1_000_000
                    raise TooLong(str(request.url), f"it is longer than {megabytes} MB")
        finally:
            await coming.aclose()
        headers = [(name, value) for name, value in coming.headers.raw if name.lower() not in _OF_THE_BODY]
        return httpx.Response(coming.status_code, headers=headers, content=bytes(body), request=request)

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        assert task is not None, "outside of any task"
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)


def _http(
    root: str, ca_file: Path | None, transport: httpx.AsyncBaseTransport | None, limits: Limits
) -> httpx.AsyncClient:
    """Proxies are the environment's, and none for this machine itself. Verification of TLS has no off switch."""
    verify = _trust(root, ca_file)
    try:
        return httpx.AsyncClient(
            transport=transport,
            verify=verify,
            timeout=httpx.Timeout(limits.silence_s, connect=limits.connect_s),
            headers={"Accept": "application/json", "User-Agent": "Namedial"},
            mounts=dict.fromkeys(_LOOPBACK),
        )
    except (ValueError, httpx.InvalidURL, ImportError) as wrong:  # httpx reads the environment here
        raise BadProxy(root, "it is no http:// or https:// address") from wrong


def _trust(url: str, ca_file: Path | None) -> ssl.SSLContext:
    """The system's authorities and Mozilla's, and the site's own where one is named. Raises `BadAuthorityFile`."""
    if ca_file is None:
        return _usual_trust()
    context = _fresh_trust()
    try:
        context.load_verify_locations(ca_file)
    except OSError as error:  # an SSLError is one
        raise BadAuthorityFile(url, f"{ca_file} ({error.strerror or 'no certificate in it'})") from error
    return context


def _fresh_trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


_usual_trust: Final = cache(_fresh_trust)
"""Reading all authorities takes a tenth of a second; every client without one of its own shares them."""


@asynccontextmanager
async def _as_kazoo_errors(url: str, changing: bool) -> AsyncIterator[None]:
    try:
        yield
    except TooLong as error:
        if changing:
            raise Unconfirmed(url, error.detail) from error
        raise
    except (httpx.RequestError, httpx.InvalidURL, TimeoutError) as error:
        known = _error(url, error)
        if changing and not isinstance(error, _NOT_SENT):
            raise Unconfirmed(url, _lower(known)) from error
        raise known from error


def _error(url: str, error: Exception) -> KazooError:
    match error:
        case httpx.TimeoutException() | TimeoutError():
            return TimedOut(url)
        case httpx.ConnectError():
            certificate = _certificate_complaint(error)
            return BadCertificate(url, certificate) if certificate else Unreachable(url, _reason(error))
        case httpx.DecodingError():
            return BrokenAnswer(url, _reason(error))
        case httpx.ProxyError():
            return Unreachable(url, f"the proxy says {_reason(error)}")
        case _:
            return Unreachable(url, _reason(error))


def _lower(error: KazooError) -> str:
    return "no answer came in time" if isinstance(error, TimedOut) else error.detail


def _certificate_complaint(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message.rstrip(".")
        error = error.__cause__ or error.__context__
    return ""


def _reason(error: Exception) -> str:
    words = _NUMBER.sub("", str(error)).rstrip(".")
    return words or type(error).__name__


def _path(url: str) -> str:
    return httpx.URL(url).raw_path.decode("ascii", "replace")


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
