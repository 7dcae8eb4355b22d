"""Members added and removed, one or many: each guarded, conflicts read again and tried again, failures listed."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from attrs import evolve, field, frozen

from app.kazoo import (
    Client,
    Conflict,
    Forbidden,
    Holder,
    Invalid,
    KazooError,
    NotFound,
    SignedOut,
    TooManyRequests,
    Unconfirmed,
    Unreachable,
)
from app.problem import Problem

__all__ = ["Done", "Failed", "MemberRun", "Outcome", "Wanted"]

_AT_ONCE: Final = 4
_TRIES: Final = 5
_PAUSE_S: Final = 0.1
_FOR_ALL: Final = (Unreachable, SignedOut, Forbidden, TooManyRequests)
"""What stops one stops all: the rest is not tried."""


@frozen
class Wanted:
    """What a membership should become: `callflow_id` None removes; `name` is for people, may be empty."""

    user_id: str
    callflow_id: str | None
    name: str = ""


@frozen
class Done:
    """What became of one; `before` is what was mapped, None when not a member. Equal to what is wanted: untouched."""

    wanted: Wanted
    before: str | None

    @property
    def changed(self) -> bool:
        """Whether anything had to be sent."""
        return self.before != self.wanted.callflow_id

    @property
    def undone(self) -> Wanted:
        """What takes it back."""
        return evolve(self.wanted, callflow_id=self.before)


@frozen
class Failed:
    """Who could not be changed, and why."""

    wanted: Wanted
    problem: Problem


@frozen
class Outcome:
    """What became of all so far."""

    done: tuple[Done, ...] = ()
    failed: tuple[Failed, ...] = ()
    not_tried: tuple[Wanted, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether everything became as wanted."""
        return not self.failed and not self.not_tried

    @property
    def again(self) -> tuple[Wanted, ...]:
        """What a retry takes: who failed, then who was not tried."""
        return (*(each.wanted for each in self.failed), *self.not_tried)

    @property
    def undone(self) -> tuple[Wanted, ...]:
        """What takes back all that was changed."""
        return tuple(each.undone for each in self.done if each.changed)


class MemberRun:
    """One run over many members of one directory. `stop` may be called from any thread."""

    def __init__(
        self,
        client: Client,
        directory_id: str,
        wanted: Iterable[Wanted],
        progress: Callable[[int, int], None] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._directory_id = directory_id
        self._wanted: Sequence[Wanted] = tuple({each.user_id: each for each in wanted}.values())
        self._progress = progress or (lambda done, of: None)
        self._pause = pause
        self._ended: dict[str, Done | Failed] = {}
        self._next = 0
        self._stopped = False

    def stop(self) -> None:
        """Begin with nobody more; who is under way is finished."""
        self._stopped = True

    @property
    def outcome(self) -> Outcome:
        """What became of all so far, also after the run was cancelled."""
        ended = [self._ended[each.user_id] for each in self._wanted if each.user_id in self._ended]
        return Outcome(
            tuple(each for each in ended if isinstance(each, Done)),
            tuple(each for each in ended if isinstance(each, Failed)),
            tuple(each for each in self._wanted if each.user_id not in self._ended),
        )

    async def go(self) -> Outcome:
        """Change everybody, a few at once. Never raises `KazooError`: who cannot be changed is in the outcome.

        Without a connection, a sign-in or the right to it the rest is not tried. Cancelling leaves who was under way
        among the failed, since nobody knows what became of them.
        """
        async with asyncio.TaskGroup() as group:
            for _ in range(min(_AT_ONCE, len(self._wanted))):
                group.create_task(self._work())
        return self.outcome

    async def _work(self) -> None:
        while not self._stopped and self._next < len(self._wanted):
            wanted = self._wanted[self._next]
            self._next += 1
            try:
                self._ended[wanted.user_id] = Done(wanted, await self._put(wanted))
            except KazooError as error:
                if isinstance(error, _FOR_ALL):
                    self.stop()
                self._ended[wanted.user_id] = Failed(wanted, _problem(error, wanted))
            except asyncio.CancelledError:
                self._ended[wanted.user_id] = Failed(wanted, _BROKEN_OFF)
                raise
            self._progress(len(self._ended), len(self._wanted))

    async def _put(self, wanted: Wanted) -> str | None:
        """Return what was mapped before. What somebody else did to this membership meanwhile is not overwritten."""
        seen: Holder | None = None
        for tried in range(_TRIES):
            try:
                holder = await self._client.holder(wanted.user_id)
            except NotFound:
                if wanted.callflow_id is None:  # neither user nor device: there is no map to take it out of
                    return None
                raise
            before = holder.directories.get(self._directory_id)
            if before == wanted.callflow_id:
                return before if seen is None else seen.directories.get(self._directory_id)
            if seen is not None and before != seen.directories.get(self._directory_id):
                break
            seen = holder
            try:
                await self._client.set_membership(holder, self._directory_id, wanted.callflow_id)
            except Conflict:
                await self._pause(random.uniform(0.5, 1.5) * _PAUSE_S * 2**tried)
            except Unconfirmed:
                if not await self._arrived(wanted):
                    raise
                return before
            else:
                return before
        raise Conflict(self._client.root)

    async def _arrived(self, wanted: Wanted) -> bool:
        try:
            holder = await self._client.holder(wanted.user_id)
        except KazooError:
            return False
        return holder.directories.get(self._directory_id) == wanted.callflow_id


_BROKEN_OFF: Final = Problem(
    "This was broken off while it was under way.", "Refresh and look before you try again.", "It may be done or not."
)


def _problem(error: KazooError, wanted: Wanted) -> Problem:
    """KAZOO checks the whole user, so it may refuse for something that has nothing to do with the directory."""
    if not isinstance(error, Invalid):
        return error.problem
    fields = "; ".join(f"{path}: {text}" for path, text in error.fields.items()) or error.detail
    return Problem(
        f"KAZOO refuses to save {wanted.name or 'this person'}: {fields.rstrip('.')}.",
        "This is about the rest of the person's settings. Correct those first, then try again.",
        "Nothing was changed for this person.",
    )
