"""Everything behind the window for one signed-in person: client, book, phone and paper, wired together here."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from attrs import frozen

from app.book import Book
from app.desk.administration import Administration
from app.desk.callers import Callers
from app.desk.devices import DeviceChoice, OwnDevices
from app.desk.identity import PhoneSetUp
from app.desk.journal import Journal
from app.desk.news import News
from app.desk.paper import PageSize, Paper, render_pdf, with_titles
from app.desk.telephone import Telephone
from app.directory import Directory, Snapshot
from app.directory import Profile as MenuProfile
from app.kazoo import Account, Client, Device, KazooError, Login, exposed
from app.phone import PhoneError
from app.store import History, KeptCopies, PhoneSettings, Profile

__all__ = ["Desk", "PhoneFacts", "SignedIn"]


@frozen
class SignedIn:
    """Who and where, for the window's head line; the directories to choose from."""

    account_name: str
    realm: str
    directories: tuple[Directory, ...]
    own_account: str = ""
    """The name of the account signed in to, where this is another below it."""
    exposed: bool = False
    """What is sent can be read on the way."""


@frozen
class PhoneFacts:
    """The phone as it is set up, and what can be chosen for it."""

    settings: PhoneSettings
    realm: str
    devices: tuple[DeviceChoice, ...]
    device_possible: bool
    """Somebody is signed in, not an API key: a softphone device can be made for them."""


