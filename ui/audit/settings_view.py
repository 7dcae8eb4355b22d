"""What other settings would do, as a small table, and what is to be said of the present ones."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.directory.audit import Audit, Outcome, Outlook, remarks_on
from ui.audit.rows import Rows
from ui.theme import SPACE, tag, text_label

__all__ = ["SettingsView"]

_HEADINGS = ("", "Alone", "From a list", "Not connected", "Never heard", "Keys on average", "Read first", "Last place")


class SettingsView(QScrollArea):
    """Everything about the directory as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("What other settings would do")
        self.viewport().setAutoFillBackground(False)
        self.show_rows(None)

    def show_rows(self, rows: Rows | None) -> None:
        """Tell about another audit."""
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, SPACE.m)
        box.setSpacing(SPACE.m)
        if rows is not None:
            audit = rows.audit
            box.addWidget(text_label("heading", "What another setting would do"))
            box.addLayout(_table(audit))
            box.addSpacing(SPACE.s)
            box.addWidget(text_label("heading", "As it is"))
            for sentence in filter(None, (rows.heard, *remarks_on(audit))):
                label = text_label("body", sentence, wrap=True)
                label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
                box.addWidget(label)
        box.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # which Qt has just set


def _table(audit: Audit) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE.s)
    grid.setVerticalSpacing(SPACE.s)
    rows = [("As it is", audit.present), *((f"{x.setting.value}: {x.value}", x.outlook) for x in audit.alternatives)]
    for column, heading in enumerate(_HEADINGS):
        label = text_label("caption", heading, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignBottom | _side(column))
        grid.addWidget(label, 0, column)
    for row, (name, outlook) in enumerate(rows, 1):
        for column, text in enumerate((name, *_figures(outlook))):
            label = text_label("strong" if outlook is audit.present else "body", text, wrap=not column)
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter | _side(column))
            label.setAccessibleName(f"{name}, {_HEADINGS[column]}: {text}" if column else text)
            grid.addWidget(label, row, column)
    for column in range(len(_HEADINGS)):
        grid.setColumnStretch(column, 1 if column else 2)
    return grid


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading


def _figures(outlook: Outlook) -> Iterator[str]:
    yield from (f"{outlook.count(outcome):,}" for outcome in Outcome)
    yield f"{outlook.mean_presses:.1f}" if outlook.keys_needed else "–"
    yield f"{outlook.first_read:,}"
    yield f"{outlook.last_place:,}" if outlook.last_place else "–"
