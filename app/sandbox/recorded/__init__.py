"""Recorded exchanges with a running KAZOO, sent to a sandbox, and where it parts from KAZOO."""

from app.sandbox.recorded.exchange import Answered, Exchange, Sent
from app.sandbox.recorded.group import groups_of, replay_group, sandbox_for, tokens_of
from app.sandbox.recorded.replay import Replay, Send

__all__ = [
    "Answered",
    "Exchange",
    "Replay",
    "Send",
    "Sent",
    "groups_of",
    "replay_group",
    "sandbox_for",
    "tokens_of",
]
