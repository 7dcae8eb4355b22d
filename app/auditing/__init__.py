"""An audit worked out beside whoever asks: a large directory in a process of its own."""

from app.auditing.errors import AuditError, AuditFailed
from app.auditing.run import audited, uncollected

__all__ = ["AuditError", "AuditFailed", "audited", "uncollected"]
