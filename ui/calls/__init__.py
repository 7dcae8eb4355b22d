"""The call in progress, as a bar across the window."""

from ui.calls.bar import CallBar
from ui.calls.view import CallView, Tone, duration

__all__ = ["CallBar", "CallView", "Tone", "duration"]
