"""Everything behind the window for one signed-in person: client, book, phone and paper, wired together here."""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal, Protocol

from attrs import evolve, frozen

from app.book import Book
from app.directory import Directory, Snapshot
from app.kazoo import Account, Client, Device, KazooError, Login
from app.phone import (
    Call,
    Phone,
    PhoneError,
    PhoneState,
    PhoneStatus,
    PhoneUnavailable,
    SipAccount,
    phone_available,
)
from app.store import PhoneSettings, Profile

__all__ = [
    "Desk",
    "News",
    "PageSize",
    "Paper",
    "SignedIn",
    "render_pdf",
    "sip_account",
    "with_titles",
]

PageSize = Literal["A4", "Letter"]

_NO_DEVICE: Final = "This sign-in has no phone of its own in KAZOO: calls go out without a name and may be refused."


class News(Protocol):
    """Where the desk tells what changed. Called on the core's thread, with plain frozen data."""

    def snapshot(self, snapshot: Snapshot) -> None:
        """Tell that the open directory was fetched, or learned titles."""

    def call(self, call: Call) -> None:
        """Tell a call's new state."""

    def phone(self, status: PhoneStatus) -> None:
        """Tell how the phone itself is."""


@frozen
class SignedIn:
    """Who and where, for the window's head line; the directories to choose from."""

    account_name: str
    realm: str
    directories: tuple[Directory, ...]


@frozen
class Paper:
    """A finished PDF, and which characters no font had."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


class Desk:
    """Made by `Desk.open`, which signs in; close it to hang up, end the engine and drop the connection."""

    def __init__(self, client: Client, news: News, profile: Profile, account: Account) -> None:
        self._client = client
        self._news = news
        self._profile = profile
        self._account = account
        self._phone = Phone(on_call=news.call, on_status=self._tell_phone)
        self._device: Device | None = None
        self._phone_started: asyncio.Task[None] | None = None
        self._learning: asyncio.Task[None] | None = None
        self._owned = AsyncExitStack()
        self.book = Book(client, news.snapshot, lambda: datetime.now(UTC))

    @classmethod
    async def open(cls, profile: Profile, login: Login, news: News) -> "Desk":
        """Sign in. The phone starts in the background and tells its own state. Raises `KazooError`."""
        async with AsyncExitStack() as stack:
            ca_file = Path(profile.ca_file) if profile.ca_file else None
            client = await stack.enter_async_context(Client(profile.server, login, ca_file=ca_file))
            await client.sign_in()
            account = await client.account()
            desk = cls(client, news, profile, account)
            desk._owned = stack.pop_all()
            return desk

    async def sign_in_facts(self) -> SignedIn:
        """What the window shows first. Raises `KazooError`."""
        return SignedIn(self._account.name, self._account.realm, tuple(await self.book.directories()))

    async def start_phone(self) -> None:
        """Set the phone up with the signed-in person's own device; without one it calls without credentials.

        Raises `PhoneError` when it cannot be used; the news tell the same.
        """
        reason = phone_available()
        if reason is not None:
            self._news.phone(PhoneStatus(PhoneState.UNAVAILABLE, reason))
            raise PhoneUnavailable(reason)
        self._device = await self._own_device()
        await self._phone.start(sip_account(self._profile.phone, self._account.realm, self._device))

    def start_phone_soon(self) -> None:
        """Start the phone without waiting for it."""
        self._phone_started = asyncio.ensure_future(self._try_phone())

    async def _try_phone(self) -> None:
        with contextlib.suppress(PhoneError):
            await self.start_phone()

    async def dial(self, number: str, name: str = "") -> str:
        """Call a number as typed. Raises `PhoneError`: it cannot be one, or there is no phone."""
        reason = phone_available()
        if reason is not None:
            raise PhoneUnavailable(reason)
        return await self._phone.call(number, name)

    async def hang_up(self, call_id: str) -> None:
        """End the call, or stop calling."""
        await self._phone.hang_up(call_id)

    async def send_keys(self, call_id: str, keys: str) -> None:
        """Send DTMF (RFC 4733), paced so that the far end hears every digit."""
        await self._phone.send_keys(call_id, keys)

    async def mute(self, call_id: str, on: bool) -> None:
        """Stop or resume sending the microphone."""
        await self._phone.mute(call_id, on)

    async def hold(self, call_id: str, on: bool) -> None:
        """Hold or resume the call."""
        await self._phone.hold(call_id, on)

    async def open_directory(self, directory_id: str) -> Snapshot:
        """Fetch and publish a directory; the titles of its people follow in the background. Raises `KazooError`."""
        snapshot = await self.book.open(directory_id)
        self._learn_titles()
        return snapshot

    async def refresh(self) -> Snapshot:
        """Fetch the open directory again. Raises `KazooError`."""
        return await self.open_directory(self.book.directory_id)

    async def server_pdf(self, directory_id: str) -> Paper:
        """The PDF KAZOO renders of a directory, its pages not counted. Raises `KazooError`."""
        return Paper(await self._client.directory_pdf(directory_id), pages=0)

    async def export_pdf(
        self,
        *,
        page: PageSize = "A4",
        progress: Callable[[int, int], None] | None = None,
    ) -> Paper:
        """Render the open directory here, with everybody's title; cancelling the caller stops the work."""
        snapshot = await with_titles(self.book, progress)
        return await render_pdf(snapshot, company=self._account.name, page=page, progress=progress)

    async def close(self) -> None:
        """Hang up, end the engine, drop the connection."""
        for task in (self._phone_started, self._learning):
            if task is not None:
                task.cancel()
        try:
            await self._phone.close()
        finally:
            await self._owned.aclose()

    def _learn_titles(self) -> None:
        if self._learning is not None:
            self._learning.cancel()
        self._learning = asyncio.ensure_future(self.book.describe_rest())

    def _tell_phone(self, status: PhoneStatus) -> None:
        if self._device is None and status.state is PhoneState.READY:
            status = evolve(status, text=_NO_DEVICE)
        self._news.phone(status)

    async def _own_device(self) -> Device | None:
        owner = self._client.session.owner_id
        if not owner:
            return None
        try:
            device = best_device(await self._client.devices_of(owner))
            return await self._client.device(device.id) if device else None
        except KazooError:
            return None


