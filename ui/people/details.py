"""Lines of the card: what is known of a person, each with an icon and a remark."""

from typing import Final

from attrs import frozen
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.directory import isolated
from ui.theme import SPACE, TEXT, ElidedLabel, IconLabel, Look, WrappedLabel, text_font

__all__ = ["Detail", "Details"]

_ICON: Final = 18


@frozen
class Detail:
    """One line; without an icon it belongs to the line above."""

    icon: str
    text: str
    remark: str


class Details(QWidget):
    """Shows any number of lines. Those once made are kept for the next person: this runs at every key."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: list[_Line] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE.m)
        self._box.addStretch(1)

    def show_lines(self, details: list[Detail]) -> None:
        """Show `details`, and nothing else."""
        while len(self._lines) < len(details):
            line = _Line(self._look)
            self._box.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for line, detail in zip(self._lines, details, strict=False):
            line.show_detail(detail)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(details))


class _Line(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._icon = IconLabel(look, "phone", "text2", _ICON)
        self._text = WrappedLabel(look, text_font(TEXT.body), "text", most_lines=2)
        self._remark = ElidedLabel("caption")
        policy = self._icon.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._icon.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._text)
        words.addWidget(self._remark)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(SPACE.m)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)

    def show_detail(self, detail: Detail) -> None:
        if detail.icon:
            self._icon.set_icon(detail.icon, "text2")
        self._icon.setVisible(bool(detail.icon))
        self._text.show_text(detail.text)
        self._remark.show_text(detail.remark)
        self.setAccessibleName(f"{detail.remark}: {isolated(detail.text)}")
