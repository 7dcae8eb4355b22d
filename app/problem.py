"""A failure as people read it: what happened, what was not lost, what to do next."""

from attrs import frozen

__all__ = ["Problem"]


@frozen
class Problem:
    """Three plain sentences; the middle one may be empty. Never a traceback, never a secret."""

    happened: str
    next_step: str
    kept: str = ""
