"""Trouble on demand: what the next requests meet instead of an answer. Safe to use from any thread."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Literal, TypeAlias

import msgspec

__all__ = ["Fault", "Faults"]

Kind: TypeAlias = Literal[
    "status", "garbage", "no_envelope", "slow", "drop", "trickle", "huge", "redirect", "raw", "pdf"
]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of trouble, for `times` more requests whose path contains `on`."""

    kind: Kind
    times: int = 1
    on: str = ""
    status: int = 0
    seconds: float = 0.0
    size: int = 0
    text: str = ""


class Faults:
    """A queue of trouble; each request meets at most the first that fits its path."""

    def __init__(self, expire_tokens: Callable[[], None]) -> None:
        self._expire_tokens = expire_tokens
        self._lock = Lock()
        self._waiting: deque[Fault] = deque()

    def answer(self, status: int, times: int = 1, on: str = "") -> None:
        """Answer with an error envelope of this status: 429, 500, 503..."""
        self.add(Fault("status", times, on, status=status))

    def answer_garbage(self, times: int = 1, on: str = "") -> None:
        """Answer 200 with a page that is not JSON, as a proxy's login page would be."""
        self.add(Fault("garbage", times, on))

    def answer_without_envelope(self, times: int = 1, on: str = "") -> None:
        """Answer 200 with JSON that is no envelope."""
        self.add(Fault("no_envelope", times, on))

    def delay(self, seconds: float, times: int = 1, on: str = "") -> None:
        """Answer as usual, but late."""
        self.add(Fault("slow", times, on, seconds=seconds))

    def drop(self, times: int = 1, on: str = "") -> None:
        """Close the connection in the middle of the answer."""
        self.add(Fault("drop", times, on))

    def trickle(self, seconds: float, times: int = 1, on: str = "") -> None:
        """Answer as usual, but a byte at a time with a pause of `seconds` after each."""
        self.add(Fault("trickle", times, on, seconds=seconds))

    def answer_huge(self, size: int, times: int = 1, on: str = "") -> None:
        """Answer 200 with `size` bytes of JSON that never comes to its end."""
        self.add(Fault("huge", times, on, size=size))

    def redirect(self, location: str, times: int = 1, on: str = "") -> None:
        """Send the client elsewhere."""
        self.add(Fault("redirect", times, on, text=location))

    def answer_raw(self, text: str, status: int = 200, times: int = 1, on: str = "") -> None:
        """Answer with these bytes, called JSON, whatever they are."""
        self.add(Fault("raw", times, on, status=status, text=text))

    def fail_pdf(self, times: int = 1) -> None:
        """Let the PDF renderer fail: KAZOO then answers 200 with an empty `file.pdf`."""
        self.add(Fault("pdf", times, ""))

    def expire_tokens(self) -> None:
        """Let every token issued so far expire now."""
        self._expire_tokens()

    def clear(self) -> None:
        """Forget what has not happened yet."""
        with self._lock:
            self._waiting.clear()

    def take(self, path: str) -> Fault | None:
        """Return the trouble a request for `path` meets, and count it as happened."""
        return self._take(lambda fault: fault.kind != "pdf" and fault.on in path)

    def take_pdf(self) -> bool:
        """Return whether this PDF fails, and count it as happened."""
        return self._take(lambda fault: fault.kind == "pdf") is not None

    def add(self, fault: Fault) -> None:
        """Put trouble of any kind into the queue; none for no times."""
        if fault.times > 0:
            with self._lock:
                self._waiting.append(fault)

    def _take(self, fits: Callable[[Fault], bool]) -> Fault | None:
        with self._lock:
            found = next(((place, fault) for place, fault in enumerate(self._waiting) if fits(fault)), None)
            if found is None:
                return None
            place, fault = found
            if fault.times == 1:
                del self._waiting[place]
            else:
                self._waiting[place] = msgspec.structs.replace(fault, times=fault.times - 1)
            return fault
