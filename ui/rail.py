"""The rail on the left: a button for each page, the one in front marked."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from ui.pages import PageSpec
from ui.theme import MEDIUM, RADIUS, SEMIBOLD, SPACE, TEXT, Look, tag, text_font

__all__ = ["Rail"]

_WIDTH: Final = 92
_HEIGHT: Final = 58
_ICON: Final = 22
_BADGE: Final = 17
_RING: Final = 2


class Rail(QFrame):
    """Asks for a page by its id; shows how many things wait on one."""

    wanted = Signal(str)

    def __init__(self, look: Look, pages: tuple[PageSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, "rail")
        self.setFixedWidth(_WIDTH)
        self._buttons: dict[str, _PageButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xs, SPACE.m, SPACE.xs, SPACE.m)
        column.setSpacing(SPACE.xs)
        for page in pages:
            button = _PageButton(look, page, self)
            button.clicked.connect(lambda _=False, wanted=page.id: self.wanted.emit(wanted))
            group.addButton(button)
            column.addWidget(button)
            self._buttons[page.id] = button
        column.addStretch(1)

    def show_page(self, page_id: str) -> None:
        """Mark the page that is in front."""
        self._buttons[page_id].setChecked(True)

    def set_badge(self, page_id: str, count: int) -> None:
        """Say how many things wait on a page; 0 says nothing."""
        self._buttons[page_id].set_badge(count)


class _PageButton(QAbstractButton):
    def __init__(self, look: Look, page: PageSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._page = page
        self._badge = 0
        self.setText(page.title)
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(page.title)
        self.setToolTip(f"{page.title} ({page.keys})")
        look.changed.connect(self.update)

    def set_badge(self, count: int) -> None:
        """Show `count` in a corner, or with 0 nothing."""
        if count != self._badge:
            self._badge = count
            self.setAccessibleName(f"{self._page.title}, {count} new" if count else self._page.title)
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as the rail lets it be."""
        return QSize(_WIDTH - 2 * SPACE.xs, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, icon above word, badge, focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        token = "accent" if self.isChecked() else ("text" if self.underMouse() else "text2")
        pixmap = self._look.icons.pixmap(self._page.icon, token, _ICON, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - _ICON) // 2, SPACE.s, pixmap)
        font = text_font(TEXT.letters, SEMIBOLD if self.isChecked() else MEDIUM)
        painter.setFont(font)
        painter.setPen(QColor(getattr(self._look.tokens, "text" if token == "accent" else token)))
        word = QRectF(0, SPACE.s + _ICON + 3, self.width(), QFontMetrics(font).height())
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._badge:
            self._draw_badge(painter)
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        tokens, inside = self._look.tokens, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = tokens.selection if self.isChecked() else (tokens.hover if self.underMouse() else "")
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(inside, RADIUS.control, RADIUS.control)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus() or (self.isChecked() and tokens.outlined):
            painter.setPen(QPen(QColor(tokens.focus if self.hasFocus() else tokens.selection_edge), _RING))
            painter.drawRoundedRect(inside, RADIUS.control, RADIUS.control)

    def _draw_badge(self, painter: QPainter) -> None:
        text = str(self._badge) if self._badge < 100 else "99+"
        font = text_font(TEXT.letters, SEMIBOLD)
        width = max(_BADGE, QFontMetrics(font).horizontalAdvance(text) + SPACE.s)
        place = QRectF(min(self.width() / 2 + 3, self.width() - width - 2), 3, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.danger_fill))
        painter.drawRoundedRect(place, _BADGE / 2, _BADGE / 2)
        painter.setPen(QColor(self._look.tokens.on_danger))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
