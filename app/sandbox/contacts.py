"""The account's contact list, made from its callflows: the view `contact_list/extensions` and its names."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.sandbox.account import Document
from app.sandbox.call import Answer, Call
from app.sandbox.documents import Database
from app.sandbox.node import Node

__all__ = ["contact_list"]

_EXTERNAL: Final = re.compile(r"(\+?1)?\d{10}|\+[2-9]\d{7,}|011\d*|00\d*")


async def contact_list(_node: Node, call: Call) -> Answer:
    """GET /contact_list: named flows first, then people and devices, each in the order of the callflows' ids."""
    callflows = sorted(call.database.of_type("callflow"), key=lambda document: document["_id"])
    rows = [flow for flow in callflows if not _excluded(flow) and "numbers" in flow and not flow.get("featurecode")]
    named = [_contact(_flow_name(flow), flow["numbers"]) for flow in rows if not _rings_somebody(flow)]
    return Answer([*(contact for contact in named if contact["name"]), *_extensions(call.database, rows)])


def _extensions(database: Database, callflows: Iterable[Document]) -> Iterator[Document]:
    names = {document["_id"]: _name(document) for document in database.live() if not _excluded(document)}
    for callflow in filter(_rings_somebody, callflows):
        name = names.get(callflow["flow"]["data"]["id"])
        if name:
            yield _contact(name, callflow["numbers"])


def _rings_somebody(callflow: Document) -> bool:
    flow = callflow.get("flow") or {}
    after = ((flow.get("children") or {}).get("_") or {}).get("module")
    rings = flow.get("module") in ("user", "device") and after in (None, "voicemail")
    return rings and bool((flow.get("data") or {}).get("id"))


def _flow_name(callflow: Document) -> str:
    module = str((callflow.get("flow") or {}).get("module", "")).replace("_", " ", 1)
    return f"{callflow['name']} ({module})" if callflow.get("name") else ""


def _name(document: Document) -> str:
    if document.get("pvt_type") == "user":
        return f"{document.get('first_name', '')} {document.get('last_name', '')}"
    return str(document.get("name", ""))


def _excluded(document: Document) -> bool:
    return bool((document.get("contact_list") or {}).get("exclude"))


def _contact(name: str, numbers: Iterable[str]) -> Document:
    contact: Document = {"name": name}
    for number in numbers:
        contact.setdefault("external_number" if _EXTERNAL.fullmatch(number) else "internal_number", number)
    return contact
