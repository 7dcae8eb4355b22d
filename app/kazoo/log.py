"""What was asked of a server and how it answered, for whoever traces a request: a line each, without secrets.

Records of the logger `app.kazoo` carry `request_id`, `method`, `path`, `status` and `ms` beside their text.
"""

import logging
from typing import Final

from app.redact import redact

__all__ = ["LOGGER", "log_exchange", "log_failure"]

LOGGER: Final = logging.getLogger("app.kazoo")
LOGGER.addHandler(logging.NullHandler())  # where nobody listens, nothing is printed between a command's lines


def log_exchange(method: str, path: str, request_id: str, *, status: int, ms: int) -> None:
    """Note an answer; refusals are warnings."""
    level = logging.INFO if status < 400 else logging.WARNING
    facts = {"request_id": request_id, "method": method, "path": path, "status": status, "ms": ms}
    LOGGER.log(level, "%s", redact(f"{method} {path}: {status} in {ms} ms, request {request_id}"), extra=facts)


def log_failure(method: str, path: str, request_id: str, *, ms: int, what: str) -> None:
    """Note that no answer came."""
    facts = {"request_id": request_id, "method": method, "path": path, "status": 0, "ms": ms}
    LOGGER.warning("%s", redact(f"{method} {path}: {what} after {ms} ms, request {request_id}"), extra=facts)
