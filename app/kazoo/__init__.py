"""The REST client: knows Crossbar, knows nothing of menus or windows."""

from app.kazoo.address import api_root, exposed
from app.kazoo.client import Client
from app.kazoo.complaint import Complaint
from app.kazoo.documents import (
    Account,
    Callflow,
    CallflowDocument,
    Device,
    DirectoryDocument,
    DirectorySummary,
    Holder,
    Member,
    Session,
    StoredDirectory,
    User,
    UserDetails,
)
from app.kazoo.errors import (
    BadAddress,
    Conflict,
    Forbidden,
    Invalid,
    KazooError,
    NotFound,
    SecondFactorNeeded,
    SignedOut,
    TooManyRequests,
    Unconfirmed,
    Unreachable,
    WrongCredentials,
)
from app.kazoo.login import ApiKey, HashMethod, KnownBy, Login, PasswordLogin, hash_password
from app.kazoo.wire import Limits

__all__ = [
    "Account",
    "ApiKey",
    "BadAddress",
    "Callflow",
    "CallflowDocument",
    "Client",
    "Complaint",
    "Conflict",
    "Device",
    "DirectoryDocument",
    "DirectorySummary",
    "Forbidden",
    "HashMethod",
    "Holder",
    "Invalid",
    "KazooError",
    "KnownBy",
    "Limits",
    "Login",
    "Member",
    "NotFound",
    "PasswordLogin",
    "SecondFactorNeeded",
    "Session",
    "SignedOut",
    "StoredDirectory",
    "TooManyRequests",
    "Unconfirmed",
    "Unreachable",
    "User",
    "UserDetails",
    "WrongCredentials",
    "api_root",
    "exposed",
    "hash_password",
]
