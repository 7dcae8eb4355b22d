"""How many keys people need, as bars; each of them, and each finding, is a button that leads to its people."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from ui.audit.filters import Bar, Filter, bars_of_keys, bars_of_others
from ui.audit.rows import Rows
from ui.theme import MEDIUM, RADIUS, SPACE, TEXT, Look, tag, text_font, text_label

__all__ = ["BarButton", "Chart"]

_HEIGHT: Final = 30
_THICK: Final = 14
_LABEL: Final = 98
_COUNT: Final = 48
_LEAST: Final = 2


class BarButton(QAbstractButton):
    """A bar with its label before and its count behind it; without a scale only the words."""

    def __init__(self, look: Look, bar: Bar, longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar: Final = bar
        self._look = look
        self._longest = longest
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        people = "1 person" if bar.count == 1 else f"{bar.count:,} people"
        self.setAccessibleName(f"{bar.label}: {people}")
        self.setToolTip(f"{bar.label}: {people}")
        self._font = text_font(TEXT.sub)
        self._figures = text_font(TEXT.sub, MEDIUM, tabular=True)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Qt: any width will do."""
        return QSize(_LABEL + _COUNT + SPACE.xxl, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, label, bar, count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        inside = self.rect().adjusted(SPACE.s, 0, -SPACE.s, 0)
        count = QRect(inside.right() - _COUNT + 1, 0, _COUNT, _HEIGHT)
        label = QRect(inside.left(), 0, _LABEL if self._longest else inside.width() - _COUNT - SPACE.s, _HEIGHT)
        self._draw_text(painter, label, self.bar.label, Qt.AlignmentFlag.AlignLeading)
        painter.setFont(self._figures)
        self._draw_text(painter, count, f"{self.bar.count:,}", Qt.AlignmentFlag.AlignTrailing)
        if self._longest:
            self._draw_bar(painter, QRect(label.right() + 1, 0, count.left() - label.right() - 1, _HEIGHT))
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        tokens = self._look.tokens
        if not (self.isChecked() or self.underMouse() or self.hasFocus()):
            return
        width = 2 if self.hasFocus() or tokens.outlined else 1
        ground = tokens.selection if self.isChecked() else tokens.hover if self.underMouse() else tokens.surface
        ring = tokens.focus if self.hasFocus() else tokens.selection_edge if self.isChecked() else ground
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(ring), width))
        body = QRectF(self.rect()).adjusted(width / 2, 1 + width / 2, -width / 2, -1 - width / 2)
        painter.drawRoundedRect(body, RADIUS.small, RADIUS.small)

    def _draw_text(self, painter: QPainter, area: QRect, text: str, side: Qt.AlignmentFlag) -> None:
        tokens = self._look.tokens
        if side is Qt.AlignmentFlag.AlignLeading:
            painter.setFont(self._font)
        painter.setPen(QColor(tokens.text if self.bar.count else tokens.text2))
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = QStyle.visualAlignment(self.layoutDirection(), side)
        painter.drawText(self._mirrored(area), side | Qt.AlignmentFlag.AlignVCenter, fitting)

    def _draw_bar(self, painter: QPainter, room: QRect) -> None:
        if not self.bar.count:
            return
        long = max(_LEAST, round(room.width() * self.bar.count / self._longest))
        place = self._mirrored(QRect(room.left(), (_HEIGHT - _THICK) // 2, long, _THICK))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._look.tokens, self.bar.token)))
        painter.drawRoundedRect(QRectF(place), 3, 3)

    def _mirrored(self, area: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), area)


class Chart(QScrollArea):
    """All bars of an audit; at most one of them is down."""

    chosen = Signal(object)
    """The `Filter` wanted from now on, or None."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "plain")
        self._look = look
        self._buttons: list[BarButton] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Keys needed and findings")
        self.viewport().setAutoFillBackground(False)

    @property
    def filter(self) -> Filter | None:
        """What is down."""
        return next((button.bar.filter for button in self._buttons if button.isChecked()), None)

    def show_rows(self, rows: Rows | None) -> None:
        """Draw another audit; the same bar stays down where there still is one."""
        kept = self.filter
        self._buttons = []
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(SPACE.s, 0, SPACE.s, 0)
        box.setSpacing(0)
        if rows is not None:
            keys, others = bars_of_keys(rows.audit), bars_of_others(rows.audit)
            longest = max((bar.count for bar in (*keys, *others)), default=0)
            self._add(box, "Keys needed to be the only match", keys, longest)
            self._add(box, "Not reached alone", others, longest)
            self._add(box, "Found", rows.findings, 0)
        box.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # which Qt has just set
        for button in self._buttons:
            button.setChecked(button.bar.filter == kept)
        if kept is not None and self.filter is None:
            self.chosen.emit(None)

    def _add(self, box: QVBoxLayout, title: str, bars: Sequence[Bar], longest: int) -> None:
        if not bars:
            return
        if self._buttons:
            box.addSpacing(SPACE.m)
        heading = text_label("caption", title)
        heading.setContentsMargins(SPACE.s, 0, SPACE.s, SPACE.xs)
        box.addWidget(heading)
        for bar in bars:
            button = BarButton(self._look, bar, longest)
            button.clicked.connect(self._clicked)
            self._buttons.append(button)
            box.addWidget(button)

    def _clicked(self) -> None:
        sender = self.sender()
        for button in self._buttons:
            if button is not sender:
                button.setChecked(False)
        self.chosen.emit(self.filter)
