"""The core as the window sees it: what to ask it, and what it tells by itself."""

import asyncio
import contextlib
import enum
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.logbook import Logbook
from app.problem import Problem
from ui.account_requests import AccountRequests, Credentials, Ended, Remembered, SecondFactorAsked
from ui.admin_requests import AdminRequests
from ui.asking import Progress, write_file
from ui.audit_requests import AuditRequests
from ui.bridge import Bridge, Request
from ui.history_requests import HistoryRequests
from ui.log_feed import LogFeed
from ui.menu_requests import MenuRequests
from ui.phone_requests import PhoneRequests
from ui.settings_requests import SettingsRequests, sip_passwords

if TYPE_CHECKING:
    from app.desk import Desk, PageSize, Party, SignedIn
    from app.directory import Profile as MenuProfile
    from app.directory import Snapshot
    from app.kazoo import KazooError, Login
    from app.phone import Call, MessagesWaiting, PhoneStatus, Presence
    from app.store import Profile, ProfileStore, Secrets

__all__ = ["Core", "Credentials", "Ended", "Kept", "Remembered", "SecondFactorAsked"]


class Kept(enum.Enum):
    """How long a sign-in is remembered."""

    LASTING = enum.auto()
    THIS_RUN = enum.auto()
    """There is no keyring: the secret is in memory."""
    NOT = enum.auto()
    """The profile's folder cannot be written."""


class Core(
    QObject,
    PhoneRequests,
    HistoryRequests,
    SettingsRequests,
    MenuRequests,
    AuditRequests,
    AdminRequests,
    AccountRequests,
):
    """Talks to the desk on the core's thread; signals come on the GUI thread. One desk at a time."""

    snapshot_came = Signal(object)
    call_changed = Signal(object)
    phone_changed = Signal(object)
    presence_changed = Signal(object)
    messages_changed = Signal(object)
    history_changed = Signal(int)
    """The calls remembered are others; so many were missed since somebody looked."""
    sign_in_ended = Signal(object)
    """`Ended`: it cannot be renewed without the person; everything on the screen stays."""
    trouble = Signal(Problem)
    """Something went wrong that nobody asked for."""

    def __init__(
        self,
        bridge: Bridge,
        profiles: "ProfileStore | None" = None,
        secrets: "Secrets | None" = None,
        logbook: Logbook | None = None,
    ) -> None:
        super().__init__()
        self.log = LogFeed(bridge, logbook or Logbook())
        self.phone_changed.connect(self.log.keep_phone)
        self._bridge = bridge
        self._profiles = profiles
        self._secrets = secrets
        self._desk: Desk | None = None
        self._profile: Profile | None = None
        self._remembering = False
        self._news: _News | None = None
        self._kept_as = ""
        self._changing = asyncio.Lock()
        self._parties: dict[str, Party] = {}

    def party_of(self, call: "Call") -> "Party | None":
        """Who of the directory is at the other end of a call of this sign-in, as found when it began."""
        return self._parties.get(call.id)

    def take_call(self, call: "Call", party: "Party | None") -> None:
        """News of a call came; on the GUI thread."""
        if party is not None:
            self._parties[call.id] = party
        self.call_changed.emit(call)

    def sign_in(self, credentials: Credentials, owner: QObject, *, remember: bool) -> Request:
        """Sign in; answers `SignedIn` and how it is remembered (`Kept`, None when not asked to).

        Or answers `SecondFactorAsked`.
        """
        return self._bridge.ask(self._sign_in(credentials, remember=remember), owner)

    def sign_out(self, owner: QObject) -> Request:
        """Hang up, end the phone, forget the secret."""
        self._parties = {}
        return self._bridge.ask(self._sign_out(), owner)

    def open_directory(self, directory_id: str, owner: QObject) -> Request:
        """Fetch a directory; the snapshot comes by `snapshot_came` and as the answer."""
        return self._ask_desk(lambda desk: desk.open_directory(directory_id), owner)

    def refresh(self, owner: QObject) -> Request:
        """Fetch the open directory again."""
        return self._ask_desk(lambda desk: desk.refresh(), owner)

    def describe(self, user_ids: Iterable[str], owner: QObject) -> Request:
        """Ask for titles of people in view."""
        wanted = tuple(user_ids)
        return self._ask_desk(lambda desk: desk.book.describe(wanted), owner)

    def export_pdf(
        self,
        page: "PageSize",
        audited_as: "MenuProfile | None",
        progress: Progress,
        owner: QObject,
    ) -> Request:
        """Render the open directory as a `Paper`; `progress(done, of)` comes on the GUI thread. Cancelling stops it."""
        told = self._on_gui(progress, owner)
        return self._ask_desk(lambda desk: desk.export_pdf(page=page, audited_as=audited_as, progress=told), owner)

    def remember_directory(self, directory_id: str, owner: QObject) -> Request:
        """Open this directory first next time."""
        return self._bridge.ask(self._remember_directory(directory_id), owner)

    def remember_theme(self, theme: str, owner: QObject) -> Request:
        """Show this theme next time; empty: as the system is."""
        return self._bridge.ask(self._remember_theme(theme), owner)

    def server_pdf(self, directory_id: str, owner: QObject) -> Request:
        """Fetch the PDF that KAZOO renders, as a `Paper`."""
        return self._ask_desk(lambda desk: desk.server_pdf(directory_id), owner)

    def write_file(self, path: str, content: bytes, owner: QObject) -> Request:
        """Write a file off the GUI thread."""
        return self._bridge.ask(asyncio.to_thread(write_file, Path(path), content), owner)

    async def close(self) -> None:
        """End the desk; nothing of it is told any more. Also for the bridge's end."""
        desk, self._desk = self._desk, None
        if self._news is not None:
            self._news.silent = True
        if desk is not None:
            await desk.close()

    async def _sign_in(
        self, credentials: Credentials, *, remember: bool
    ) -> "tuple[SignedIn, Kept | None] | SecondFactorAsked":
        from app.kazoo import SecondFactorNeeded  # noqa: PLC0415 - httpx is wanted after the first paint

        try:
            return await self._begin(credentials, remember=remember)
        except SecondFactorNeeded as asked:
            return SecondFactorAsked(asked.provider)

    async def _begin(self, credentials: Credentials, *, remember: bool) -> "tuple[SignedIn, Kept | None]":
        from app.desk import Desk, login_of  # noqa: PLC0415 - as above

        async with self._changing:
            await self.close()
            login = login_of(credentials.profile, credentials.secret, is_hash=credentials.is_hash)
            news = self._news = _News(self, self._bridge)
            self._remembering = remember
            profile, history = await self._known_of(credentials.profile) if remember else (credentials.profile, None)
            self._profile = profile
            passwords = await asyncio.to_thread(sip_passwords, await self._sip_secrets(), profile)
            copies = (await self._stores())[0].copies_file if remember else None
            desk = await Desk.open(
                profile,
                login,
                news,
                history,
                passwords=passwords,
                copies=copies,
                second_factor=credentials.second_factor,
            )
            try:
                facts = await desk.sign_in_facts()
                kept = await self._remember(profile, login) if remember else None
            except BaseException:
                news.silent = True
                await desk.close()
                raise
            self._desk = desk
            desk.start_phone_soon()
            return facts, kept

    async def _known_of(self, profile: "Profile") -> "tuple[Profile, Path]":
        """The profile with what is remembered of it, and the file of its calls."""
        profiles, _ = await self._stores()
        known = await asyncio.to_thread(profiles.find, profile)
        if known is not None:
            profile = profile.completed_from(known)
        return profile, profiles.history_file(profile)

    async def _remember(self, profile: "Profile", login: "Login") -> "Kept":
        profiles, secrets = await self._stores()
        try:
            await asyncio.to_thread(profiles.save, profile)
        except OSError:
            return Kept.NOT
        self._kept_as = profile.secret_name
        lasting = await asyncio.to_thread(secrets.save, profile.secret_name, login.secret)
        return Kept.LASTING if lasting else Kept.THIS_RUN

    async def _remember_directory(self, directory_id: str) -> None:
        profiles, _ = await self._stores()
        profile = await asyncio.to_thread(profiles.load)
        if profile is not None and profile.directory_id != directory_id:
            with contextlib.suppress(OSError):
                await asyncio.to_thread(profiles.save, profile.with_directory(directory_id))

    async def _remember_theme(self, theme: str) -> None:
        from app.store import Preferences  # noqa: PLC0415 - as above

        profiles, _ = await self._stores()
        with contextlib.suppress(OSError):
            await asyncio.to_thread(profiles.save_preferences, Preferences(theme))

    async def _sign_out(self) -> None:
        async with self._changing:
            await self.close()
            if self._kept_as:
                _, secrets = await self._stores()
                await asyncio.to_thread(secrets.forget, self._kept_as)
                self._kept_as = ""


