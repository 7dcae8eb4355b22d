"""Who signs in, and the hash KAZOO knows them by."""

import hashlib
import re
from typing import Any, Final

from attrs import field, frozen

__all__ = ["ApiKey", "Login", "PasswordLogin", "hash_password"]

_REALM: Final = re.compile(r"[.\w-]+")
"""What KAZOO accepts as a realm; it refuses the whole sign-in for anything else (schema `user_auth`)."""


def hash_password(username: str, password: str) -> str:
    """Return the SHA-1 that KAZOO stores for a user, lower-case hex.

    The user name is lower-cased first, as KAZOO does before it stores the hash (`kzd_users`, `kzd_module_utils`).
    """
    return hashlib.sha1(f"{username.strip().lower()}:{password}".encode(), usedforsecurity=False).hexdigest()


@frozen
class PasswordLogin:
    """A user of an account, by account name or realm. The password itself is not kept, only KAZOO's hash."""

    account: str
    username: str
    password_hash: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where to sign in."""
        return "user_auth"

    @property
    def secret(self) -> str:
        """What the keyring keeps."""
        return self.password_hash

    def body(self) -> dict[str, Any]:
        """The account is sent as name, and as realm where it can be one: KAZOO tries the realm, then the name."""
        account = self.account.strip()
        body = {"credentials": self.password_hash, "method": "sha", "account_name": account}
        return {**body, "account_realm": account.lower()} if _REALM.fullmatch(account) else body


@frozen
class ApiKey:
    """An account's API key; such a sign-in is nobody in particular, so it has no device of its own."""

    key: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where to sign in."""
        return "api_auth"

    @property
    def secret(self) -> str:
        """What the keyring keeps."""
        return self.key

    def body(self) -> dict[str, Any]:
        """Nothing but the key: KAZOO refuses any other property."""
        return {"api_key": self.key.strip()}


Login = PasswordLogin | ApiKey
