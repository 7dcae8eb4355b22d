"""Who signs in, and the hash KAZOO knows them by."""

import hashlib
from typing import Any

from attrs import field, frozen

__all__ = ["ApiKey", "Login", "PasswordLogin", "hash_password"]


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
        """The account is sent as realm and as name: KAZOO tries the realm first and falls through to the name."""
        account = {"account_realm": self.account.strip().lower(), "account_name": self.account.strip()}
        return {"credentials": self.password_hash, "method": "sha", **account}


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
