"""Who signs in, and the hash KAZOO knows them by."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

__all__ = ["ApiKey", "HashMethod", "KnownBy", "Login", "PasswordLogin", "hash_password"]

HashMethod: TypeAlias = Literal["sha", "md5"]
KnownBy: TypeAlias = Literal["name_or_realm", "name", "realm", "phone_number"]

_REALM: Final = re.compile(r"[.\w-]+")
"""What KAZOO accepts as a realm; it refuses the whole sign-in for anything else (schema `user_auth`)."""
_HASHES: Final[Mapping[HashMethod, Callable[..., Any]]] = {"sha": hashlib.sha1, "md5": hashlib.md5}


def hash_password(username: str, password: str, method: HashMethod = "sha") -> str:
    """Return the SHA-1 or MD5 that KAZOO stores for a user, lower-case hex.

    The user name is lower-cased first, as KAZOO does before it stores the hash (`kzd_users`, `kzd_module_utils`).
    """
    credentials = f"{username.strip().lower()}:{password}".encode()
    digest: str = _HASHES[method](credentials, usedforsecurity=False).hexdigest()
    return digest


@frozen
class PasswordLogin:
    """A user of an account, by the account's name, realm or a phone number of it.

    The password itself is not kept, only KAZOO's hash of it.
    """

    account: str
    username: str
    password_hash: str = field(repr=False)
    method: HashMethod = "sha"
    known_by: KnownBy = "name_or_realm"

    @property
    def path(self) -> str:
        """Where to sign in."""
        return "user_auth"

    @property
    def secret(self) -> str:
        """What the keyring keeps."""
        return self.password_hash

    def body(self) -> dict[str, Any]:
        """By name or realm both are sent where it can be one: KAZOO tries the realm, then the name."""
        return {"credentials": self.password_hash, "method": self.method, **self._account()}

    def _account(self) -> dict[str, str]:
        account = self.account.strip()
        match self.known_by:
            case "phone_number":
                return {"phone_number": account}
            case "realm":
                return {"account_realm": account.lower()}
            case "name":
                return {"account_name": account}
            case "name_or_realm":
                both = {"account_name": account, "account_realm": account.lower()}
                return both if _REALM.fullmatch(account) and len(account) >= 4 else {"account_name": account}


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
