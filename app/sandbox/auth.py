"""Tokens and who may do what with them: `kz_auth`, `cb_token_auth`, `cb_simple_authz`."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from app.sandbox.account import Document
from app.sandbox.documents import Store
from app.sandbox.refusals import expired_token, invalid_credentials

__all__ = ["Tokens", "hashed", "reset_identity"]


def hashed(username: str, password: str) -> Document:
    """Return the credential hashes KAZOO stores (`kzd_module_utils:pass_hashes`); neither is secure, both are its."""
    creds = f"{username}:{password}".encode()
    return {
        "pvt_md5_auth": hashlib.md5(creds, usedforsecurity=False).hexdigest(),
        "pvt_sha1_auth": hashlib.sha1(creds, usedforsecurity=False).hexdigest(),
    }


def reset_identity() -> Document:
    """Return a new identity secret: every token signed with the old one is refused from now on."""
    return {"pvt_signature_secret": secrets.token_hex(16)}


class Tokens:
    """Issues and checks JSON web tokens; good for one sandbox only, as each has its own key."""

    def __init__(self, store: Store, seconds: int, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._now = now
        self._seconds = seconds
        self._key = secrets.token_bytes(32)
        self._issued: list[str] = []
        self._ended: frozenset[str] = frozenset()

    def claims(
        self, account_id: str, owner_id: str | None = None, method: str = "cb_user_auth", seconds: int | None = None
    ) -> Document:
        """Return what a new token is to say; with negative `seconds` it has expired already."""
        claims: Document = {
            "iss": "kazoo",
            "identity_sig": self._signature(account_id, owner_id),
            "method": method,
            "account_id": account_id,
            "exp": int(self._now()) + (self._seconds if seconds is None else seconds),
            "jti": secrets.token_hex(8),
        }
        return claims if owner_id is None else {**claims, "owner_id": owner_id}

    def sign(self, claims: Document) -> str:
        """Return a token that says `claims`."""
        token = jwt.encode(claims, self._key, algorithm="HS256")
        self._issued.append(token)
        return token

    def check(self, token: str) -> Mapping[str, Any]:
        """Return a token's claims; raises the 401 that fits."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"], options={"verify_exp": False})
        except jwt.InvalidTokenError as error:
            raise invalid_credentials() from error
        if token in self._ended or claims["exp"] <= self._now():
            raise expired_token()
        signature = self._signature(claims["account_id"], claims.get("owner_id"))
        if not hmac.compare_digest(signature, claims["identity_sig"]):
            raise invalid_credentials()
        return claims

    def expire_all(self) -> None:
        """Let every token issued so far be past its time."""
        self._ended = frozenset(self._issued)

    def _signature(self, account_id: str, owner_id: str | None) -> str:
        """Sign who the token is for with the secret stored on the user, so that a new password ends old tokens."""
        database = self._store.database(account_id)
        owner = database.stored(owner_id) if database and owner_id else None
        secret = owner.get("pvt_signature_secret", "") if owner else ""
        return hmac.new(self._key, f"{account_id}/{owner_id}/{secret}".encode(), hashlib.sha256).hexdigest()
