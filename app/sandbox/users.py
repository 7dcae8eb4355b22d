"""Users and what hangs on them: `cb_users`, `kzd_users`."""

from app.sandbox.account import Document
from app.sandbox.auth import hashed, reset_identity
from app.sandbox.call import Answer, Call, File
from app.sandbox.documents import Database
from app.sandbox.node import Node
from app.sandbox.paging import PageRequest, cut
from app.sandbox.refusals import Invalid, bad_identifier
from app.sandbox.resource import Resource
from app.sandbox.schemas import USER
from app.sandbox.validation import Errors
from app.sandbox.views import devices_of

__all__ = ["USERS", "photo", "user_devices", "vcard"]


def _lower_username(document: Document) -> Document:
    username = document.get("username")
    return {**document, "username": username.lower()} if isinstance(username, str) else document


def _clashes(database: Database, user_id: str | None, document: Document) -> Errors:
    errors: Errors = {}
    username, hotdesk_id = document.get("username"), _hotdesk_id(document)
    for other in database.of_type("user"):
        if other["_id"] == user_id:
            continue
        if username and other.get("username") == username:
            message = "Username must be unique within account"
            errors["username"] = {"unique": {"message": message, "cause": username}}
        if hotdesk_id and _hotdesk_id(other) == hotdesk_id:
            message = "Hotdesk ID must be unique within account"
            errors["hotdesk.id"] = {"unique": {"message": message, "cause": hotdesk_id}}
    return errors


def _hotdesk_id(document: Document) -> object:
    hotdesk = document.get("hotdesk")
    return hotdesk.get("id") if isinstance(hotdesk, dict) else None


def _credentials(stored: Document | None, document: Document) -> Document:
    """Hash a password that came along; a new name needs one, and without a name there is no login."""
    username, password = document.get("username"), document.get("password")
    kept = {key: value for key, value in document.items() if key != "password"}
    if username and password:
        fresh = hashed(username, password)
        changed = any(document.get(key) != value for key, value in fresh.items())
        return {**kept, **fresh, **(reset_identity() if changed else {})}
    if password:
        raise _required("username", "The username must be provided when updating the password", None)
    if not username:
        return {key: value for key, value in kept.items() if key not in ("pvt_md5_auth", "pvt_sha1_auth")}
    if username != (stored or {}).get("username"):
        message = "The password must be provided when creating / updating the user name"
        raise _required("password", message, username)
    return kept


def _required(key: str, message: str, cause: str | None) -> Invalid:
    details = {"message": message} if cause is None else {"message": message, "cause": cause}
    return Invalid({key: {"required": details}})


USERS = Resource("users", "user", USER, _lower_username, _clashes, _credentials)


async def user_devices(node: Node, call: Call) -> Answer:
    """GET of a user's own and hot-desked devices; no SIP user names here."""
    page = cut(devices_of(call.database, call.noun("users")[0]), PageRequest.of(node, call), call.query)
    return Answer([row.value for row in page.rows], listing=bool(page.rows), paging=page.envelope)


async def photo(_node: Node, call: Call) -> Answer:
    """GET of a photo: no user of a sandbox has one."""
    raise bad_identifier(call.database.load(call.args[0], "user")["_id"])


async def vcard(_node: Node, call: Call) -> Answer:
    """GET of a vCard: always empty and untyped, as `convert_to_vcard` builds what `to_binary` never sends."""
    user = call.database.load(call.args[0], "user")
    return Answer(None, revision=user["_rev"], file=File(b"", None))
