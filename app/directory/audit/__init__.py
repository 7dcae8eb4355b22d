"""Everybody's reachability in a dial-by-name menu: who is reached by how many keys, who is not, and why."""

from app.directory.audit.examine import audit_of, examine
from app.directory.audit.histogram import KeysStep, histogram_of
from app.directory.audit.result import (
    Alternative,
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
    remarks_on,
    setting_in_words,
    summary_of,
    title_of,
)

__all__ = [
    "Alternative",
    "Audit",
    "Collision",
    "Finding",
    "KeysStep",
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
    "examine",
    "heard_in_words",
    "histogram_of",
    "in_words",
    "pdf_in_words",
    "remarks_on",
    "setting_in_words",
    "summary_of",
    "title_of",
]
