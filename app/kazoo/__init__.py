"""The REST client: knows Crossbar, knows nothing of menus or windows."""

from app.kazoo.address import api_root
from app.kazoo.client import Client
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
from app.kazoo.errors import BadAddress, KazooError, NotFound, SignedOut, Unreachable, WrongCredentials
from app.kazoo.login import ApiKey, Login, PasswordLogin, hash_password

__all__ = [
    "Account",
    "ApiKey",
    "BadAddress",
    "Callflow",
    "Client",
    "Device",
    "DirectoryDocument",
    "DirectorySummary",
    "KazooError",
    "Login",
    "Member",
    "NotFound",
    "PasswordLogin",
    "Session",
    "SignedOut",
    "Unreachable",
    "User",
    "UserDetails",
    "WrongCredentials",
    "api_root",
    "hash_password",
]
