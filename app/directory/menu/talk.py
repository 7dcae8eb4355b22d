"""What the menu is told and what it answers: plain data, times in milliseconds on whatever clock the events are of.

Events come from the line (`kapps_call_command:receive_event/1` in KAZOO); actions go to the switch (`Answer` to
`HangUp`) and to what runs the callflow, KAZOO's `cf_exe` (`Branch` to `Crash`).
"""

from typing import Final, Literal, TypeAlias

from attrs import frozen

__all__ = [
    "FLUSH_SILENCE",
    "Action",
    "Answer",
    "Branch",
    "CallflowEnded",
    "Continue",
    "Crash",
    "Event",
    "Flush",
    "HangUp",
    "HungUp",
    "Item",
    "Key",
    "PlayedOut",
    "Queue",
    "Stop",
    "Tick",
    "prompts",
]


@frozen
class Item:
    """One thing to play: a prompt by its id, a text to speak, a recording by its path, or silence by its stream."""

    kind: Literal["prompt", "tts", "play", "silence"]
    name: str
    says: str = ""
    """What is heard in a recording."""


FLUSH_SILENCE: Final = Item("silence", "silence_stream://50")
"""What `kapps_call_command:flush_dtmf/1` plays; in spite of its name no key is thrown away."""


def prompts(*names: str) -> tuple[Item, ...]:
    """Prompts by their ids."""
    return tuple(Item("prompt", name) for name in names)


@frozen
class Key:
    """The caller pressed a key: one of 0-9, *, # and A-D."""

    at_ms: int
    digit: str


@frozen
class PlayedOut:
    """Everything queued has been played (KAZOO: the last `noop` came back)."""

    at_ms: int


@frozen
class Tick:
    """Time has come this far; needed when a deadline passes and nothing else happens."""

    at_ms: int


@frozen
class HungUp:
    """The caller hung up."""

    at_ms: int


@frozen
class CallflowEnded:
    """The callflow of the chosen person came to its end and the caller is still there."""

    at_ms: int


Event: TypeAlias = Key | PlayedOut | Tick | HungUp | CallflowEnded


@frozen
class Answer:
    """Pick the call up."""


@frozen
class Flush:
    """Stop what plays and forget what is queued."""


@frozen
class Queue:
    """Play these after whatever is queued already."""

    items: tuple[Item, ...]


@frozen
class HangUp:
    """Hang up once everything queued has been played."""


@frozen
class Branch:
    """Run the callflow of the person at `row` of the listing."""

    row: int
    callflow_id: str


@frozen
class Continue:
    """Go on to the child `_` of the directory's place in its callflow."""


@frozen
class Stop:
    """The callflow is over."""


@frozen
class Crash:
    """KAZOO's module dies here; its executor then goes on as if told to continue."""

    reason: str


Action: TypeAlias = Answer | Flush | Queue | HangUp | Branch | Continue | Stop | Crash
