"""What would be sent, before it is; and what somebody else saved meanwhile, beside it."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.admin import Change, Draft, Meeting, Merge
from app.directory import isolated
from ui.admin.wording import change_words, shown
from ui.theme import MEDIUM, SPACE, TEXT, Button, ButtonKind, Look, WrappedLabel, tag, text_font, text_label

__all__ = ["ConflictView", "PreviewView"]

_ONE_LINE: Final = 48
_ON_A_BUTTON: Final = 36


class PreviewView(QWidget):
    """The changes one by one; `confirmed` sends them."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.title = text_label("heading")
        self.send = Button(look, "Save", icon="check", kind=ButtonKind.ACCENT)
        self.back = Button(look, "Keep editing")
        self.lines: list[str] = []
        self._list = _Listing()
        _place(self, self.title, self._list, self.back, self.send)
        self.send.clicked.connect(self.confirmed)
        self.back.clicked.connect(self.cancelled)

    def show_draft(self, draft: Draft) -> None:
        """Show what `draft` changes."""
        new = not draft.stored
        self.title.setText("This directory will be created" if new else "This will be changed")
        self.send.set_face("Create" if new else "Save", "check")
        self._list.clear()
        self.lines = []
        for change in draft.changes:
            self._add(change, new=new)
        for change in draft.filled_in:
            self._add(change, " (by KAZOO)")
        if draft.filled_in:
            words = "KAZOO gives settings that were never stored their documented values whenever a directory is saved."
            self._list.add_note(words)
        self._list.finish()
        self.send.setFocus()

    def show_busy(self, busy: bool) -> None:
        """It is being sent, or not."""
        self.send.setEnabled(not busy)
        self.back.setEnabled(not busy)

    def _add(self, change: Change, by: str = "", *, new: bool = False) -> None:
        """Short ones on one line; longer ones and other scripts below each other, so that neither moves the other."""
        title, words = change.field.title + by, change_words(change, new=new)
        self.lines.append(f"{title}: {words}")
        before, after = shown(change.field, change.before), shown(change.field, change.after)
        if new or (len(words) <= _ONE_LINE and (before + after).isascii()):
            self._list.add(self._look, title, words)
        else:
            self._list.add(self._look, title, after, f"Was: {isolated(before)}")


class ConflictView(QWidget):
    """Both versions of what differs, and which to keep; `resolved` brings the draft on what is stored now."""

    resolved = Signal(object)
    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._merge: Merge | None = None
        self._ours: dict[str, bool] = {}
        self._grid = _Listing()
        title = text_label("heading", "Somebody else saved this directory meanwhile")
        self.keep = Button(look, "Go on with this", icon="check", kind=ButtonKind.ACCENT)
        self.back = Button(look, "Discard mine")
        _place(self, title, self._grid, self.back, self.keep)
        self.keep.clicked.connect(self._resolve)
        self.back.clicked.connect(self.cancelled)

    def show_merge(self, merge: Merge) -> None:
        """Show where ours and theirs differ."""
        self._merge = merge
        meetings = merge.meetings
        self._ours = {meeting.field.key: meeting.ours_by_default for meeting in meetings}
        self._grid.clear()
        self._grid.add_note("Choose for each setting. Nothing is sent before you have looked at the whole once more.")
        for meeting in meetings:
            self._grid.add_widget(self._row(meeting))
        if not meetings:
            self._grid.add_note("What they saved is just what you wanted; nothing is left to send.")
        self._grid.finish()
        self.keep.setFocus()

    def _row(self, meeting: Meeting) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        before = shown(meeting.field, meeting.before)
        column.addWidget(text_label("strong", meeting.field.title))
        column.addWidget(
            text_label("sub", f"Was: {before}" + (". Both changed it." if meeting.both else "."), wrap=True)
        )
        group = QButtonGroup(row)
        for ours, who, value in ((False, "Theirs", meeting.theirs), (True, "Yours", meeting.ours)):
            words = shown(meeting.field, value)
            name = f"{who}: {words}"
            button = Button(self._look, _short(name), name=f"{meeting.field.title}, {name}", shrinks=False)
            button.setCheckable(True)
            button.setChecked(self._ours[meeting.field.key] is ours)
            button.clicked.connect(partial(self._choose, meeting.field.key, ours))
            group.addButton(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            if _short(name) != name:
                column.addWidget(text_label("sub", words, wrap=True))
        return row

    def _choose(self, key: str, ours: bool, _: bool = False) -> None:
        self._ours[key] = ours

    def _resolve(self) -> None:
        if self._merge is not None:
            self.resolved.emit(self._merge.resolved({key for key, ours in self._ours.items() if ours}))


class _Listing(QScrollArea):
    """Rows of a title and words, in as much room as there is."""

    def __init__(self) -> None:
        super().__init__()
        tag(self, "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, SPACE.m, 0)
        self._grid.setHorizontalSpacing(SPACE.xl)
        self._grid.setVerticalSpacing(SPACE.m)
        self._grid.setColumnStretch(1, 1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # taking the widget has switched it on

    def add(self, look: Look, title: str, words: str, below: str = "") -> None:
        """Add a row, and what is said below it."""
        row = self._grid.rowCount()
        label = WrappedLabel(look, text_font(TEXT.body, MEDIUM), "text", 4)
        label.show_text(words)
        self._grid.addWidget(text_label("sub", title), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        if below:
            self._grid.addWidget(text_label("sub", below, wrap=True), row + 1, 1)

    def add_note(self, words: str) -> None:
        """Add a sentence over the whole width."""
        self.add_widget(text_label("sub", words, wrap=True))

    def add_widget(self, widget: QWidget) -> None:
        """Add anything over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def finish(self) -> None:
        """What is there stays at the top."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)


def _place(page: QWidget, title: QWidget, listing: QWidget, back: Button, on: Button) -> None:
    below = QHBoxLayout()
    below.setSpacing(SPACE.s)
    below.addStretch(1)
    below.addWidget(back)
    below.addWidget(on)
    column = QVBoxLayout(page)
    column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.s)
    column.setSpacing(SPACE.m)
    column.addWidget(title)
    column.addWidget(listing, 1)
    column.addLayout(below)


def _short(text: str) -> str:
    return text if len(text) <= _ON_A_BUTTON else f"{text[: _ON_A_BUTTON - 1]}…"
