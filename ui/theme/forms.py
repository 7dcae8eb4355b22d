"""What forms are made of: lines with names, labels above them, and what is wrong below."""

from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme.kinds import restyle, tag
from ui.theme.labels import text_label
from ui.theme.scale import SPACE

__all__ = ["Complaint", "card_of", "column_of", "labelled", "search_line", "text_line"]

_LONGEST_SEARCH: Final = 200


def text_line(name: str, hint: str = "") -> QLineEdit:
    """Return a line to type into; `name` is what a screen reader calls it."""
    line = tag(QLineEdit(), "input")
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setFixedHeight(SPACE.control)
    return line


def search_line(name: str, hint: str) -> QLineEdit:
    """Return a line to search by; more than anybody types is not taken."""
    line = text_line(name, hint)
    line.setMaxLength(_LONGEST_SEARCH)
    return line


def card_of(inside: QWidget, margin: int = 1) -> QFrame:
    """Return a card that holds `inside`, with so much room beside it."""
    card = tag(QFrame(), "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(margin, SPACE.s, margin, SPACE.s)
    layout.addWidget(inside)
    return card


def column_of(widget: QWidget) -> QVBoxLayout:
    """Give `widget` a column of fields without margins."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE.m)
    return layout


def labelled(text: str, field: QWidget | QHBoxLayout) -> QVBoxLayout:
    """Return `field` below its label."""
    label = text_label("sub", text)
    layout = QVBoxLayout()
    layout.setSpacing(SPACE.xs)
    layout.addWidget(label)
    if isinstance(field, QWidget):
        layout.addWidget(field)
        label.setBuddy(field)
    else:
        layout.addLayout(field)
    return layout


class Complaint:
    """What is wrong with a line, said below it; `label` is to be placed there."""

    def __init__(self, line: QLineEdit) -> None:
        self._line = line
        self.label: QLabel = text_label("problem", wrap=True)
        self.label.hide()

    def show(self, text: str) -> None:
        """Say what is wrong; empty for nothing."""
        self._line.setProperty("invalid", "true" if text else "false")
        restyle(self._line)
        self._line.setAccessibleDescription(text)
        self.label.setText(text)
        self.label.setVisible(bool(text))
