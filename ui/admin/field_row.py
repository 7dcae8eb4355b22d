"""One setting of a directory: its control, what it does to a caller, and what is wrong with it."""

from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.admin import Field
from ui.admin.wording import CHOICES, texts_of
from ui.theme import SPACE, Combo, Look, restyle, tag, text_label

__all__ = ["FieldRow"]

_NUMBER_WIDTH: Final = 140
_CHOICE_WIDTH: Final = 260
_MOST_TEXT: Final = 1_000
_MOST_DIGITS: Final = 9


class FieldRow(QWidget):
    """`value` is what the control says, of the field's kind where it can be read, else the text as typed."""

    changed = Signal()

    def __init__(self, look: Look, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._look = look
        self.control = self._control()
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        if not isinstance(self.control, QCheckBox):
            label = text_label("strong", field.title)
            label.setBuddy(self.control)
            column.addWidget(label)
        column.addWidget(self.control)
        column.addWidget(self.problem)
        column.addWidget(text_label("sub", field.help, wrap=True))
        if field.note:
            column.addWidget(text_label("warning", field.note, wrap=True))

    @property
    def value(self) -> Any:
        """What is entered."""
        match self.control:
            case QCheckBox():
                return self.control.isChecked()
            case Combo():
                return self.control.currentData()
            case _:
                return self._typed(self.control.text())

    def show_value(self, value: Any) -> None:
        """Show a value; nothing is told of it."""
        self.control.blockSignals(True)
        match self.control:
            case QCheckBox():
                self.control.setChecked(value is True)
            case Combo():
                self.control.setCurrentIndex(max(0, self.control.findData(value)))
            case _:
                self.control.setText(", ".join(value) if self.field.kind == "texts" else str(value))
        self.control.blockSignals(False)

    def show_problem(self, words: str, *, warning: bool = False) -> None:
        """Say what is wrong here; nothing for nothing."""
        self.problem.setText(words)
        tag(self.problem, "warning" if warning else "problem")
        self.problem.setVisible(bool(words))
        self.control.setProperty("invalid", bool(words) and not warning)
        self.control.setAccessibleDescription(" ".join(filter(None, (words, self.field.help, self.field.note))))
        restyle(self)

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be entered, or something."""
        if isinstance(self.control, QLineEdit):
            self.control.setReadOnly(read_only)
        else:
            self.control.setEnabled(not read_only)

    def _typed(self, text: str) -> Any:
        if self.field.kind == "texts":
            return texts_of(text)
        if self.field.kind == "number":
            return int(text) if text.strip().isdecimal() else text
        return text

    def _control(self) -> QCheckBox | Combo | QLineEdit:
        match self.field.kind:
            case "flag":
                return self._check()
            case "choice":
                return self._combo()
            case _:
                return self._line()

    def _check(self) -> QCheckBox:
        check = tag(QCheckBox(self.field.title), "check")
        check.setAccessibleName(self.field.title)
        check.toggled.connect(self.changed)
        return check

    def _combo(self) -> Combo:
        combo = Combo(self._look, self.field.title)
        combo.setFixedWidth(_CHOICE_WIDTH)
        for choice in self.field.choices:
            combo.addItem(CHOICES.get(choice, choice), choice)
        combo.currentIndexChanged.connect(self.changed)
        return combo

    def _line(self) -> QLineEdit:
        line = tag(QLineEdit(), "input")
        line.setAccessibleName(self.field.title)
        line.setFixedHeight(SPACE.control)
        line.setMaxLength(_MOST_TEXT)
        if self.field.kind == "number":
            line.setMaxLength(_MOST_DIGITS)
            line.setFixedWidth(_NUMBER_WIDTH)
        if self.field.kind == "texts":
            line.setPlaceholderText("Parted by commas")
        line.textChanged.connect(self.changed)
        return line
