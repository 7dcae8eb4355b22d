"""The ways Crossbar says no, raised where they occur: `cb_context:add_system_error`, `crossbar_util:response_*`."""

from collections.abc import Mapping
from typing import Any

__all__ = [
    "Crashed",
    "Invalid",
    "Refused",
    "bad_identifier",
    "conflict",
    "expired_token",
    "faulty_request",
    "forbidden",
    "invalid_credentials",
    "invalid_method",
    "not_found",
    "precondition_failed",
    "too_many_requests",
]


class Refused(Exception):
    """An error reply; `data` is the envelope's, `paging` what some modules put beside it."""

    def __init__(self, status: int, message: str, data: object, paging: Mapping[str, int] | None = None) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.data = data
        self.paging = paging or {}


class Invalid(Refused):
    """Validation errors by property path, as `kz_json_schema` words them."""

    def __init__(self, errors: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        super().__init__(400, "validation error", errors)
        self.errors = errors


class Crashed(Exception):
    """A reply without an envelope or body: cowboy's own 406, 412, 501, or a handler that crashed (500)."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def bad_identifier(cause: str) -> Refused:
    """No live document of that type has this id."""
    return Refused(404, "bad_identifier", {"message": "bad identifier", "cause": cause})


def not_found() -> Refused:
    """No module serves this path."""
    return Refused(404, "not_found", {"message": "not found"})


def invalid_method() -> Refused:
    """The path exists, not for this verb."""
    return Refused(405, "invalid_method", {"message": "method not allowed"})


def faulty_request(message: str) -> Refused:
    """A query that no view can answer."""
    return Refused(404, "faulty_request", {"message": message})


def invalid_credentials() -> Refused:
    """A missing, damaged or revoked token, or a login that matches nobody."""
    return Refused(401, "invalid_credentials", {"message": "invalid credentials"})


def expired_token() -> Refused:
    """A good token past its time; other than `invalid_credentials` in message and data, so clients can tell."""
    return Refused(401, "invalid credentials", {})


def forbidden() -> Refused:
    """A good token for another account's tree."""
    return Refused(403, "forbidden", {"message": "forbidden"})


def conflict() -> Refused:
    """Somebody saved the document between our read and our write."""
    return Refused(409, "datastore_conflict", {"message": "conflicting documents"})


def too_many_requests() -> Refused:
    """The token bucket is empty; KAZOO sends no Retry-After."""
    return Refused(429, "too_many_requests", {"message": "too many requests"})


def precondition_failed() -> Crashed:
    """If-Match named another revision; cowboy answers, without an envelope."""
    return Crashed(412)
