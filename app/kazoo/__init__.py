"""The REST client: knows Crossbar, knows nothing of menus or windows."""

from app.kazoo.client import Client, api_root
from app.kazoo.documents import (
    Account,
    Callflow,
    Device,
    DirectoryDocument,
    DirectorySummary,
    Member,
    Session,
    User,
    UserDetails,
)
from app.kazoo.errors import KazooError, WrongCredentials
from app.kazoo.login import ApiKey, Login, PasswordLogin, hash_password

__all__ = [
    "Account",
    "ApiKey",
    "Callflow",
    "Client",
    "Device",
    "DirectoryDocument",
    "DirectorySummary",
    "KazooError",
    "Login",
    "Member",
    "PasswordLogin",
    "Session",
    "User",
    "UserDetails",
    "WrongCredentials",
    "api_root",
    "hash_password",
]
