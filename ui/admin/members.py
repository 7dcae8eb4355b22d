"""Who is in a directory and who is not: picked, added, removed, led elsewhere."""

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.admin import Candidate, words_of
from app.directory import plain
from ui.admin.candidate_delegate import CandidateDelegate
from ui.admin.candidates import CandidateModel, Which
from ui.admin.wording import counted
from ui.chooser import Choice, Chooser
from ui.theme import SPACE, Button, ButtonKind, Combo, Look, RowsView, search_line, text_label

if TYPE_CHECKING:
    from app.desk import People

__all__ = ["MembersPanel"]

_TYPING_MS: Final = 120
_WHICH: Final = (("all", "Everybody"), ("in", "In the directory"), ("out", "Not in the directory"))


class MembersPanel(QWidget):
    """`wanted` brings what is to be changed: a list of `app.admin.Wanted` and the word for it."""

    wanted = Signal(list, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._read_only = False
        self._lost = 0
        self._make_parts()
        self._place()
        self._connect()
        self._show_picked()

    def show_people(self, people: "People", *, read_only: bool) -> None:
        """Show who is in and who could be; what was typed and where the list stood stays."""
        self._read_only, self.model.pickable = read_only, not read_only
        scrolled = self.list.verticalScrollBar().value()
        self.model.show(people.roster, people.callflows)
        self._filter()
        self.list.verticalScrollBar().setValue(scrolled)

    @property
    def dirty(self) -> bool:
        """Whether picks or choices would be lost."""
        return not self._read_only and bool(self.model.picked or self.model.to_lead)

    def clear(self) -> None:
        """Show nobody."""
        from app.admin import Callflows  # noqa: PLC0415 - as the model begins

        self.search.clear()
        self.model.show((), Callflows(()))
        self._show_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: space picks, Ctrl+A picks everybody shown; what is typed searches."""
        text = event.text()
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pick_shown()
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def current(self) -> Candidate | None:
        """The person selected."""
        index = self.list.currentIndex()
        return self.model.candidate_at(index.row()) if index.isValid() else None

    def _make_parts(self) -> None:
        look, height = self._look, SPACE.small_control
        self.search = search_line("Search people", "Name, number or user name")
        self.which = Combo(look, "Who is shown")
        for which, words in _WHICH:
            self.which.addItem(words, which)
        self.count = text_label("sub")
        self.pick_shown = Button(look, "Pick all shown", height=height)
        self.pick_none = Button(look, "Pick nobody", kind=ButtonKind.QUIET, height=height)
        self.model = CandidateModel(self)
        self.list = _PickList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CandidateDelegate(look, self.list))
        self.empty = text_label("sub", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.other = Button(look, "Lead elsewhere…", name="Choose another callflow", height=height)
        self.lead = Button(look, "Save callflows", icon="check", height=height)
        self.remove = Button(look, "Remove", icon="trash", height=height)
        self.add = Button(look, "Add", icon="check", kind=ButtonKind.ACCENT, height=height)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        look.changed.connect(self.list.viewport().update)

    def _place(self) -> None:
        find = QHBoxLayout()
        find.setSpacing(SPACE.m)
        find.addWidget(self.search, 1)
        find.addWidget(self.which)
        picks = QHBoxLayout()
        picks.setSpacing(SPACE.s)
        picks.addWidget(self.count, 1)
        picks.addWidget(self.pick_none)
        picks.addWidget(self.pick_shown)
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addStretch(1)
        for button in (self.other, self.lead, self.remove, self.add):
            below.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.s)
        whole.setSpacing(SPACE.s)
        whole.addLayout(find)
        whole.addLayout(picks)
        whole.addWidget(self.stack, 1)
        whole.addLayout(below)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self._typing.timeout.connect(self._filter)
        self.which.currentIndexChanged.connect(self._filter)
        self.model.picked_changed.connect(self._show_picked)
        self.model.modelReset.connect(self._show_current)
        self.list.picked.connect(self._toggle)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.list.taken.connect(self._choose_other)
        self.pick_shown.clicked.connect(self._pick_shown)
        self.pick_none.clicked.connect(self._pick_none)
        self.other.clicked.connect(self._choose_other)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.lead.clicked.connect(self._lead)

    def _typed(self) -> None:
        self._typing.start()

    def _filter(self) -> None:
        self.model.filter(self.search.text(), cast(Which, self.which.currentData()))
        self._show_count()

    def _toggle(self, index: QModelIndex) -> None:
        if not self._read_only and index.isValid():
            self.model.toggle(index.row())

    def _pick_shown(self) -> None:
        if not self._read_only:
            self.model.pick_shown(picked=True)

    def _pick_none(self) -> None:
        self.model.pick_shown(picked=False)

    def select(self, row: int) -> None:
        """Select who stands in `row`."""
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _show_picked(self) -> None:
        adding, removing = self.model.counts
        self._lost = self.model.picked - adding - removing
        self.add.set_face(f"Add {adding:,}" if adding else "Add", "check", _named("Add", adding))
        self.remove.set_face(f"Remove {removing:,}" if removing else "Remove", "trash", _named("Remove", removing))
        leading = len(self.model.to_lead)
        self.lead.set_face(f"Save {counted(leading, 'callflow')}", "check")
        self.lead.setVisible(bool(leading) and not self._read_only)
        self.add.setEnabled(bool(adding))
        self.remove.setEnabled(bool(removing))
        self.pick_none.setEnabled(self.model.picked > 0)
        for button in (self.add, self.remove, self.other, self.pick_none, self.pick_shown):
            button.setVisible(not self._read_only)
        self._show_count()
        self._show_current()

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.stack.setCurrentWidget(self.list if shown else self.empty)
        typed = plain(self.search.text().strip())
        self.empty.setText(f"Nobody with “{typed}” here." if typed else "Nobody here." if total else "")
        words = [f"{self.model.members:,} of {counted(total, 'person', 'people')} in"]
        if shown != total:
            words.append(f"{shown:,} shown")
        if self.model.picked:
            words.append(f"{self.model.picked:,} picked")
        if self._lost:
            words.append(f"{self._lost:,} picked without a callflow: choose one first")
        self.count.setText(", ".join(words))
        self.pick_shown.setEnabled(shown > 0)

    def _show_current(self) -> None:
        candidate = self.current()
        self.other.setEnabled(candidate is not None and candidate.known)

    def _choose_other(self) -> None:
        candidate = self.current()
        if candidate is None or self._read_only or not candidate.known:
            return
        suggestion = candidate.suggestion
        near = [flow for flow in (suggestion.callflow, *suggestion.others) if flow is not None]
        first = {flow.id for flow in near}
        rest = sorted(
            (flow for flow in self.model.callflows.by_id.values() if flow.id not in first and not flow.featurecode),
            key=lambda flow: words_of(flow).casefold(),
        )
        choices = [
            Choice(flow.id, words_of(flow), suggestion.reason if not place else "Fits too.")
            for place, flow in enumerate(near)
        ]
        choices += [Choice(flow.id, words_of(flow), ", ".join(map(plain, flow.numbers))) for flow in rest]
        chooser = Chooser(self._look, f"Lead callers to {candidate.name} by", choices, self)
        chooser.chosen.connect(lambda callflow_id: self.model.choose(candidate, callflow_id))
        chooser.open()

    def _add(self) -> None:
        self.wanted.emit(self.model.to_add, "Adding")

    def _remove(self) -> None:
        self.wanted.emit(self.model.to_remove, "Removing")

    def _lead(self) -> None:
        self.wanted.emit(self.model.to_lead, "Changing")


class _PickList(RowsView):
    """A click picks; the arrow keys move."""

    picked = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__("People")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: picked where it was pressed and let go."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._pressed_on(place):
            self.picked.emit(self.indexAt(place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: remember where."""
        super().mousePressEvent(event)
        self._pressed = self.indexAt(event.position().toPoint())

    def _pressed_on(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        return index.isValid() and index == self._pressed


def _named(verb: str, number: int) -> str:
    return f"{verb} {counted(number, 'person', 'people')}" if number else f"{verb} the picked people"