class _News:
    """One desk's news, carried to the GUI thread; `silent` once the desk is closed, also for what is on its way."""

    def __init__(self, core: Core, bridge: Bridge) -> None:
        self._core = core
        self._bridge = bridge
        self.silent = False

    def snapshot(self, snapshot: "Snapshot") -> None:
        self._bridge.post(partial(self._tell, self._core.snapshot_came, snapshot))

    def call(self, call: "Call", party: "Party | None") -> None:
        self._bridge.post(partial(self._tell_call, call, party))

    def phone(self, status: "PhoneStatus") -> None:
        self._bridge.post(partial(self._tell, self._core.phone_changed, status))

    def presence(self, presence: "Presence") -> None:
        self._bridge.post(partial(self._tell, self._core.presence_changed, presence))

    def messages(self, waiting: "MessagesWaiting") -> None:
        self._bridge.post(partial(self._tell, self._core.messages_changed, waiting))

    def history(self, missed: int) -> None:
        self._bridge.post(partial(self._tell, self._core.history_changed, missed))

    def signed_out(self, error: "KazooError") -> None:
        from app.kazoo import SecondFactorNeeded  # noqa: PLC0415 - loaded by now

        asked = SecondFactorAsked(error.provider) if isinstance(error, SecondFactorNeeded) else None
        self._bridge.post(partial(self._tell, self._core.sign_in_ended, Ended(error.problem, asked)))

    def trouble(self, problem: Problem) -> None:
        self._bridge.post(partial(self._tell, self._core.trouble, problem))

    def _tell_call(self, call: "Call", party: "Party | None") -> None:
        if not self.silent:
            self._core.take_call(call, party)

    def _tell(self, signal: SignalInstance, news: object) -> None:
        if not self.silent:
            signal.emit(news)
