"""Devices, and which of them are registered: `cb_devices`."""

from attrs import evolve

from app.sandbox.call import Answer, Call
from app.sandbox.node import Node
from app.sandbox.resource import Resource, listed
from app.sandbox.schemas import DEVICE

__all__ = ["DEVICES", "status"]

DEVICES = Resource("devices", "device", DEVICE)
_NEVER_REGISTER = frozenset({"cellphone", "landline", "sip_uri", "smartphone", "application"})


async def status(node: Node, call: Call) -> Answer:
    """GET /devices/status: the registered ones only, or in KAZOO 5 a page of all with what each is."""
    if not node.version.metadata:
        return Answer([{"device_id": device_id, "registered": True} for device_id in sorted(node.live.registered)])
    page = listed(node, call, "device")
    rows = [
        {
            **row,
            "registered": row["id"] in node.live.registered,
            "registrable": row["device_type"] not in _NEVER_REGISTER,
        }
        for row in page.data
    ]
    return evolve(page, data=rows)
