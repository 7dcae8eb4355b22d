"""Everybody's reachability in a dial-by-name menu: who is reached by how many keys, who is not, and why."""

from app.directory.audit.examine import audit_of
from app.directory.audit.result import (
    Audit,
    Collision,
    Finding,
    Outcome,
    Outlook,
    Place,
    Reachability,
    Setting,
    Spelling,
)
from app.directory.audit.tables import audit_as_csv, audit_as_data
from app.directory.audit.wording import (
    advice_on,
    heard_in_words,
    in_words,
    pdf_in_words,
    setting_in_words,
    summary_of,
    title_of,
)

__all__ = [
    "Audit",
    "Collision",
    "Finding",
    "Outcome",
    "Outlook",
    "Place",
    "Reachability",
    "Setting",
    "Spelling",
    "advice_on",
    "audit_as_csv",
    "audit_as_data",
    "audit_of",
    "heard_in_words",
    "in_words",
    "pdf_in_words",
    "setting_in_words",
    "summary_of",
    "title_of",
]
