"""A push button of the window's own making: icon and label with the right gap, in the theme's colours."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.theme.fonts import SEMIBOLD, text_font
from ui.theme.kinds import BUTTON_COLOURS, ButtonKind, restyle, tag
from ui.theme.look import Look
from ui.theme.scale import RADIUS, SPACE, TEXT

__all__ = ["Button", "enter_presses"]

_RING: Final = 2
_INSET: Final = 3.5


class Button(QPushButton):
    """A button that says what it does, in words or by `name` to a screen reader and in its tip.

    Without a text it is square and shows the icon alone; so does one that `shrinks`, where there is no room.
    """

    def __init__(
        self,
        look: Look,
        text: str = "",
        *,
        icon: str = "",
        name: str = "",
        kind: ButtonKind = ButtonKind.PLAIN,
        height: int = SPACE.control,
        icon_size: int = 20,
        shrinks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._icon_name = icon
        self._icon_size = icon_size
        self._kind = kind
        self._shrinks = shrinks
        tag(self, kind.value)
        self.setFont(text_font(TEXT.body, SEMIBOLD))
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the search
        self.setAccessibleName(name or text)
        if not text:
            self.setFixedWidth(height)
            self.setToolTip(name)
        look.changed.connect(self.update)

    def set_kind(self, kind: ButtonKind) -> None:
        """Stand on another ground, or be louder."""
        if kind is not self._kind:
            self._kind = kind
            restyle(tag(self, kind.value))

    def set_face(self, text: str, icon: str, name: str = "") -> None:
        """Change what the button says and shows."""
        self._icon_name = icon
        self.setText(text)
        self.setAccessibleName(name or text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: room for icon, gap and label."""
        if not self.text():
            return QSize(self.height(), self.height())
        return QSize(self._label_width(self.text()) + 2 * SPACE.l, self.height())

    def minimumSizeHint(self) -> QSize:
        """Qt: a label is shown whole or not at all."""
        return QSize(self.height(), self.height()) if self._shrinks else self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the style sheet paints the ground, this the icon and the label."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = type(option.icon)()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        if self.hasFocus() and BUTTON_COLOURS[self._kind].inner_ring:
            self._draw_ring(painter)
        self._draw_label(painter)
        painter.end()

    def _draw_ring(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(getattr(self._look.tokens, self._label_token())), _RING))
        inside = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(inside, RADIUS.control - _INSET, RADIUS.control - _INSET)

    def _draw_label(self, painter: QPainter) -> None:
        token, text = self._label_token(), self._fitting_text()
        width = self._label_width(text)
        x = (self.width() - width) // 2
        if self._icon_name:
            pixmap = self._look.icons.pixmap(self._icon_name, token, self._icon_size, self.devicePixelRatioF())
            top = (self.height() - self._icon_size) // 2
            painter.drawPixmap(self._mirrored(QRect(x, top, self._icon_size, self._icon_size)).topLeft(), pixmap)
        if text:
            painter.setPen(QColor(getattr(self._look.tokens, token)))
            painter.setFont(self.font())
            text_width = self.fontMetrics().horizontalAdvance(text) + 1
            place = self._mirrored(QRect(x + width - text_width, 0, text_width, self.height()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _fitting_text(self) -> str:
        fits = not self._shrinks or self._label_width(self.text()) + SPACE.s <= self.width()
        return self.text() if fits else ""

    def _label_width(self, text: str) -> int:
        label = self.fontMetrics().horizontalAdvance(text) + 1 if text else 0
        icon = self._icon_size if self._icon_name else 0
        return label + icon + (SPACE.s if label and icon else 0)

    def _label_token(self) -> str:
        colours = BUTTON_COLOURS[self._kind]
        if not self.isEnabled():
            return "disabled"
        if self.isChecked() and colours.on_label:
            return colours.on_label
        if self._kind is ButtonKind.QUIET and (self.underMouse() or self.isDown()):
            return "text"
        return colours.label


def enter_presses(page: QWidget, event: QKeyEvent) -> bool:
    """Press the button of `page` that has the keyboard, where the key is Enter; False when nothing is pressed."""
    focused = page.focusWidget()
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not (is_enter and isinstance(focused, QAbstractButton) and focused.hasFocus()):
        return False
    focused.click()
    return True
