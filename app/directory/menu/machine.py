"""KAZOO's dial-by-name menu: events in, actions out. No clock, no I/O, no audio.

Source: `cf_directory` of both KAZOOs and `kapps_call_command:do_collect_digits/1`; judged by
tests/vectors/traces.jsonl.xz and traces_k5.jsonl.xz. What is heard when is `app.directory.menu.player`'s.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from attrs import evolve, frozen

from app.directory.entry import Directory, Entry, SearchFields
from app.directory.menu.listing import Listing
from app.directory.menu.position import Asking, Confirming, Connected, Keying, Left, Offering, Position, Stage
from app.directory.menu.profile import KAZOO_4, Profile
from app.directory.menu.talk import (
    FLUSH_SILENCE,
    Action,
    Answer,
    Branch,
    CallflowEnded,
    Continue,
    Crash,
    Event,
    Flush,
    HangUp,
    HungUp,
    Key,
    PlayedOut,
    Queue,
    Stop,
    Tick,
    prompts,
)

__all__ = ["SILENCE_MS", "Menu", "Step"]

SILENCE_MS: Final = 2_000
"""After so much silence the menu takes what it has: from the end of the prompt, and again from each key."""

_TRIES: Final = 3
_ROUNDS: Final = 3

_ASK: Final[Mapping[SearchFields, Queue]] = {
    "first_name": Queue(prompts("dir-enter_person_firstname")),
    "last_name": Queue(prompts("dir-enter_person_lastname")),
    "both": Queue(prompts("dir-enter_person_name")),
}
_FLUSH_KEYS: Final = Queue((FLUSH_SILENCE,))
_NO_RESULTS: Final = Queue(prompts("dir-no_results_found"))
_TOO_FEW_KEYS: Final = Queue(prompts("dir-specify_minimum"))
_NO_MORE: Final = Queue(prompts("dir-no_more_results"))
_INVALID_KEY: Final = Queue(prompts("dir-invalid_key"))
_FAREWELL: Final = Queue(prompts("dir-specify_minimum", "dir-no_results_found"))

Step: TypeAlias = tuple[Position, tuple[Action, ...]]


@frozen(eq=False)
class Menu:
    """A directory's menu in one of its profiles. `step` is a pure function: keep a position and go on from it again."""

    profile: Profile
    directory: Directory
    listing: Listing
    directory_exists: bool = True
    """False: the callflow points to a directory that is not there."""
    has_wildcard_child: bool = True
    """Whether there is a child `_` to go on to; without one the call ends there."""

    @classmethod
    def of(
        cls,
        directory: Directory | None,
        entries: Iterable[Entry],
        profile: Profile = KAZOO_4,
        *,
        recorded: Mapping[str, str] | None = None,
        has_wildcard_child: bool = True,
    ) -> "Menu":
        """Make the menu of `directory`, None for one that is not there.

        `recorded` has what a recorded name is known by (in KAZOO its path), by user id, for those who have one.
        """
        known = directory or Directory(id="", name="")
        listing = Listing.of(known, entries, recorded or {})
        return cls(profile, known, listing, directory is not None, has_wildcard_child)

    def begin(self, at_ms: int = 0) -> Step:
        """A call comes in (`handle/2`)."""
        now = Position(Asking(), _TRIES, at_ms)
        if not self.directory_exists:
            return self._continue(now, Crash("{badmatch,{error,not_found}}"))
        if not self.listing.is_readable:
            return self._continue(now, Answer(), Crash("badarg"))
        if not self.listing.entries:
            return self._continue(now, Answer(), _NO_RESULTS)
        return self._ask(now, Answer())

    def step(self, now: Position, event: Event) -> Step:
        """Return where the caller is after `event`, and what is to be done about it; no event is illegal anywhere.

        A deadline that has passed by then counts first, and at its own time; a key at that very instant comes before.
        Raises `ValueError` for an event earlier than the one before it.
        """
        if event.at_ms < now.at_ms:
            raise ValueError(f"time runs forward: {event} after {now.at_ms} ms")
        actions: tuple[Action, ...] = ()
        while now.deadline_ms is not None and _has_passed(now.deadline_ms, event):
            now, more = self._silent(evolve(now, at_ms=now.deadline_ms))
            actions += more
        now, more = self._happened(evolve(now, at_ms=event.at_ms), event)
        return now, actions + more

    def _happened(self, now: Position, event: Event) -> Step:
        match now.stage, event:
            case Connected(), CallflowEnded():
                return self._continue(now)
            case ((Connected() | Left()), HungUp()):
                return _at(now, Left()), ()
            case _, HungUp():
                return self._hung_up(now)
            case _, Key(digit=digit):
                return self._pressed(now, digit)
            case _, PlayedOut():
                return self._played_out(now), ()
            case _:
                return now, ()

    def _hung_up(self, now: Position) -> Step:
        actions: tuple[Action, ...] = ()
        if isinstance(now.stage, Confirming):  # `maybe_confirm_match/3` takes a dead line for a denial and begins again
            now, actions = self._start_over(now)
        queued = tuple(action for action in actions if isinstance(action, Queue))  # to nobody
        return _at(now, Left()), (*queued, Stop())

    def _played_out(self, now: Position) -> Position:
        waits = now.deadline_ms is None and isinstance(now.stage, Asking | Confirming | Offering)
        return _in_silence(now, now.stage) if waits else now

    def _pressed(self, now: Position, digit: str) -> Step:
        match now.stage:
            case Asking():
                return self._ask_again(now, Flush()) if digit == "#" else self._key(now, digit, Flush())
            case Keying(keys):
                # the rest of the keys is collected anew, and the first key of every collecting flushes
                flush = (Flush(),) if len(keys) == 1 else ()
                return self._keyed(now, keys, *flush) if digit == "#" else self._key(now, keys + digit, *flush)
            case Confirming(row):
                return self._route(now, row, Flush()) if digit == "1" else self._start_over(now, Flush())
            case Offering(is_waiting=True) as offer:
                return self._chosen(now, offer, digit)
            case Offering() as offer if digit == "#":
                return _in_silence(now, evolve(offer, is_waiting=True)), (Flush(),)
            case Offering() as offer:
                return self._chosen(now, offer, digit, Flush())
            case Connected() | Left():
                return now, ()

    def _silent(self, now: Position) -> Step:
        """The deadline has come."""
        match now.stage:
            case Keying(keys):
                return self._keyed(now, keys)
            case Confirming():
                return self._start_over(now)
            case Offering(is_waiting=False) as offer:
                return _in_silence(now, evolve(offer, is_waiting=True)), ()
            case Offering(rounds_left=rounds_left) as offer:
                return self._offer(now, evolve(offer, rounds_left=rounds_left - 1, is_waiting=False))
            case _:
                return self._ask_again(now)

    def _ask(self, now: Position, *before: Action) -> Step:
        """`directory_start`: instructions, or the farewell when no try is left."""
        if now.tries_left == 0:
            return _at(now, Left()), (*before, _FAREWELL, HangUp(), Stop())
        return _at(now, Asking()), (*before, _FLUSH_KEYS, _ASK[self.directory.search_fields])

    def _ask_again(self, now: Position, *before: Action) -> Step:
        return self._ask(evolve(now, tries_left=now.tries_left - 1), *before)

    def _start_over(self, now: Position, *before: Action) -> Step:
        if self.profile.one_count:
            return self._ask_again(now, *before)
        return self._ask(evolve(now, tries_left=_TRIES), *before)

    def _key(self, now: Position, keys: str, *before: Action) -> Step:
        if len(keys) >= self.profile.most_keys(self.directory):
            return self._keyed(now, keys, *before)
        return _in_silence(now, Keying(keys)), before

    def _keyed(self, now: Position, keys: str, *before: Action) -> Step:
        """The caller has finished keying (`collect_digits/3`, `maybe_match/2`)."""
        if keys[1:] == "0":
            return self._continue(now, *before)
        if len(keys) < self.profile.fewest_keys(self.directory):
            return self._start_over(now, *before, _TOO_FEW_KEYS)
        match self.listing.index.find(keys):
            case []:
                return self._start_over(now, *before, _NO_RESULTS)
            case [row] if self.directory.confirm_match:
                question = self._about(row, "dir-found", "dir-confirm_menu")
                return _at(now, Confirming(row)), (*before, _FLUSH_KEYS, question)
            case [row]:
                return self._route(now, row, *before)
            case rows:
                return self._offer(now, Offering(tuple(rows), 0, _ROUNDS), *before)

    def _offer(self, now: Position, offer: Offering, *before: Action) -> Step:
        """`maybe_match_users/4` and `maybe_match_user/4`: read the next person out, or say that there is none."""
        if offer.place == len(offer.rows):
            return self._start_over(now, *before, _NO_MORE)
        if offer.rounds_left == 0:
            return _at(now, Left()), (*before, _NO_MORE, HangUp(), Stop())
        question = self._about(offer.rows[offer.place], "dir-result_number", "dir-result_menu")
        return _at(now, offer), (*before, question)

    def _chosen(self, now: Position, offer: Offering, digit: str, *before: Action) -> Step:
        """`interpret_user_match_dtmf/1`."""
        match digit:
            case "1":
                return self._route(now, offer.rows[offer.place], *before)
            case "2":
                return self._offer(now, Offering(offer.rows, offer.place + 1, _ROUNDS), *before)
            case "3":
                return self._start_over(now, *before)
            case _:
                return self._offer(now, Offering(offer.rows, offer.place, _ROUNDS), *before, _INVALID_KEY)

    def _route(self, now: Position, row: int, *before: Action) -> Step:
        """`route_to_match/2`: a callflow that is missing is passed over."""
        callflow_id = self.listing.callflow_of(row)
        if not callflow_id:
            return self._continue(now, *before)
        return _at(now, Connected(row)), (*before, Branch(row, callflow_id))

    def _continue(self, now: Position, *before: Action) -> Step:
        """`cf_exe:continue/1`."""
        without = () if self.has_wildcard_child else (HangUp(), Stop())
        return _at(now, Left()), (*before, Continue(), *without)

    def _about(self, row: int, before: str, after: str) -> Queue:
        return Queue((*prompts(before), self.listing.spoken(row), *prompts(after)))


def _at(now: Position, stage: Stage) -> Position:
    """The caller gets to `stage`; nothing counts the time yet."""
    return Position(stage, now.tries_left, now.at_ms)


def _in_silence(now: Position, stage: Stage) -> Position:
    """From now on silence counts."""
    return Position(stage, now.tries_left, now.at_ms, now.at_ms + SILENCE_MS)


def _has_passed(deadline_ms: int, event: Event) -> bool:
    return event.at_ms > deadline_ms or (isinstance(event, Tick) and event.at_ms == deadline_ms)
