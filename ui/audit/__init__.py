"""The page that tells whom callers of a directory reach, and whom not, and why."""

from ui.audit.page import AuditPage

__all__ = ["AuditPage"]
