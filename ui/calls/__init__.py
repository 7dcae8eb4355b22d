"""The calls across the window: the one in front, the others, and who is calling now."""

from ui.calls.bar import CallBar
from ui.calls.hand_over import HandOver, NumberOffers
from ui.calls.lines import Lines, is_incoming, is_leaving, is_talking
from ui.calls.panel import CallPanel
from ui.calls.popup import IncomingPopup
from ui.calls.reading import view_of
from ui.calls.view import FACES, CallView, Offer, Tone, duration

__all__ = [
    "FACES",
    "CallBar",
    "CallPanel",
    "CallView",
    "HandOver",
    "IncomingPopup",
    "Lines",
    "NumberOffers",
    "Offer",
    "Tone",
    "duration",
    "is_incoming",
    "is_leaving",
    "is_talking",
    "view_of",
]
