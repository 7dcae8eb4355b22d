"""Directories and their members: `cb_directories`."""

from attrs import evolve

from app.sandbox.account import Document
from app.sandbox.call import Answer, Call, File
from app.sandbox.node import Node
from app.sandbox.paging import PageRequest, Row, cut
from app.sandbox.pdf import Line, render
from app.sandbox.refusals import Refused
from app.sandbox.resource import Resource, shown
from app.sandbox.schemas import DIRECTORY
from app.sandbox.views import members

__all__ = ["DIRECTORIES", "directory_pdf", "read_directory"]

DIRECTORIES = Resource("directories", "directory", DIRECTORY)


async def read_directory(node: Node, call: Call) -> Answer:
    """GET of one directory: the document with its members in place of the stored `users`.

    A page of members and no sign of it; a query that no view answers is swallowed and shows nobody.
    """
    document = call.database.load(call.args[0], "directory")
    answer = shown(document)
    users = [row.value for row in _members(node, call)]
    return evolve(answer, data={**answer.data, "users": users})


async def directory_pdf(node: Node, call: Call, _answer: Answer) -> File:
    """The directory as a table; a renderer that fails is a 200 with the stock empty page."""
    if node.faults.take_pdf():
        return File(render("", ()), "application/pdf", "file.pdf")
    directory = call.database.load(call.args[0], "directory")
    sort_by = directory.get("sort_by", "last_name")
    rows = sorted(_members(node, call), key=lambda row: row.document["_id"])
    rows.sort(key=lambda row: (row.document.get(sort_by) or "").encode())
    lines = [
        Line(row.document.get("last_name") or "", row.document.get("first_name") or "", _numbers(call, row.value))
        for row in rows
    ]
    name = call.database.account["name"]
    return File(render(directory["name"], lines), "application/pdf", f"{name}-directory.pdf")


def _members(node: Node, call: Call) -> list[Row]:
    try:
        asked = PageRequest.of(node, call)
    except Refused:
        return []
    if node.version.ascending:  # 4.3 reads up, passes over a start key, and turns the page round
        return list(cut(members(call.database, call.args[0]), evolve(asked, start_key=None), call.query).rows)[::-1]
    if asked.start_key is not None:  # the view has its own start key: the two together match nothing
        return []
    return list(cut(members(call.database, call.args[0]), asked, call.query).rows)


def _numbers(call: Call, member: Document) -> tuple[str, ...]:
    """All numbers of the mapped callflow, even a deleted one's, as KAZOO prints them."""
    callflow = call.database.stored(str(member.get("callflow_id", "")))
    return tuple(callflow.get("numbers", ())) if callflow else ()
