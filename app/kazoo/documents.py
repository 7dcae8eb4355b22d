"""KAZOO's documents as this program needs them, read tolerantly: what is missing or of another type gets its default.

The API stores nearly anything; one odd document must never hide the others.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, cast

import msgspec

__all__ = [
    "Account",
    "Callflow",
    "CallflowDocument",
    "Device",
    "DirectoryDocument",
    "DirectorySummary",
    "Holder",
    "HolderKind",
    "Member",
    "Session",
    "StoredDirectory",
    "User",
    "UserDetails",
    "read_account",
    "read_callflow",
    "read_callflow_document",
    "read_device",
    "read_directory",
    "read_directory_summary",
    "read_holder",
    "read_session",
    "read_stored_directory",
    "read_user",
    "read_user_details",
]

Raw = Mapping[str, Any]
HolderKind = Literal["users", "devices"]

_NOT_STORED: Final = frozenset({"id", "users", "metadata"})
"""What a GET shows beside a directory's stored fields; `users` are the members there, never what is stored."""

_SETTINGS: Final = ("min_dtmf", "max_dtmf", "confirm_match", "search_fields", "sort_by")


class Session(msgspec.Struct, frozen=True):
    """What a sign-in tells. `owner_id` is empty for an API key."""

    account_id: str
    owner_id: str = ""
    account_name: str = ""
    language: str = ""
    priv_level: str = ""
    """Only KAZOO 5 tells it here."""


class Account(msgspec.Struct, frozen=True):
    """An account: its name and SIP realm."""

    id: str
    name: str = ""
    realm: str = ""


class DirectorySummary(msgspec.Struct, frozen=True):
    """A row of the list of directories."""

    id: str
    name: str = ""


class Member(msgspec.Struct, frozen=True):
    """A member row of one directory; the id may be a device's, the callflow may be missing or gone."""

    user_id: str
    callflow_id: str = ""


class DirectoryDocument(msgspec.Struct, frozen=True):
    """A directory with its members (in 4.3 and master the API puts them in place of the stored `users`)."""

    id: str
    name: str = ""
    min_dtmf: int = 3
    max_dtmf: int = 0
    confirm_match: bool = True
    search_fields: str = "both"
    sort_by: str = "last_name"
    flags: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    stored: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """The settings above as they are stored, whatever their type; what was never set is not there."""


class StoredDirectory(msgspec.Struct, frozen=True):
    """A directory as it is stored, to be changed: every public field, and the revision that guards the change."""

    id: str
    fields: Mapping[str, Any]
    revision: str
    members: tuple[Member, ...] = ()
    """Not known after a change: KAZOO answers those without."""


class Holder(msgspec.Struct, frozen=True):
    """A document with a map of directories to callflows: nearly always a user's, sometimes a device's."""

    id: str
    kind: HolderKind
    name: str
    directories: Mapping[str, str]
    """A value that is no text is empty here."""
    revision: str


class User(msgspec.Struct, frozen=True):
    """A row of the list of users."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    username: str = ""
    presence_id: str = ""
    priv_level: str = ""
    features: tuple[str, ...] = ()


class UserDetails(msgspec.Struct, frozen=True):
    """What only a user's whole document tells."""

    id: str
    title: str = ""
    email: str = ""
    recorded_name: str = ""
    """The id of the media document of the name as its owner says it."""


class Callflow(msgspec.Struct, frozen=True):
    """A row of the list of callflows."""

    id: str
    name: str = ""
    numbers: tuple[str, ...] = ()
    owner_id: str = ""
    type: str = ""
    featurecode: bool = False
    modules: tuple[str, ...] = ()


class CallflowDocument(msgspec.Struct, frozen=True):
    """A whole callflow with its tree."""

    id: str
    name: str = ""
    numbers: tuple[str, ...] = ()
    flow: Mapping[str, Any] = {}


class Device(msgspec.Struct, frozen=True):
    """A device with its SIP credentials; the password never shows in a repr."""

    id: str
    name: str = ""
    device_type: str = ""
    enabled: bool = True
    sip_username: str = ""
    sip_password: str = ""
    sip_realm: str = ""

    def __repr__(self) -> str:
        """Leave the secret out."""
        return f"Device(id={self.id!r}, name={self.name!r}, sip_username={self.sip_username!r})"


def read_session(raw: Raw) -> Session:
    """From `data` of a sign-in."""
    info = raw.get("user_info")
    return Session(
        _text(raw, "account_id"),
        _text(raw, "owner_id") or _text(raw, "user_id"),
        _text(raw, "account_name"),
        _text(raw, "language"),
        _text(info, "priv_level") if isinstance(info, Mapping) else "",
    )


def read_account(raw: Raw) -> Account:
    """From an account's document."""
    return Account(_text(raw, "id"), _text(raw, "name"), _text(raw, "realm"))


