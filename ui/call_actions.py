"""The actions about calls: what each does, and when it can be done."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from ui.calls import Offer
from ui.core import Core
from ui.desk_page import DeskPage

__all__ = ["CallActions"]

_AUTO_ANSWER_S: Final = 2.0
_BY_OFFER: Final = {
    "mute": Offer.MUTE,
    "hold": Offer.HOLD,
    "keys_to_call": Offer.KEYPAD,
    "transfer": Offer.TRANSFER,
    "conference": Offer.JOIN,
    "split": Offer.SPLIT,
    "leave": Offer.LEAVE,
}
_FOR_CALLERS: Final = ("answer", "busy", "decline")


class CallActions(QObject):
    """Give `handlers` to the actions, then the actions here by `show_in`."""

    def __init__(self, desk: DeskPage, core: Core) -> None:
        super().__init__(desk)
        self._desk = desk
        self._talk = desk.talk
        self._core = core
        self._actions: Mapping[str, QAction] = {}
        desk.talk.changed.connect(self.show)
        desk.phone.switched.connect(self._switch)

    @property
    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action does, by its id."""
        dialling, talk = self._desk.dialling, self._talk
        return {
            "call": dialling.call,
            "redial": talk.redial,
            "answer": talk.answer,
            "busy": talk.busy,
            "decline": talk.decline,
            "hang_up": talk.hang_up,
            "mute": talk.toggle_mute,
            "hold": talk.toggle_hold,
            "swap": talk.swap,
            "transfer": dialling.transfer,
            "consult": dialling.consult,
            "conference": talk.join,
            "split": talk.split,
            "leave": talk.leave,
            "keys_to_call": self._toggle_keys,
            "caller_keys": dialling.key_name,
            "do_not_disturb": self._toggle_do_not_disturb,
            "auto_answer": self._toggle_auto_answer,
        }

    def show_in(self, actions: Mapping[str, QAction]) -> None:
        """Enable and check these as the calls allow, now and after each change."""
        self._actions = actions
        self.show()

    def show(self) -> None:
        """Enable and check the actions as things are."""
        if not self._actions:
            return
        call, offers, lines = self._talk.call, self._talk.offers, self._talk.lines
        enabled = {name: offer in offers for name, offer in _BY_OFFER.items()}
        enabled |= dict.fromkeys(_FOR_CALLERS, bool(lines.ringing))
        enabled["hang_up"] = call is not None and call.live
        enabled["swap"] = lines.next_held() is not None
        enabled["consult"] = Offer.CONSULT in offers or Offer.COMPLETE in offers
        enabled["caller_keys"] = Offer.KEYPAD in offers
        for name, can in enabled.items():
            self._actions[name].setEnabled(can)
        status = self._talk.phone
        checked = {
            "mute": call is not None and call.muted,
            "hold": call is not None and call.held,
            "keys_to_call": self._talk.takes_keys,
            "do_not_disturb": status.do_not_disturb,
            "auto_answer": status.auto_answer_s is not None,
        }
        for name, on in checked.items():
            self._actions[name].setChecked(on)

    def _toggle_keys(self) -> None:
        self._talk.take_keys(not self._talk.takes_keys)

    def _toggle_do_not_disturb(self) -> None:
        self._switch("do_not_disturb")

    def _toggle_auto_answer(self) -> None:
        self._switch("auto_answer")

    def _switch(self, which: str) -> None:
        status = self._talk.phone
        if which == "do_not_disturb":
            request = self._core.set_do_not_disturb(not status.do_not_disturb, self)
        else:
            request = self._core.set_auto_answer(_AUTO_ANSWER_S if status.auto_answer_s is None else None, self)
        request.failed.connect(self._desk.banner.show_problem)
        request.failed.connect(self.show)
