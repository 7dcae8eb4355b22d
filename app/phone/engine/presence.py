"""Other people's state: a subscription for each number in view (RFC 3856), and our own state told.

The dialog package (RFC 4235) would say who rings and who talks; this library has none (its `BuddyConfig` would have
a `subscribe_dlg_event`), so only the presence package is asked for.
"""

import contextlib
import math
import time
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.accounts import Accounts
from app.phone.engine.guard import guarded
from app.phone.engine.identity import Identity
from app.phone.engine.pidf import Seen, read_pidf
from app.phone.messages import Activity, Event, PresenceSeen, Publish, Watch
from app.phone.number import sip_uri
from app.phone.watching import MAX_WATCHED

__all__ = ["Presence"]

_UNKNOWN: Final = Seen("unknown")
_AGAIN_S: Final = 30.0
_NOT_OFFERED_S: Final = 600.0
"""A server that has no presence for a number is not asked for it all the time."""
_AT_ONCE: Final = 5
"""Subscriptions begun each tenth of a second: a screenful at once would look like an attack."""
_OVER: Final = (pj.PJSIP_EVSUB_STATE_NULL, pj.PJSIP_EVSUB_STATE_TERMINATED)
_ACTIVITIES: Final[dict[Activity, Any]] = {"busy": pj.PJRPID_ACTIVITY_BUSY, "away": pj.PJRPID_ACTIVITY_AWAY}


class _Watcher(pj.Buddy):  # type: ignore[misc]
    """One number followed."""

    def __init__(self, account: str, number: str, emit: Callable[[Event], None]) -> None:
        super().__init__()
        self.emit = emit
        self._due = math.inf
        self._account = account
        self._number = number
        self._seen = _UNKNOWN

    def begin(self, identity: Identity) -> None:
        """Subscribe; a number that makes no address for the library is nobody's."""
        config = pj.BuddyConfig()
        config.uri = sip_uri(self._number, identity.account.realm)
        with contextlib.suppress(pj.Error):
            self.create(identity, config)
            self.subscribePresence(True)

    def tick(self, now: float) -> None:
        """Subscribe again, when that is due."""
        if now >= self._due:
            self._due = math.inf
            with contextlib.suppress(pj.Error):
                self.subscribePresence(True)

    def see(self, seen: Seen) -> None:
        """Tell what is new."""
        if seen != self._seen:
            self._seen = seen
            self.emit(PresenceSeen(account=self._account, number=self._number, activity=seen.activity, note=seen.note))

    @guarded
    def on_message(self, prm: Any) -> None:
        """Read the document of a NOTIFY."""
        event = prm.e
        if event.type != pj.PJSIP_EVENT_TSX_STATE or event.body.tsxState.type != pj.PJSIP_EVENT_RX_MSG:
            return
        head, _, body = str(event.body.tsxState.src.rdata.wholeMsg).partition("\r\n\r\n")
        if head.startswith("NOTIFY ") and body.strip():
            self.see(read_pidf(body) or _UNKNOWN)

    def onBuddyEvSubState(self, prm: Any) -> None:
        """Library: something came for the subscription."""
        self.on_message(prm)

    def onBuddyState(self) -> None:
        """Library: the subscription moved on."""
        self.on_state(None)

    @guarded
    def on_state(self, _: Any) -> None:
        """Notice a subscription that is over."""
        info = self.getInfo()
        if info.presMonitorEnabled and info.subState in _OVER:
            self.see(_UNKNOWN)
            refused = 400 <= info.subTermCode < 500 and info.subTermCode not in (408, 481)
            self._due = time.monotonic() + (_NOT_OFFERED_S if refused else _AGAIN_S)


class Presence:
    """Everybody watched, by account and number."""

    def __init__(self, emit: Callable[[Event], None], accounts: Accounts) -> None:
        self._emit = emit
        self._accounts = accounts
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._watchers: dict[str, dict[str, _Watcher]] = {}
        self._eras: dict[str, int] = {}
        self._own: Publish | None = None
        self._told: dict[str, Publish] = {}

    @property
    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What does each command."""
        return {Watch: self.watch, Publish: self.publish}

    def watch(self, command: Watch) -> None:
        """Follow exactly these numbers as that account; those followed already go on undisturbed."""
        self._wanted[command.account] = command.numbers[:MAX_WATCHED]

    def publish(self, command: Publish) -> None:
        """Tell our own state wherever that is wanted, now and to whoever registers later."""
        self._own = command

    def sign_off(self) -> None:
        """Say that we are not there, as far as we said anything."""
        for identity in self._accounts.all:
            if identity.account.id in self._told:
                identity.setOnlineStatus(_status(Publish(activity="offline")))

    def tick(self, now: float) -> None:
        """Bring subscriptions in line with what is wanted and with who is registered."""
        reachable = {identity.account.id: identity for identity in self._accounts.all if identity.reachable}
        for name, era in tuple(self._eras.items()):
            if name not in reachable or reachable[name].era != era:
                self._lose(name)
        for name, identity in reachable.items():
            self._eras[name] = identity.era
            self._follow(identity, self._wanted.get(name, ()), now)
            self._tell_own(identity)

    def _lose(self, account: str) -> None:
        del self._eras[account]
        self._told.pop(account, None)
        for watcher in self._watchers.pop(account, {}).values():
            watcher.see(_UNKNOWN)

    def _follow(self, identity: Identity, numbers: tuple[str, ...], now: float) -> None:
        watchers = self._watchers.setdefault(identity.account.id, {})
        for number in [number for number in watchers if number not in numbers]:
            del watchers[number]  # the library unsubscribes
        new = [number for number in numbers if number not in watchers]
        for number in new[:_AT_ONCE]:
            watchers[number] = _Watcher(identity.account.id, number, self._emit)
            watchers[number].begin(identity)
        for watcher in watchers.values():
            watcher.tick(now)

    def _tell_own(self, identity: Identity) -> None:
        name = identity.account.id
        if self._own is not None and identity.account.publish and self._told.get(name) != self._own:
            self._told[name] = self._own
            identity.setOnlineStatus(_status(self._own))


def _status(own: Publish) -> Any:
    status = pj.PresenceStatus()
    status.status = pj.PJSUA_BUDDY_STATUS_OFFLINE if own.activity == "offline" else pj.PJSUA_BUDDY_STATUS_ONLINE
    status.activity = _ACTIVITIES.get(own.activity, pj.PJRPID_ACTIVITY_UNKNOWN)
    status.note = own.note
    return status
