"""Secrets taken out of text that people will read, copy and send: logs, diagnostics."""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["redact"]

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
