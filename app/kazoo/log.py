"""What was asked of a server and how it answered, for whoever traces a request: a line each, without secrets.

Records of the logger `app.kazoo` carry `request_id`, `method`, `path`, `status` and `ms` beside their text.
"""

import logging
import re
from collections.abc import Callable
from typing import Final

__all__ = ["LOGGER", "log_exchange", "log_failure", "redact"]

LOGGER: Final = logging.getLogger("app.kazoo")

_HIDDEN: Final = "…"
_SECRETS: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"\beyJ[\w-]*\.[\w-]*\.[\w-]*"), _HIDDEN),
    (re.compile(r"(?i)(x-auth-token|authorization)(\s*[:=]\s*)[^\r\n,}]+"), rf"\1\2{_HIDDEN}"),
    (
        re.compile(
            r"(?i)([\"']?\b(?:auth_token|api_key|credentials|password|pin|multi_factor_response)\b[\"']?\s*[=:]\s*)"
            r"(\"[^\"]*\"|'[^']*'|[^\s,&}]+)"
        ),
        rf"\1{_HIDDEN}",
    ),
    (re.compile(r"(?<=//)[^/\s@]+@"), f"{_HIDDEN}@"),
    (re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{40}\b"), _HIDDEN),
)
"""Tokens, headers and fields that hold one, user information of an address, and what looks like a key or a hash."""


def redact(text: str) -> str:
    """Return `text` with everything in it that looks like a secret replaced by an ellipsis."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def log_exchange(method: str, path: str, request_id: str, *, status: int, ms: int) -> None:
    """Note an answer; refusals are warnings."""
    level = logging.INFO if status < 400 else logging.WARNING
    facts = {"request_id": request_id, "method": method, "path": path, "status": status, "ms": ms}
    LOGGER.log(level, "%s", redact(f"{method} {path}: {status} in {ms} ms, request {request_id}"), extra=facts)


def log_failure(method: str, path: str, request_id: str, *, ms: int, what: str) -> None:
    """Note that no answer came."""
    facts = {"request_id": request_id, "method": method, "path": path, "status": 0, "ms": ms}
    LOGGER.warning("%s", redact(f"{method} {path}: {what} after {ms} ms, request {request_id}"), extra=facts)
