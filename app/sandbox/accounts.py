"""The account itself: `cb_accounts`, with the private fields it shows."""

from app.sandbox.call import Answer, Call
from app.sandbox.documents import public_fields
from app.sandbox.node import Node

__all__ = ["read_account_document"]


async def read_account_document(node: Node, call: Call) -> Answer:
    """GET of an account (`leak_pvt_fields`)."""
    account = call.database.account
    tree = node.store.tree(call.database.account_id)
    shown = {
        **public_fields(account),
        "wnm_allow_additions": account.get("pvt_wnm_allow_additions", False),
        "superduper_admin": account.get("pvt_superduper_admin", False),
        "created": account["pvt_created"],
        "enabled": account.get("pvt_enabled", True),
        "reseller_id": tree[0] if tree else call.database.account_id,
        "is_reseller": False,
        "billing_mode": "limits_only" if tree and (call.claims or {}).get("account_id") == tree[0] else "normal",
    }
    if call.query.get("include_api_key") == "true":
        shown["api_key"] = account.get("pvt_api_key")
    return Answer(shown, revision=account["_rev"])
