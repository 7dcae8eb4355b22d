"""What KAZOO asks its message bus, and the smaller lists: `cb_channels`, `cb_presence`, `cb_hotdesks`."""

from app.sandbox.call import Answer, Call
from app.sandbox.node import Node

__all__ = ["channels", "empty_list", "presence", "user_channels"]


async def channels(node: Node, _call: Call) -> Answer:
    """GET /channels: every call of the account."""
    return Answer(list(node.live.channels))


async def user_channels(node: Node, call: Call) -> Answer:
    """GET of the calls of one user or device."""
    owner, device = call.noun("users"), call.noun("devices")
    return Answer(
        [
            channel
            for channel in node.live.channels
            if (owner and channel.get("owner_id") == owner[0])
            or (device and channel.get("authorizing_id") == device[0])
        ]
    )


async def presence(_node: Node, _call: Call) -> Answer:
    """GET /presence: subscriptions, and nobody answers."""
    return Answer({"timeout": True})


async def empty_list(_node: Node, _call: Call) -> Answer:
    """GET of a list that a sandbox keeps empty."""
    return Answer([], paging={"page_size": 0})
