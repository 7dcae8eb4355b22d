"""Listing, reading and writing documents of one type, the same for all of them: `crossbar_doc`, `crossbar_view`."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen

from app.sandbox.account import Document
from app.sandbox.call import Answer, Call
from app.sandbox.documents import Database, is_private, merge, private_fields, public_fields
from app.sandbox.filters import value_at
from app.sandbox.node import Node
from app.sandbox.paging import PageRequest, cut
from app.sandbox.refusals import Invalid, Refused, precondition_failed
from app.sandbox.schemas import Schema
from app.sandbox.validation import Errors, collect, with_defaults
from app.sandbox.views import LISTINGS

__all__ = ["Resource", "listed", "shown"]


def _as_it_is(document: Document) -> Document:
    return document


def _no_clash(_database: Database, _document_id: str | None, _document: Document) -> Errors:
    return {}


def _nothing_more(_stored: Document | None, document: Document) -> Document:
    return document


@frozen
class Resource:
    """A document type behind a module of the API, and what is special about it.

    `normalise` prepares data before it is checked, `clashes` finds values another document has already, `complete`
    makes the private fields (it sees the stored document, and raises `Invalid`).
    """

    module: str
    pvt_type: str
    schema: Schema
    normalise: Callable[[Document], Document] = _as_it_is
    clashes: Callable[[Database, str | None, Document], Errors] = _no_clash
    complete: Callable[[Document | None, Document], Document] = _nothing_more

    async def index(self, node: Node, call: Call) -> Answer:
        """GET of the collection."""
        return listed(node, call, self.pvt_type)

    async def read(self, _node: Node, call: Call) -> Answer:
        """GET of one document."""
        return shown(call.database.load(call.args[0], self.pvt_type))

    async def create(self, node: Node, call: Call) -> Answer:
        """PUT on the collection; the data may choose the id."""
        document = self._validated(node, call.database, None, _public(call.data))
        chosen = next((call.data[key] for key in ("_id", "id") if isinstance(call.data.get(key), str)), None)
        account_id = call.database.account_id
        document |= {
            "_id": chosen or node.new_id(),
            "pvt_type": self.pvt_type,
            "pvt_account_id": account_id,
        }
        await asyncio.sleep(node.write_seconds)
        saved = call.database.save(document, None)
        location = f"/{call.version}/accounts/{account_id}/{self.module}/{saved['_id']}"
        return Answer(public_fields(saved), 201, saved["_rev"], location=location)

    async def replace(self, node: Node, call: Call) -> Answer:
        """POST: every public field is replaced; what is wrong with the data is told before a wrong id is."""
        document = self._validated(node, call.database, call.args[0], _public(call.data))
        stored = call.database.load(call.args[0], self.pvt_type)
        return await self._save(node, call, stored, document)

    async def change(self, node: Node, call: Call) -> Answer:
        """PATCH: merged into what is stored, and checked as a whole."""
        if not isinstance(call.data, dict):  # KAZOO has no clause for a list: the error it began with goes out
            raise Refused(500, "init failed", {})
        stored = self._stored_to_change(node, call)
        document = self._validated(node, call.database, call.args[0], merge(stored, _public(call.data)))
        return await self._save(node, call, stored, document)

    async def delete(self, _node: Node, call: Call) -> Answer:
        """DELETE: the document stays, marked as deleted; the reply shows the revision before."""
        stored = call.database.load(call.args[0], self.pvt_type)
        _check_if_match(call, stored)
        call.database.save({**stored, "pvt_deleted": True}, stored["_rev"])
        return Answer(public_fields(stored), revision=stored["_rev"], metadata={"deleted": True})

    def _stored_to_change(self, node: Node, call: Call) -> Document:
        """Return the document; for a wrong id, what is wrong with the data still goes first."""
        try:
            return call.database.load(call.args[0], self.pvt_type)
        except Refused:
            self._validated(node, call.database, call.args[0], _public(call.data))
            raise

    def _validated(self, node: Node, database: Database, document_id: str | None, data: Any) -> Document:
        schema = node.version.schemas.get(self.module, self.schema)
        document = self.normalise(data) if isinstance(data, dict) else data
        fixed, errors = collect(schema, document)
        if isinstance(document, dict):
            errors |= self.clashes(database, document_id, document)
        if errors:
            raise Invalid(errors)
        stored = database.stored(document_id) if document_id is not None else None
        kept = private_fields(stored) if stored else {}
        return self.complete(stored, {**kept, **with_defaults(schema, fixed)})

    async def _save(self, node: Node, call: Call, stored: Document, document: Document) -> Answer:
        _check_if_match(call, stored)
        await asyncio.sleep(node.write_seconds)
        return shown(call.database.save(document, stored["_rev"]))


def listed(node: Node, call: Call, pvt_type: str) -> Answer:
    """Return one page of a type's listing, filtered by the query."""
    row_of = LISTINGS[pvt_type]
    rows = (row_of(document) for document in call.database.of_type(pvt_type))
    if node.version.lists_by_id:
        rows = (evolve(row, key=row.document["_id"]) for row in rows)
    page = cut(rows, PageRequest.of(node, call), call.query)
    wanted = _fields(node, call)
    values = [_picked(row.document, wanted) if wanted else row.value for row in page.rows]
    return Answer(values, listing=bool(page.rows), paging=page.envelope)


def _fields(node: Node, call: Call) -> list[str]:
    """Return the keys that `fields` asks for, a JSON list; none where KAZOO does not know it."""
    try:
        wanted = json.loads(call.query.get("fields", "[]")) if node.version.picks_fields else []
    except ValueError:
        return []
    return [key for key in wanted if isinstance(key, str)] if isinstance(wanted, list) else []


def _picked(document: Document, wanted: list[str]) -> Document:
    picked: Document = {"id": document["_id"]}
    for path in wanted:
        value = value_at(document, path)
        if value is not None and not is_private(path):
            *parents, last = path.split(".")
            place = picked
            for parent in parents:
                place = place.setdefault(parent, {})
            place[last] = value
    return picked


def shown(document: Document) -> Answer:
    """Return a document as an answer."""
    return Answer(public_fields(document), revision=document["_rev"])


def _public(data: Any) -> Any:
    """Return what of a request's data is kept: neither private keys nor an id."""
    if not isinstance(data, dict):
        return data
    return {key: value for key, value in data.items() if not is_private(key) and key != "id"}


def _check_if_match(call: Call, document: Document) -> None:
    wanted = call.headers.get("if-match")
    if wanted not in (None, "*", f'"{document["_rev"]}"'):
        raise precondition_failed()
