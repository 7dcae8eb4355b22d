"""The call in progress, as a bar across the window."""

from ui.calls.bar import CallBar
from ui.calls.reading import view_of
from ui.calls.view import CallView, Tone, duration

__all__ = ["CallBar", "CallView", "Tone", "duration", "view_of"]
