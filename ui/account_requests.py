"""What the window asks about sign-ins: those remembered, one that has ended, and the accounts below one's own."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from attrs import frozen
from PySide6.QtCore import QObject

from app.problem import Problem
from ui.asking import Asking
from ui.bridge import Request

if TYPE_CHECKING:
    from app.store import Profile

__all__ = ["AccountRequests", "Credentials", "Ended", "Remembered", "SecondFactorAsked"]


@frozen
class Credentials:
    """What a person enters to sign in. `secret` is a password, its stored hash, or an API key."""

    profile: "Profile"
    secret: str
    is_hash: bool = False
    second_factor: str = ""

    def __repr__(self) -> str:
        """Leave the secrets out."""
        return f"Credentials({self.profile!r})"


@frozen
class Remembered:
    """What earlier runs left: the sign-ins, the last one's secret; and whether secrets can be kept at all."""

    profile: "Profile | None"
    credentials: Credentials | None
    lasting: bool
    theme: str = ""
    """The theme chosen last; empty: as the system is."""
    profiles: "tuple[Profile, ...]" = ()
    """All that are remembered, the one used last first."""


@frozen
class SecondFactorAsked:
    """KAZOO wants one more proof before it signs somebody in; `provider` may be empty."""

    provider: str


@frozen
class Ended:
    """The sign-in cannot be renewed; somebody has to sign in again, maybe with a second factor."""

    problem: Problem
    second_factor: SecondFactorAsked | None = None


class AccountRequests(Asking):
    """The sign-ins' part of `Core`."""

    _kept_as: str
    _profile: "Profile | None"

    def remembered(self, owner: QObject) -> Request:
        """Ask for `Remembered`."""
        return self._bridge.ask(self._remembered(), owner)

    def credentials_of(self, profile: "Profile", owner: QObject) -> Request:
        """Ask for the `Credentials` remembered of a profile, None without a secret."""
        return self._bridge.ask(self._credentials_of(profile), owner)

    def forget_profile(self, profile: "Profile", owner: QObject) -> Request:
        """Forget a sign-in and its secret; answers the tuple of those that are left."""
        return self._bridge.ask(self._forget_profile(profile), owner)

    def sign_in_again(self, secret: str, second_factor: str, owner: QObject) -> Request:
        """Sign in anew where the sign-in has ended; empty secret: the one used before. All else stays.

        Answers None, or `SecondFactorAsked`.
        """
        return self._bridge.ask(self._sign_in_again(secret, second_factor), owner)

    def accounts(self, owner: QObject) -> Request:
        """Ask for one's own account and all below it: a list of `app.kazoo.Account`, one's own first."""
        return self._bridge.ask(self._of_desk(lambda desk: desk.accounts()), owner)

    def switch_account(self, account_id: str, owner: QObject) -> Request:
        """Go to another account below one's own, or back; answers `SignedIn`."""
        return self._bridge.ask(self._of_desk(lambda desk: desk.switch_account(account_id)), owner)

    async def _remembered(self) -> Remembered:
        profiles, secrets = await self._stores()
        known = await asyncio.to_thread(profiles.known)
        theme = (await asyncio.to_thread(profiles.preferences)).theme
        last = await asyncio.to_thread(profiles.load)
        credentials = await self._credentials_of(last) if last else None
        return Remembered(last, credentials, secrets.lasting, theme, known)

    async def _credentials_of(self, profile: "Profile") -> Credentials | None:
        _, secrets = await self._stores()
        secret = await asyncio.to_thread(secrets.load, profile.secret_name)
        return Credentials(profile, secret, is_hash=True) if secret else None

    async def _forget_profile(self, profile: "Profile") -> "tuple[Profile, ...]":
        profiles, secrets = await self._stores()
        with contextlib.suppress(OSError):
            await asyncio.to_thread(profiles.forget, profile)
        await asyncio.to_thread(secrets.forget, profile.secret_name)
        for account in profile.phone.accounts:
            await asyncio.to_thread(secrets.forget, profile.sip_secret_name(account.id))
        return await asyncio.to_thread(profiles.known)

    async def _sign_in_again(self, secret: str, second_factor: str) -> SecondFactorAsked | None:
        from app.desk import login_of  # noqa: PLC0415 - the desk is loaded by now
        from app.kazoo import SecondFactorNeeded  # noqa: PLC0415

        profile = self._profile
        assert profile is not None, "nobody was signed in"
        login = login_of(profile, secret, is_hash=False) if secret else None
        try:
            await self._of_desk(lambda desk: desk.sign_in_again(login, second_factor))
        except SecondFactorNeeded as asked:
            if second_factor:
                raise
            return SecondFactorAsked(asked.provider)
        if login is not None and self._kept_as:
            _, secrets = await self._stores()
            await asyncio.to_thread(secrets.save, self._kept_as, login.secret)
        return None