def read_directory_summary(raw: Raw) -> DirectorySummary:
    """From a row of GET /directories."""
    return DirectorySummary(_text(raw, "id"), _text(raw, "name"))


def read_directory(raw: Raw) -> DirectoryDocument:
    """From GET /directories/{id}; `users` may hold members, plain texts (then ignored) or be missing (KAZOO 5)."""
    return DirectoryDocument(
        id=_text(raw, "id"),
        name=_text(raw, "name"),
        min_dtmf=_number(raw, "min_dtmf", 3),
        max_dtmf=_number(raw, "max_dtmf", 0),
        confirm_match=_flag(raw, "confirm_match", default=True),
        search_fields=_text(raw, "search_fields") or "both",
        sort_by=_text(raw, "sort_by") or "last_name",
        flags=_texts(raw, "flags"),
        members=_members(raw.get("users")),
        stored={key: raw[key] for key in _SETTINGS if key in raw},
    )


def read_stored_directory(raw: Raw, revision: str, directory_id: str = "") -> StoredDirectory:
    """From the answer to a GET or a change; `directory_id` where the answer may leave it out (KAZOO 5)."""
    fields = {key: value for key, value in raw.items() if key not in _NOT_STORED and not key.startswith("_")}
    return StoredDirectory(_text(raw, "id") or directory_id, fields, revision, _members(raw.get("users")))


def read_holder(raw: Raw, kind: HolderKind, revision: str) -> Holder:
    """From a whole user or device; a list in place of the map, as old interfaces wrote it, is an empty map."""
    stored = raw.get("directories")
    mapped = stored if isinstance(stored, Mapping) else {}
    directories = {str(key): value if isinstance(value, str) else "" for key, value in mapped.items()}
    name = " ".join(filter(None, (_text(raw, "first_name"), _text(raw, "last_name")))) or _text(raw, "name")
    return Holder(_text(raw, "id"), kind, name, directories, revision)


def read_user(raw: Raw) -> User:
    """From a row of GET /users, or a whole user."""
    return User(
        id=_text(raw, "id"),
        first_name=_text(raw, "first_name"),
        last_name=_text(raw, "last_name"),
        email=_text(raw, "email"),
        username=_text(raw, "username"),
        presence_id=_text(raw, "presence_id"),
        priv_level=_text(raw, "priv_level"),
        features=_texts(raw, "features"),
    )


def read_user_details(raw: Raw) -> UserDetails:
    """From GET /users/{id}."""
    profile = raw.get("profile")
    title = _text(profile, "title") or _text(profile, "role") if isinstance(profile, Mapping) else ""
    media = raw.get("media")
    recorded_name = _text(media, "name") if isinstance(media, Mapping) else ""
    return UserDetails(_text(raw, "id"), title, _text(raw, "email"), recorded_name)


def read_callflow(raw: Raw) -> Callflow:
    """From a row of GET /callflows; `numbers` is absent on broken documents."""
    return Callflow(
        _text(raw, "id"),
        _text(raw, "name"),
        _texts(raw, "numbers"),
        _text(raw, "owner_id"),
        _text(raw, "type"),
        bool(raw.get("featurecode")),
        _texts(raw, "modules"),
    )


def read_callflow_document(raw: Raw) -> CallflowDocument:
    """From GET /callflows/{id}; without a tree it has an empty one."""
    flow = raw.get("flow")
    return CallflowDocument(
        _text(raw, "id"), _text(raw, "name"), _texts(raw, "numbers"), flow if isinstance(flow, Mapping) else {}
    )


def read_device(raw: Raw) -> Device:
    """From a row of a list of devices (no credentials then) or GET /devices/{id}."""
    sip = raw.get("sip")
    sip = cast(Raw, sip) if isinstance(sip, Mapping) else {}
    return Device(
        id=_text(raw, "id"),
        name=_text(raw, "name"),
        device_type=_text(raw, "device_type"),
        enabled=_flag(raw, "enabled", default=True),
        sip_username=_text(sip, "username"),
        sip_password=_text(sip, "password"),
        sip_realm=_text(sip, "realm"),
    )


def _members(value: object) -> tuple[Member, ...]:
    members = (Member(_text(row, "user_id"), _text(row, "callflow_id")) for row in _rows(value))
    return tuple(member for member in members if member.user_id)


def _rows(value: object) -> Iterable[Raw]:
    return (row for row in value if isinstance(row, Mapping)) if isinstance(value, list) else ()


def _text(raw: Raw, key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""


def _texts(raw: Raw, key: str) -> tuple[str, ...]:
    value = raw.get(key)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _number(raw: Raw, key: str, default: int) -> int:
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _flag(raw: Raw, key: str, *, default: bool) -> bool:
    value = raw.get(key)
    return value if isinstance(value, bool) else default
