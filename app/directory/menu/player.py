"""What a caller really hears, and when: FreeSWITCH's playback of one call, without a sound.

Files are played one after the other, each starting the instant the one before ended; flushing stops the file that plays
and forgets the rest.
"""

from collections import deque
from collections.abc import Callable, Iterable

from attrs import define, field, frozen

from app.directory.menu.talk import Item

__all__ = ["Heard", "Player", "Playing"]


@frozen
class Playing:
    """What plays, and when it will have ended if nothing cuts it."""

    item: Item
    start_ms: int
    end_ms: int


@frozen
class Heard:
    """One thing the caller heard, whole or cut short."""

    item: Item
    start_ms: int
    end_ms: int
    is_cut: bool = False


@define
class Player:
    """Plays what it is given; whoever holds the clock calls `end_file` when `playing` has come to its end."""

    length_of: Callable[[Item], int]
    heard: list[Heard] = field(factory=list, init=False)
    playing: Playing | None = field(default=None, init=False)
    _waiting: deque[Item] = field(factory=deque, init=False)
    _is_closed: bool = field(default=False, init=False)

    def queue(self, at_ms: int, items: Iterable[Item]) -> None:
        """Play these after whatever is queued; on a line that was hung up nothing plays."""
        if self._is_closed:
            return
        self._waiting.extend(items)
        if self.playing is None:
            self._start(at_ms)

    def end_file(self, at_ms: int) -> None:
        """The file that plays has come to its end: the next one starts."""
        self._finish(at_ms, is_cut=False)
        self._start(at_ms)

    def cut_file(self, at_ms: int) -> None:
        """A key stops the file that plays, and only that: where nobody collects keys the next one starts."""
        self._finish(at_ms, is_cut=True)
        self._start(at_ms)

    def flush(self, at_ms: int) -> None:
        """Stop what plays and forget what is queued."""
        self._waiting.clear()
        self._finish(at_ms, is_cut=True)

    def close(self, at_ms: int) -> None:
        """The line is gone."""
        self.flush(at_ms)
        self._is_closed = True

    def _start(self, at_ms: int) -> None:
        if self._waiting:
            item = self._waiting.popleft()
            self.playing = Playing(item, at_ms, at_ms + self.length_of(item))

    def _finish(self, at_ms: int, *, is_cut: bool) -> None:
        if self.playing is not None:
            self.heard.append(Heard(self.playing.item, self.playing.start_ms, at_ms, is_cut))
            self.playing = None
