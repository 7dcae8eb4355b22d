"""SIP messages and log lines without their secrets.

Secret are answers to challenges and what helps to guess a password from them, media keys, passwords, keyed digits.
"""

import re
from typing import Final

__all__ = ["redacted"]

_HIDDEN: Final = "…"
_RULES: Final = (
    # RFC 3261, section 22: of credentials and challenges nothing that helps to guess the password
    re.compile(r'(\b(?:response|nonce|cnonce|nextnonce|opaque|auts)\s*=\s*"?)[^",\s]+', re.IGNORECASE),
    re.compile(r"^((?:Proxy-)?Authorization\s*:\s*(?:Basic|Bearer)\s+)\S+", re.IGNORECASE | re.MULTILINE),
    re.compile(r"(\ba=crypto:\d+ \S+ inline:)[^\s|]+", re.IGNORECASE),  # RFC 4568
    re.compile(r"^(k=\w+:)\S+", re.IGNORECASE | re.MULTILINE),  # RFC 4566, section 5.12
    re.compile(r"(\bsips?:[^\s:@<>\"]+:)[^\s@<>\"]+(?=@)", re.IGNORECASE),
    re.compile(r"^(Signal\s*=\s*)\S+", re.IGNORECASE | re.MULTILINE),  # DTMF by INFO: often somebody's PIN
)


def redacted(text: str) -> str:
    """Return `text` with "…" in place of each secret."""
    for rule in _RULES:
        text = rule.sub(rf"\g<1>{_HIDDEN}", text)
    return text
