"""Callflows: `cb_callflows`."""

import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve

from app.sandbox.account import Document
from app.sandbox.call import Answer, Call
from app.sandbox.documents import Database
from app.sandbox.node import Node
from app.sandbox.resource import Resource, shown
from app.sandbox.schemas import CALLFLOW
from app.sandbox.validation import Errors

__all__ = ["CALLFLOWS", "read_callflow"]


_E164: Final = (
    (re.compile(r"(?:\+?1)?([2-9]\d{2}[2-9]\d{6})"), r"+1\1"),
    (re.compile(r"(?:011|00)(\d{5,})"), r"+\1"),
    (re.compile(r"([2-9]\d{7,})"), r"+\1"),
)


def _with_e164(document: Document) -> Document:
    """Return a callflow with its outside numbers written as KAZOO keeps them (`knm_converter_regex`)."""
    numbers = document.get("numbers")
    if not isinstance(numbers, list):
        return document
    return {**document, "numbers": [_e164(each) if isinstance(each, str) else each for each in numbers]}


def _e164(number: str) -> str:
    for pattern, written in _E164:
        found = pattern.fullmatch(number)
        if found is not None:
            return found.expand(written)
    return number


def _clashes(database: Database, callflow_id: str | None, document: Document) -> Errors:
    numbers = document.get("numbers")
    if not numbers and not document.get("patterns"):
        message = "Callflows must be assigned at least one number or pattern"
        return {"numbers": {"required": {"message": message}}}
    if not isinstance(numbers, list):
        return {}
    for other in database.of_type("callflow"):
        taken = next((number for number in numbers if number in other.get("numbers", ())), None)
        if taken is not None and other["_id"] != callflow_id:
            name = other.get("name") or other["_id"]
            message = f"Number {taken} exists in callflow {other['_id']} {name}"
            return {"numbers": {"unique": {"message": message, "cause": taken}}}
    return {}


CALLFLOWS = Resource("callflows", "callflow", CALLFLOW, _with_e164, _clashes)


async def read_callflow(_node: Node, call: Call) -> Answer:
    """GET of one callflow, with the names of the documents its flow mentions under `metadata`."""
    document = call.database.load(call.args[0], "callflow")
    answer = shown(document)
    metadata = {
        mentioned: _described(found)
        for mentioned in _mentioned(document.get("flow"))
        if len(mentioned) > 1 and (found := call.database.stored(mentioned)) is not None
    }
    return evolve(answer, data={**answer.data, "metadata": metadata})


def _mentioned(flow: Any) -> Iterator[str]:
    """Return ids and branch names of a flow; only some of them are documents."""
    if not isinstance(flow, dict):
        return
    data = flow.get("data")
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        yield data["id"]
    for branch, child in (flow.get("children") or {}).items():
        yield branch
        yield from _mentioned(child)


def _described(document: Document) -> Document:
    described: Document = {key: document[key] for key in ("name", "numbers", "pvt_type") if key in document}
    if document.get("pvt_type") == "user":
        described["name"] = f"{document.get('first_name', '')} {document.get('last_name', '')}".strip()
    return described
