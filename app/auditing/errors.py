"""What can go wrong with an audit."""

from app.problem import Problem

__all__ = ["AuditError", "AuditFailed"]


class AuditError(Exception):
    """The root of this room's errors."""

    problem = Problem("The audit could not be made.", "Try again.", "The directory is as it was.")


class AuditFailed(AuditError):
    """The process that worked on it ended before it was done, or could not be started."""

    problem = Problem(
        "The audit ended before it was done.", "Try again; free some memory if it happens again.", "Calls go on."
    )
