"""The rows of KAZOO's CouchDB views: which documents, under which key, showing what."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from app.sandbox.account import Document
from app.sandbox.documents import Database
from app.sandbox.filters import as_text
from app.sandbox.paging import Row

__all__ = ["LISTINGS", "callflow_row", "device_row", "devices_of", "directory_row", "members", "user_row"]


def directory_row(document: Document) -> Row:
    """`directories/crossbar_listing`."""
    return Row(document["_id"], document, _present(document, "name", flags=document.get("flags") or []))


def user_row(document: Document) -> Row:
    """`users/crossbar_listing`: keyed by name, so equal names share a key."""
    shown = _present(
        document,
        *("username", "email", "first_name", "last_name", "priv_level", "feature_level", "presence_id", "timezone"),
        *("call_recording", "service"),
        features=_features(document),
        flags=document.get("flags") or [],
    )
    return Row(f"{document.get('last_name')} {document.get('first_name')}", document, shown)


def callflow_row(document: Document) -> Row:
    """`callflows/crossbar_listing`."""
    shown = _present(
        document,
        *("name", "type", "numbers", "patterns", "owner_id", "group_id"),
        featurecode=document.get("featurecode") or False,
        modules=list(dict.fromkeys(_modules(document.get("flow")))),
        flags=document.get("flags") or [],
    )
    return Row(document["_id"], document, shown)


def device_row(document: Document) -> Row:
    """`devices/crossbar_listing`."""
    username = document.get("sip", {}).get("username")
    shown = _present(
        document,
        *("name", "owner_id", "enabled", "mobile", "call_recording"),
        mac_address=document.get("mac_address") or "",
        device_type=document.get("device_type") or "sip_device",
        flags=document.get("flags") or [],
        **({} if username is None else {"username": username}),
    )
    return Row(document["_id"], document, shown)


LISTINGS: Final[Mapping[str, Callable[[Document], Row]]] = {
    "directory": directory_row,
    "user": user_row,
    "callflow": callflow_row,
    "device": device_row,
}


def devices_of(database: Database, user_id: str) -> Iterator[Row]:
    """`devices/listing_by_owner`: owned or hot-desked devices of one user."""
    for document in database.of_type("device"):
        owned = document.get("owner_id") == user_id
        if not owned and user_id not in document.get("hotdesk", {}).get("users", {}):
            continue
        shown = _present(
            document,
            *("name", "owner_id", "enabled", "call_recording"),
            mac_address=document.get("mac_address") or "",
            device_type=document.get("device_type") or "sip_device",
            hotdesked=not owned,
        )
        yield Row(user_id, document, shown)


def members(database: Database, directory_id: str) -> Iterator[Row]:
    """`directories/users_listing`: any live document that maps the directory, whatever its type."""
    for document in database.live():
        mapped = document.get("directories")
        if not isinstance(mapped, dict) or directory_id not in mapped:
            continue
        shown = {"user_id": document["_id"]}
        callflow_id = mapped[directory_id]
        if not isinstance(callflow_id, dict) and as_text(callflow_id):
            shown["callflow_id"] = as_text(callflow_id)
        yield Row(document["_id"], document, shown)


def _present(document: Document, *keys: str, **made: Any) -> Document:
    """Return the keys that are there and what was made for the row; JavaScript drops what is undefined."""
    return {"id": document["_id"], **{key: document[key] for key in keys if key in document}, **made}


def _features(document: Document) -> list[str]:
    forward = _part(document, "call_forward")
    on = {
        "hotdesk": _part(document, "hotdesk").get("enabled"),
        "call_forward": forward.get("enabled"),
        "call_forward_failover": forward.get("failover") and not forward.get("enabled"),
        "caller_id": _part(_part(document, "caller_id"), "external").get("number"),
        "vm_to_email": document.get("vm_to_email_enabled"),
        "music_on_hold": _part(document, "music_on_hold").get("media_id"),
        "do_not_disturb": _part(document, "do_not_disturb").get("enabled"),
    }
    smartpbx = [name for name, setting in _part(document, "smartpbx").items() if setting.get("enabled")]
    return [*smartpbx, *(name for name, is_on in on.items() if is_on)]


def _part(document: Mapping[str, Any], key: str) -> Document:
    part = document.get(key)
    return part if isinstance(part, dict) else {}


def _modules(flow: object) -> Iterable[str]:
    if not isinstance(flow, dict):
        return
    data = flow.get("data")
    if flow.get("module") and isinstance(data, dict) and data.get("skip_module") is not True:
        yield flow["module"]
    for child in (flow.get("children") or {}).values():
        yield from _modules(child)
