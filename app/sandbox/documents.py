"""Accounts and their documents in memory: revisions, soft deletion, conflicts (`kz_datamgr`, `crossbar_doc`)."""

import secrets
import time
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from app.sandbox.account import AccountFile, Document
from app.sandbox.refusals import bad_identifier, conflict

__all__ = ["Database", "Store", "gregorian_now", "is_private", "merge", "private_fields", "public_fields"]

_GREGORIAN_UNIX: Final = 62_167_219_200  # seconds from year 0 to 1970


def gregorian_now() -> int:
    """Return the time as KAZOO stores it."""
    return int(time.time()) + _GREGORIAN_UNIX


def is_private(key: str) -> bool:
    """Return whether KAZOO keeps this key to itself."""
    return key.startswith(("_", "pvt_"))


def public_fields(document: Mapping[str, Any]) -> Document:
    """Return a document as the API shows it: nothing private, `id` last."""
    shown = {key: deepcopy(value) for key, value in document.items() if not is_private(key) and key != "id"}
    return {**shown, "id": document["_id"]}


def private_fields(document: Mapping[str, Any]) -> Document:
    """Return what a replacement keeps of the stored document."""
    return {key: value for key, value in document.items() if is_private(key)}


def merge(stored: Mapping[str, Any], change: Mapping[str, Any]) -> Document:
    """Return `stored` with `change` merged in: `kz_json:merge_left`.

    Objects merge key by key and null deletes; an empty object replaces the whole branch.
    """
    merged = dict(stored)
    for key, value in change.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and value:
            branch = merged.get(key)
            merged[key] = merge(branch if isinstance(branch, dict) else {}, value)
        else:
            merged[key] = deepcopy(value)
    return merged


class Database:
    """The documents of one account."""

    def __init__(self, account_id: str, documents: tuple[Document, ...]) -> None:
        self.account_id = account_id
        now = gregorian_now()
        self._documents = {
            document["_id"]: {"pvt_created": now, "pvt_modified": now, **deepcopy(document), "_rev": _revision(1)}
            for document in documents
        }

    @property
    def account(self) -> Document:
        """The account's own document."""
        return next(document for document in self.live() if document.get("pvt_type") == "account")

    def live(self) -> Iterator[Document]:
        """Return every document that is not deleted; do not change them, `save` a copy."""
        return (document for document in self._documents.values() if not document.get("pvt_deleted"))

    def of_type(self, pvt_type: str) -> Iterator[Document]:
        """Return the live documents of one type."""
        return (document for document in self.live() if document.get("pvt_type") == pvt_type)

    def stored(self, document_id: str) -> Document | None:
        """Return a document even when it is deleted."""
        return self._documents.get(document_id)

    def load(self, document_id: str, pvt_type: str) -> Document:
        """Return a live document; raises a 404 for anything else (`crossbar_doc:load` with a type check)."""
        document = self._documents.get(document_id)
        if document is None or document.get("pvt_deleted") or document.get("pvt_type") != pvt_type:
            raise bad_identifier(document_id)
        return document

    def save(self, document: Document, loaded_revision: str | None) -> Document:
        """Store `document` under a new revision; raises a 409 unless `loaded_revision` is still the newest."""
        current = self._documents.get(document["_id"])
        if (current or {}).get("_rev") != loaded_revision:
            raise conflict()
        number = int(loaded_revision.partition("-")[0]) if loaded_revision else 0
        now = gregorian_now()
        saved = {"pvt_created": now, **document, "pvt_modified": now, "_rev": _revision(number + 1)}
        self._documents[saved["_id"]] = saved
        return saved


class Store:
    """All accounts."""

    def __init__(self, account: AccountFile) -> None:
        self._databases = {name: Database(name, documents) for name, documents in account.documents.items()}

    def database(self, account_id: str) -> Database | None:
        """Return an account's documents, None for an account that is not here."""
        return self._databases.get(account_id)

    def __iter__(self) -> Iterator[Database]:
        return iter(self._databases.values())

    def tree(self, account_id: str) -> tuple[str, ...]:
        """Return an account's ancestors, the top first."""
        database = self.database(account_id)
        return tuple(database.account.get("pvt_tree", ())) if database else ()


def _revision(number: int) -> str:
    return f"{number}-{secrets.token_hex(16)}"
