"""What is wrong with one field."""

from attrs import frozen

__all__ = ["Complaint"]


@frozen
class Complaint:
    """One thing KAZOO, or the check before sending, has against one field."""

    path: str
    """The field, dotted for one inside another: `hotdesk.id`."""
    code: str
    """KAZOO's word for it: required, type, minimum, enum, unique..."""
    message: str
