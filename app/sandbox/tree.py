"""Accounts below an account: `cb_accounts`."""

from app.sandbox.call import Answer, Call
from app.sandbox.documents import Database
from app.sandbox.node import Node
from app.sandbox.paging import encode_start_key

__all__ = ["children", "descendants"]


async def descendants(node: Node, call: Call) -> Answer:
    """GET of all accounts below."""
    above = call.args[0]
    return _listed(call, [base for base in node.store if above in node.store.tree(base.account_id)])


async def children(node: Node, call: Call) -> Answer:
    """GET of the accounts right below."""
    above = call.args[0]
    return _listed(call, [base for base in node.store if node.store.tree(base.account_id)[-1:] == (above,)])


def _listed(call: Call, found: list[Database]) -> Answer:
    rows = [
        {"id": base.account_id, "name": base.account.get("name", ""), "realm": base.account.get("realm", "")}
        for base in sorted(found, key=lambda base: base.account.get("name", "").lower())
    ]
    return Answer(rows, paging={"page_size": len(rows), "start_key": encode_start_key(call.args[0])})
