"""Other people's state as the phone's users see it: who is followed now, and what is known of them."""

from collections.abc import Callable, Collection

from app.phone import messages
from app.phone.errors import BadNumber
from app.phone.number import clean_number
from app.phone.watching import Presence, Watching, stale
from app.phone.wire import Wire, tell

__all__ = ["Following"]


class Following:
    """Tells the engine whom to follow, as the first account, and forgets what it said when it is gone."""

    def __init__(
        self,
        wire: Wire,
        on_presence: Callable[[Presence], None],
        *,
        account: Callable[[], str],
        clock: Callable[[], float],
    ) -> None:
        self._wire = wire
        self._on_presence = on_presence
        self._account = account
        self._clock = clock
        self._watching = Watching()
        self._known: dict[str, Presence] = {}
        self._told: messages.Watch | None = None
        self._own: messages.Publish | None = None

    def watch(self, numbers: Collection[str]) -> None:
        """Follow people in view; what cannot be a number is nobody's."""
        self._watching.view([clean for number in numbers if (clean := _clean(number))], self._clock())
        self.sync()

    def publish(self, activity: messages.Activity, note: str) -> None:
        """Tell our own state."""
        self._own = messages.Publish(activity=activity, note=note)
        self._wire.send_now(self._own)

    def sync(self) -> None:
        """Tell the engine whom to follow, if that is somebody else now."""
        now = self._clock()
        account = self._account()
        wanted = messages.Watch(account=account, numbers=self._watching.followed(now) if account else ())
        if wanted != self._told and self._wire.keeper.ready.is_set():
            if self._told is not None and self._told.account != wanted.account:
                self._wire.send_now(messages.Watch(account=self._told.account, numbers=()))
                self.forget()  # what that account was told is worth nothing to this one
            self._told = wanted
            self._wire.send_now(wanted)
        self._known = {number: known for number, known in self._known.items() if number in wanted.numbers}
        if (pause := self._watching.next_change(now)) is not None:
            self._wire.later(pause + 0.01, self.sync)

    def known(self, number: str) -> Presence:
        """Return what is known of `number`."""
        return self._known.get(_clean(number), Presence(number))

    def engine_ready(self) -> None:
        """A new engine knows nothing yet."""
        self._told = None
        if self._watching.followed(self._clock()):
            self.sync()
        if self._own is not None:
            self._wire.send_now(self._own)

    def forget(self) -> None:
        """Nobody says anything of anybody any more."""
        for presence in tuple(self._known.values()):
            self._take_in(stale(presence, self._clock()))

    def seen(self, event: messages.PresenceSeen) -> None:
        """Take in what the server said."""
        if event.account == self._account():
            self._take_in(Presence(event.number, event.activity, event.note, self._clock()))

    def _take_in(self, presence: Presence) -> None:
        before = self._known.get(presence.number, Presence(presence.number))
        self._known[presence.number] = presence
        if (before.activity, before.note) != (presence.activity, presence.note):
            tell(self._on_presence, presence)


def _clean(number: str) -> str:
    try:
        return clean_number(number)
    except BadNumber:
        return ""