async def with_titles(book: Book, progress: Callable[[int, int], None] | None = None) -> Snapshot:
    """Return the book's open directory with the titles of all its people, fetched where they are not known yet."""
    snapshot = book.snapshot or await book.refresh()
    await book.describe([entry.user_id for entry in snapshot.entries], progress or (lambda done, of: None))
    titled = book.snapshot
    return titled if titled is not None and titled.directory.id == snapshot.directory.id else snapshot


async def render_pdf(
    snapshot: Snapshot, *, company: str, page: PageSize = "A4", progress: Callable[[int, int], None] | None = None
) -> Paper:
    """Render a snapshot as PDF in a worker thread; cancelling this coroutine stops the work at the next page."""
    from app.export import directory_pdf  # noqa: PLC0415 - reportlab is wanted late

    given_up = False
    try:
        made = await asyncio.to_thread(
            directory_pdf,
            snapshot,
            company=company,
            made_on=date.today(),
            page=page,
            progress=progress,
            cancelled=lambda: given_up,
        )
    except asyncio.CancelledError:
        given_up = True
        raise
    return Paper(made.pdf, made.pages, made.missing)


def best_device(devices: Collection[Device]) -> Device | None:
    """The device to speak as: a softphone first, then a desk phone; disabled ones never."""
    order = ("softphone", "sip_device", "application")
    usable = [device for device in devices if device.enabled and device.device_type in order]
    return min(usable, key=lambda device: order.index(device.device_type), default=None)


def sip_account(settings: PhoneSettings, realm: str, device: Device | None) -> SipAccount:
    """Join the person's device, the account's realm and the phone's settings to a SIP identity."""
    return SipAccount(
        username=device.sip_username if device else "anonymous",
        password=device.sip_password if device else "",
        realm=(device.sip_realm if device else "") or realm,
        server=settings.server,
        transport=settings.transport,
        register=settings.register and device is not None,
    )
