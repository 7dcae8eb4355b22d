"""Everything about the person selected, and the button that calls them."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.directory import Entry, SortBy, display_name, plain
from ui.people.details import Detail, Details
from ui.people.numbers import NumberLine, number_lines
from ui.people.presence import Presence, presence_of
from ui.people.shapes import draw_avatar, draw_presence
from ui.theme import (
    SEMIBOLD,
    SPACE,
    TEXT,
    Button,
    ButtonKind,
    ElidedLabel,
    IconLabel,
    Look,
    WrappedLabel,
    tag,
    text_font,
    text_label,
)

__all__ = ["PersonCard"]

_PORTRAIT: Final = 60
_ICON: Final = 18


class PersonCard(QFrame):
    """A card of its own beside the list; empty until somebody is selected."""

    callRequested = Signal(object)  # noqa: N815 - Qt's way of naming signals
    """The Entry to call."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "card")
        self.setMinimumWidth(280)
        self._look = look
        self._entry: Entry | None = None
        self._obstacle = ""
        self._stack = QStackedLayout(self)
        self._stack.addWidget(_nobody(look))
        self._stack.addWidget(self._person())
        self._call.clicked.connect(self.call)

    def show_person(
        self,
        entry: Entry | None,
        presence: Presence = Presence.UNKNOWN,
        keys_line: str = "",
        sort_by: SortBy = "first_name",
    ) -> None:
        """Show `entry`, or with None that nobody is selected; `keys_line` tells how a caller reaches the person."""
        self._entry = entry
        self._stack.setCurrentIndex(0 if entry is None else 1)
        if entry is None:
            return
        known = presence_of(entry, presence)
        self._portrait.show_person(entry, known)
        self._name.show_text(display_name(entry, sort_by))
        self._title.show_text(plain(entry.title))
        self._title.setVisible(bool(entry.title))
        self._state.show_text(known.value)
        self._state.setVisible(entry.trouble is None)
        self._trouble.show_text(entry.trouble.value if entry.trouble else "")
        self._details.show_lines(_lines_of(entry, keys_line))
        self._show_callable()

    def set_obstacle(self, reason: str) -> None:
        """Say why nobody can be called now, such as a phone that is not registered; empty when calls are possible."""
        self._obstacle = reason
        self._show_callable()

    def put_below(self, widget: QWidget) -> None:
        """Have `widget` where the call button is."""
        self._below.addWidget(widget)

    def offer_call(self, offered: bool) -> None:
        """Show or hide the call button, when something else is to be done with the person."""
        self._call.setVisible(offered)

    def call(self) -> None:
        """Ask for a call to the person shown, if that is possible."""
        if self._entry is not None and not self._why_not():
            self.callRequested.emit(self._entry)

    def sizeHint(self) -> QSize:
        """Qt: a column."""
        return QSize(320, 480)

    def _why_not(self) -> str:
        if self._entry is None or self._entry.trouble:
            return "This person cannot be called."
        if not self._entry.number:
            return "There is no number to dial."
        return self._obstacle

    def _show_callable(self) -> None:
        entry, why_not = self._entry, self._why_not()
        number = plain(entry.number) if entry else ""
        self._call.setEnabled(not why_not)
        self._call.set_face(f"Call {number}".strip(), "phone")
        self._call.setAccessibleDescription(why_not)
        self._reason.show_text(why_not)
        self._reason.setVisible(bool(why_not))

    def _person(self) -> QWidget:
        page = QWidget(self)
        self._portrait = _Portrait(self._look)
        self._name = WrappedLabel(self._look, text_font(TEXT.title, SEMIBOLD), "text", most_lines=3)
        self._title = WrappedLabel(self._look, text_font(TEXT.body), "text2", most_lines=2)
        self._state = ElidedLabel("sub")
        self._trouble = _Trouble(self._look)
        self._details = Details(self._look)
        self._call = Button(self._look, "Call", icon="phone", kind=ButtonKind.ACCENT)
        self._reason = WrappedLabel(self._look, text_font(TEXT.sub), "text2", most_lines=3)
        box = QVBoxLayout(page)
        box.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.l)
        box.setSpacing(SPACE.xs)
        box.addWidget(self._portrait)
        box.addSpacing(SPACE.s)
        for widget in (self._name, self._title, self._state):
            box.addWidget(widget)
        box.addSpacing(SPACE.s)
        box.addWidget(self._trouble)
        box.addSpacing(SPACE.s)
        box.addWidget(_scrolled(self._details), 1)
        box.addSpacing(SPACE.s)
        box.addWidget(self._call)
        self._below = QVBoxLayout()
        box.addLayout(self._below)
        box.addWidget(self._reason)
        return page


def _lines_of(entry: Entry, keys_line: str) -> list[Detail]:
    def of_number(line: NumberLine) -> Detail:
        return Detail("phone" if line.dialled else "", line.number, line.remark)

    lines = [of_number(line) for line in number_lines(entry)]
    if entry.email:
        lines.append(Detail("mail", plain(entry.email), "Email"))
    if keys_line:
        lines.append(Detail("keypad", keys_line, "For a caller"))
    return lines


def _nobody(look: Look) -> QWidget:
    page = QWidget()
    box = QVBoxLayout(page)
    box.addStretch(1)
    box.addWidget(IconLabel(look, "user", "text2", 36), 0, Qt.AlignmentFlag.AlignHCenter)
    label = text_label("sub", "Nobody selected")
    box.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
    box.addStretch(1)
    return page


def _scrolled(inside: QWidget) -> QScrollArea:
    area = tag(QScrollArea(), "plain")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)  # setWidget has just set it
    area.viewport().setAutoFillBackground(False)
    return area


class _Portrait(QWidget):
    """Initials and presence, large; the words beside it say the same."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entry: Entry | None = None
        self._presence = Presence.UNKNOWN
        self.setFixedSize(_PORTRAIT + 4, _PORTRAIT + 4)
        look.changed.connect(self.update)

    def show_person(self, entry: Entry, presence: Presence) -> None:
        self._entry, self._presence = entry, presence
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._entry is None:
            return
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = text_font(TEXT.title + 2, SEMIBOLD)
        draw_avatar(painter, QRectF(2, 2, _PORTRAIT, _PORTRAIT), self._entry, tokens, font)
        if self._entry.trouble is None:
            badge = QRectF(_PORTRAIT - 15, _PORTRAIT - 15, 15, 15)
            draw_presence(painter, badge, self._presence, tokens, tokens.surface)
        painter.end()


class _Trouble(QFrame):
    """Why the person cannot be called, where it cannot be missed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        tag(self, "banner-warn")
        self._text = WrappedLabel(look, text_font(TEXT.sub), "text", most_lines=4)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        row.setSpacing(SPACE.s)
        row.addWidget(IconLabel(look, "warning", "warn", _ICON), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def show_text(self, text: str) -> None:
        self._text.show_text(text)
        self.setVisible(bool(text))
