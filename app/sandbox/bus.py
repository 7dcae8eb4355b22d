"""What KAZOO asks its message bus, and the smaller lists: `cb_channels`, `cb_devices`, `cb_presence`, `cb_hotdesks`."""

from app.sandbox.call import Answer, Call
from app.sandbox.node import Node
from app.sandbox.paging import encode_start_key

__all__ = ["channels", "descendants", "empty_list", "presence", "status", "user_channels"]


async def status(node: Node, _call: Call) -> Answer:
    """GET /devices/status: the registered ones only."""
    return Answer([{"device_id": device_id, "registered": True} for device_id in sorted(node.live.registered)])


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


async def descendants(_node: Node, call: Call) -> Answer:
    """GET of the accounts below: a sandbox lists none."""
    return Answer([], paging={"page_size": 0, "start_key": encode_start_key(call.args[0])})


async def empty_list(_node: Node, _call: Call) -> Answer:
    """GET of a list that a sandbox keeps empty."""
    return Answer([], paging={"page_size": 0})
