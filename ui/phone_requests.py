"""What the window asks of the telephone: each answers by its `Request`, and what becomes of a call comes as news."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.asking import Asking
from ui.bridge import Request

if TYPE_CHECKING:
    from app.desk import Telephone

__all__ = ["PhoneRequests"]


class PhoneRequests(Asking):
    """The telephone's half of `Core`."""

    def dial(self, number: str, name: str, owner: QObject, account: str = "") -> Request:
        """Call a number, as `account` or as the main one; answers the call's id. `name` is for showing."""
        return self._ask_phone(lambda phone: phone.dial(number, name, account), owner)

    def answer(self, call_id: str, owner: QObject) -> Request:
        """Take a call that came in; the one that is up is held."""
        return self._ask_phone(lambda phone: phone.answer(call_id), owner)

    def reject(self, call_id: str, status: int, owner: QObject) -> Request:
        """Turn a call away: 486 busy, 603 declined."""
        return self._ask_phone(lambda phone: phone.reject(call_id, status), owner)

    def activate(self, call_id: str, owner: QObject) -> Request:
        """Speak in this call; all others are held."""
        return self._ask_phone(lambda phone: phone.activate(call_id), owner)

    def hang_up(self, call_id: str, owner: QObject) -> Request:
        """End a call."""
        return self._ask_phone(lambda phone: phone.hang_up(call_id), owner)

    def send_keys(self, call_id: str, keys: str, owner: QObject) -> Request:
        """Send DTMF into a call."""
        return self._ask_phone(lambda phone: phone.send_keys(call_id, keys), owner)

    def mute(self, call_id: str, on: bool, owner: QObject) -> Request:
        """Mute or unmute."""
        return self._ask_phone(lambda phone: phone.mute(call_id, on), owner)

    def hold(self, call_id: str, on: bool, owner: QObject) -> Request:
        """Hold or resume."""
        return self._ask_phone(lambda phone: phone.hold(call_id, on), owner)

    def transfer(self, call_id: str, number: str, owner: QObject) -> Request:
        """Transfer blind; the progress is on the call."""
        return self._ask_phone(lambda phone: phone.transfer(call_id, number), owner)

    def transfer_to(self, call_id: str, other_id: str, owner: QObject) -> Request:
        """Connect two calls with each other, also while the other still rings."""
        return self._ask_phone(lambda phone: phone.transfer_to(call_id, other_id), owner)

    def conference(self, call_ids: Sequence[str], owner: QObject) -> Request:
        """Join calls so that everybody hears everybody."""
        wanted = tuple(call_ids)
        return self._ask_phone(lambda phone: phone.conference(wanted), owner)

    def split(self, owner: QObject) -> Request:
        """Make separate calls of the conference again."""
        return self._ask_phone(lambda phone: phone.split(), owner)

    def leave_conference(self, owner: QObject) -> Request:
        """Leave the others talking with each other, where the server allows it."""
        return self._ask_phone(lambda phone: phone.leave_conference(), owner)

    def set_do_not_disturb(self, on: bool, owner: QObject) -> Request:
        """Let callers hear busy, or ring again."""
        return self._ask_phone(lambda phone: phone.set_do_not_disturb(on), owner)

    def set_auto_answer(self, after_s: float | None, owner: QObject) -> Request:
        """Take calls by itself after so many seconds; None: never."""
        return self._ask_phone(lambda phone: phone.set_auto_answer(after_s), owner)

    def watch(self, numbers: Collection[str], owner: QObject) -> Request:
        """Follow the presence of these numbers, and of no others; answers what is known of them."""
        wanted = frozenset(numbers)
        return self._ask_phone(lambda phone: phone.watch(wanted), owner)

    def call_report(self, call_id: str, owner: QObject) -> Request:
        """Ask for everything about a call as plain text, secrets redacted."""
        return self._ask_phone(lambda phone: phone.call_report(call_id), owner)

    def set_log_level(self, level: int, owner: QObject) -> Request:
        """How much the engine logs, 0 to 5."""
        return self._ask_phone(lambda phone: phone.set_log_level(level), owner)

    def log_tail(self, owner: QObject) -> Request:
        """Ask for the last lines of the engine's log."""
        return self._ask_phone(lambda phone: phone.log_tail(), owner)

    def _ask_phone(self, what: "Callable[[Telephone], Awaitable[object]]", owner: QObject) -> Request:
        return self._ask_desk(lambda desk: what(desk.telephone), owner)
