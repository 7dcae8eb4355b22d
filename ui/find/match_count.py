"""How many people match."""

from PySide6.QtWidgets import QWidget

from app.directory import Found
from ui.find.wording import count_sentence
from ui.theme import ElidedLabel

__all__ = ["MatchCount"]


class MatchCount(ElidedLabel):
    """A line between the search and the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("caption", parent=parent)

    def show_found(self, found: Found, people: int) -> None:
        """Say how many of `people` were found."""
        self.show_text(count_sentence(found, people))
