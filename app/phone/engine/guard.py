"""Callbacks of the SIP library: an exception there is printed and lost, or answers a caller with 500."""

import functools
import traceback
from collections.abc import Callable
from typing import Any, Protocol

from app.phone.messages import Event, Failed

__all__ = ["Teller", "guarded"]


class Teller(Protocol):
    """Something that can tell the desk."""

    emit: Callable[[Event], None]


def guarded(callback: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Wrap a callback of a `Teller`: what it raises becomes an event."""

    @functools.wraps(callback)
    def wrapped(self: Teller, prm: Any) -> None:
        try:
            callback(self, prm)
        except Exception:
            self.emit(Failed(do=callback.__name__, reason=traceback.format_exc(limit=4)))

    return wrapped
