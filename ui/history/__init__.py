"""The calls made and taken: listed, searched, called again."""

from ui.history.page import HistoryPage

__all__ = ["HistoryPage"]
