"""A remembered profile and its secret as a sign-in."""

from app.kazoo import ApiKey, Login, PasswordLogin, hash_password
from app.store import Profile

__all__ = ["login_of"]


def login_of(profile: Profile, secret: str, *, is_hash: bool) -> Login:
    """Return how `profile` signs in; `secret` is an API key, a password, or with `is_hash` KAZOO's hash of it."""
    if profile.kind == "api_key":
        return ApiKey(secret.strip())
    hashed = secret if is_hash else hash_password(profile.username, secret, profile.method)
    return PasswordLogin(profile.account, profile.username, hashed, profile.method, profile.known_by)