class Desk:
    """Made by `Desk.open`, which signs in; close it to hang up, end the engine and drop the connection."""

    def __init__(
        self,
        client: Client,
        news: News,
        account: Account,
        history: History,
        set_up: PhoneSetUp,
        *,
        copies: KeptCopies,
    ) -> None:
        self._client = client
        self._news = news
        self._set_up = set_up
        self._device: Device | None = None
        self._account = self._here = account
        self._copies = copies
        self._phone_started: asyncio.Task[None] | None = None
        self._learning: asyncio.Task[None] | None = None
        self._naming: asyncio.Task[None] | None = None
        self._named_at: datetime | None = None
        self._owned = AsyncExitStack()
        self.devices = OwnDevices(client)
        self.journal = Journal(history, news.history, news.trouble)
        self.telephone = Telephone(news, self.journal)
        self.book, self.administration = self._rooms(client)

    @classmethod
    async def open(
        cls,
        profile: Profile,
        login: Login,
        news: News,
        history: Path | None = None,
        *,
        passwords: Mapping[str, str] = MappingProxyType({}),
        copies: Path | None = None,
        second_factor: str = "",
    ) -> "Desk":
        """Sign in; calls are remembered in the file `history`, deleted directories in `copies`, or for this run only.

        Raises `KazooError`, `SecondFactorNeeded` where KAZOO wants one and `second_factor` is not the answer.
        `passwords` are those of the profile's SIP accounts, by id.
        """
        async with AsyncExitStack() as stack:
            ca_file = Path(profile.ca_file) if profile.ca_file else None
            client = await stack.enter_async_context(Client(profile.server, login, ca_file=ca_file))
            await client.sign_in(second_factor or None)
            account = await client.account()
            set_up, kept = PhoneSetUp(profile.phone, passwords), KeptCopies(copies)
            desk = cls(client, news, account, await History.open(history), set_up, copies=kept)
            stack.push_async_callback(desk.journal.close)
            stack.push_async_callback(desk.telephone.close)
            await desk.journal.begin()
            client.on_end(news.signed_out)
            desk._owned = stack.pop_all()
            return desk

    async def sign_in_facts(self) -> SignedIn:
        """What the window shows first. Raises `KazooError`."""
        away = self._here is not self._account
        return SignedIn(
            self._here.name,
            self._here.realm,
            tuple(await self.book.directories()),
            own_account=(self._account.name or self._account.realm) if away else "",
            exposed=exposed(self._client.root),
        )

    async def sign_in_again(self, login: Login | None, second_factor: str = "") -> None:
        """Sign in anew where the old sign-in has ended, as before without a `login`; all else stays as it is.

        Raises `KazooError`.
        """
        await self._client.sign_in(second_factor or None, login)

    async def accounts(self) -> list[Account]:
        """The account signed in to, and all below it. Raises `KazooError`."""
        return [self._account, *await self._client.descendants()]

    async def switch_account(self, account_id: str) -> SignedIn:
        """Show and administer another account below from now on, or one's own; the phone stays. Raises `KazooError`."""
        client = self._client if account_id == self._account.id else self._client.in_account(account_id)
        here = self._account if account_id == self._account.id else await client.account()
        before = (self._here, self.book, self.administration)
        if self._learning is not None:
            self._learning.cancel()
        self._here, (self.book, self.administration) = here, self._rooms(client)
        try:
            return await self.sign_in_facts()
        except BaseException:
            self._here, self.book, self.administration = before
            raise

    async def start_phone(self) -> None:
        """Set the phone up with the signed-in person's own device; without one it calls without credentials.

        Raises `PhoneError` when it cannot be used; the news tell the same.
        """
        await self.telephone.start(self._set_up, self._account.realm, await self._device_now())

    async def phone_facts(self) -> PhoneFacts:
        """How the phone is set up. Raises `KazooError`."""
        devices = await self.devices.choices()
        settings = self.telephone.as_now(self._set_up.settings)
        return PhoneFacts(settings, self._account.realm, devices, self.devices.possible)

    async def set_up_phone(self, set_up: PhoneSetUp) -> None:
        """Be set up like this from now on. Raises `PhoneError`."""
        self._set_up = set_up
        await self.telephone.use(set_up, self._account.realm, await self._device_now())

    async def create_softphone(self) -> None:
        """Make a softphone device for the signed-in person, and speak as it. Raises `KazooError`, `PhoneError`."""
        await self.devices.create()
        await self.set_up_phone(self._set_up)

    def start_phone_soon(self) -> None:
        """Start the phone without waiting for it."""
        self._phone_started = asyncio.ensure_future(self._try_phone())

    async def _try_phone(self) -> None:
        with contextlib.suppress(PhoneError):
            await self.start_phone()

    async def open_directory(self, directory_id: str) -> Snapshot:
        """Fetch and publish a directory; the titles of its people follow in the background. Raises `KazooError`."""
        snapshot = await self.book.open(directory_id)
        self._learn_titles()
        return snapshot

    async def refresh(self) -> Snapshot:
        """Fetch the open directory again. Raises `KazooError`."""
        return await self.open_directory(self.book.directory_id)

    async def recorded_name(self, user_id: str) -> bytes:
        """The sound of a person's name as it is recorded in KAZOO; empty when it is not. Raises `KazooError`."""
        return await self._client.recorded_name(user_id)

    async def server_pdf(self, directory_id: str) -> Paper:
        """The PDF KAZOO renders of a directory, its pages not counted. Raises `KazooError`."""
        return Paper(await self._client.directory_pdf(directory_id), pages=0)

    async def export_pdf(
        self,
        *,
        page: PageSize = "A4",
        audited_as: MenuProfile | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Paper:
        """Render the open directory here, with everybody's title; with the audit by a menu, where one is given.

        Cancelling the caller stops the work.
        """
        snapshot = await with_titles(self.book, progress)
        return await render_pdf(snapshot, company=self._here.name, page=page, audited_as=audited_as, progress=progress)

    def _rooms(self, client: Client) -> tuple[Book, Administration]:
        return Book(client, self._publish, lambda: datetime.now(UTC)), Administration(client, self._copies)

    async def close(self) -> None:
        """Hang up, end the engine, drop the connection."""
        for task in (self._phone_started, self._learning, self._naming):
            if task is not None:
                task.cancel()
        await self._owned.aclose()

    async def _device_now(self) -> Device | None:
        """The device chosen, or while KAZOO does not answer the one known before."""
        with contextlib.suppress(KazooError):
            self._device = await self.devices.chosen(self._set_up.settings.device_id)
        return self._device

    def _publish(self, snapshot: Snapshot) -> None:
        self._news.snapshot(snapshot)
        if snapshot.fetched_at != self._named_at:  # with new titles only, the numbers are the same
            self._named_at = snapshot.fetched_at
            self._naming = asyncio.ensure_future(self._name_callers(snapshot))

    async def _name_callers(self, snapshot: Snapshot) -> None:
        callers = await asyncio.to_thread(Callers.of, (*snapshot.entries, *self.book.owners))
        self.telephone.know(snapshot.directory.id, callers)

    def _learn_titles(self) -> None:
        if self._learning is not None:
            self._learning.cancel()
        self._learning = asyncio.ensure_future(self.book.describe_rest())
