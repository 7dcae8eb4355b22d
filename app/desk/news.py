"""Where the desk tells what changed."""

from typing import Protocol

from app.desk.callers import Party
from app.directory import Snapshot
from app.kazoo import KazooError
from app.phone import Call, MessagesWaiting, PhoneStatus, Presence
from app.problem import Problem

__all__ = ["News"]


class News(Protocol):
    """Called on the core's thread, with plain frozen data."""

    def snapshot(self, snapshot: Snapshot) -> None:
        """Tell that the open directory was fetched, or learned titles."""

    def call(self, call: Call, party: Party | None) -> None:
        """Tell a call's new state, one that came in included, and who of the directory is at the other end."""

    def phone(self, status: PhoneStatus) -> None:
        """Tell how the phone itself is."""

    def presence(self, presence: Presence) -> None:
        """Tell what the server says of somebody who is watched."""

    def messages(self, waiting: MessagesWaiting) -> None:
        """Tell how many voicemail messages wait on an account."""

    def history(self, missed: int) -> None:
        """Tell that the history changed, and how many calls were missed since somebody looked."""

    def signed_out(self, error: KazooError) -> None:
        """Tell that the sign-in has ended and cannot be renewed without the person."""

    def trouble(self, problem: Problem) -> None:
        """Tell what went wrong without being asked for."""
