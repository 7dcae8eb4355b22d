"""What the window asks of the phone's settings: how it is set up, and to set it up otherwise."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from PySide6.QtCore import QObject

from app.problem import Problem
from ui.asking import Asking
from ui.bridge import Request

if TYPE_CHECKING:
    from app.desk import PhoneFacts
    from app.store import PhoneSettings, Profile, Secrets

__all__ = ["PhoneChoices", "SettingsNotKeptError", "SettingsRequests", "sip_passwords"]


@frozen
class PhoneChoices:
    """How the phone is set up, what can be chosen for it, and which of its accounts have a password here."""

    facts: "PhoneFacts"
    with_password: frozenset[str] = frozenset()
    lasting: bool = True
    """Passwords outlive this run."""


class SettingsNotKeptError(Exception):
    """The settings are in use, but their file could not be written."""

    problem = Problem(
        "The settings could not be remembered: their folder cannot be written.",
        "Set them again next time.",
        "They are in use now.",
    )


class SettingsRequests(Asking):
    """The settings' part of `Core`."""

    _profile: "Profile | None"
    _remembering: bool
    _secrets_of_run: "Secrets | None" = None

    def phone_choices(self, owner: QObject) -> Request:
        """Ask for `PhoneChoices`."""
        return self._bridge.ask(self._phone_choices(), owner)

    def set_up_phone(self, settings: "PhoneSettings", typed: Mapping[str, str], owner: QObject) -> Request:
        """Use these settings from now on and remember them; `typed` are new passwords, by the id of their account."""
        return self._bridge.ask(self._set_up_phone(settings, dict(typed)), owner)

    def create_softphone(self, owner: QObject) -> Request:
        """Make a softphone device for the signed-in person in KAZOO and speak as it; they have agreed to it."""
        return self._bridge.ask(self._of_desk(lambda desk: desk.create_softphone()), owner)

    async def _phone_choices(self) -> PhoneChoices:
        facts: PhoneFacts = await self._of_desk(lambda desk: desk.phone_facts())
        secrets = await self._sip_secrets()
        known = await asyncio.to_thread(sip_passwords, secrets, self._profile)
        return PhoneChoices(facts, frozenset(known), secrets.lasting)

    async def _set_up_phone(self, settings: "PhoneSettings", typed: Mapping[str, str]) -> None:
        from app.desk import PhoneSetUp  # noqa: PLC0415 - wanted late

        before, secrets = self._profile, await self._sip_secrets()
        assert before is not None, "nobody is signed in"
        self._profile = before.with_phone(settings)
        await asyncio.to_thread(_keep_passwords, secrets, before, self._profile, typed)
        passwords = await asyncio.to_thread(sip_passwords, secrets, self._profile)
        await self._of_desk(lambda desk: desk.set_up_phone(PhoneSetUp(settings, passwords)))
        if self._remembering:
            profiles, _ = await self._stores()
            stored = await asyncio.to_thread(profiles.load) or self._profile
            try:
                await asyncio.to_thread(profiles.save, stored.with_phone(settings))
            except OSError as error:
                raise SettingsNotKeptError from error

    async def _sip_secrets(self) -> "Secrets":
        """The keyring, or for a sign-in that is not remembered a memory that ends with this run."""
        from app.store import Secrets  # noqa: PLC0415 - keyring is wanted after the first paint

        if self._remembering:
            return (await self._stores())[1]
        self._secrets_of_run = self._secrets_of_run or Secrets(None)
        return self._secrets_of_run


def sip_passwords(secrets: "Secrets", profile: "Profile | None") -> dict[str, str]:
    """Return the passwords known of the SIP accounts typed in, by id; blocking, as the keyring is."""
    if profile is None:
        return {}
    found = {account.id: secrets.load(profile.sip_secret_name(account.id)) for account in profile.phone.accounts}
    return {account_id: secret for account_id, secret in found.items() if secret}


def _keep_passwords(secrets: "Secrets", before: "Profile", after: "Profile", typed: Mapping[str, str]) -> None:
    left = {account.id for account in after.phone.accounts}
    for account in before.phone.accounts:
        if account.id not in left:
            secrets.forget(after.sip_secret_name(account.id))
    for account_id in left & typed.keys():
        secrets.save(after.sip_secret_name(account_id), typed[account_id])
