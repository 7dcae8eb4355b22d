"""One key of the keypad, drawn like a key: digit, letters, and every state it can be in."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.directory import LETTERS
from ui.theme import MEDIUM, RADIUS, SEMIBOLD, SPACE, TEXT, Look, text_font

__all__ = ["Key"]

_LOWEST: Final = 30
"""Small windows with four calls need the room."""
_LOWEST_OF_TWO_LINES: Final = 46
"""Below this the letters stand beside the digit."""
_LIT_MS: Final = 160
_SPOKEN: Final = {"*": "star", "#": "hash"}


class Key(QAbstractButton):
    """A key; it may light up without being pressed, when its digit comes from the keyboard."""

    def __init__(self, look: Look, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.key = key
        self._letters = LETTERS[key]
        self._to_call = False
        self._lit = QTimer(self)
        self._lit.setSingleShot(True)
        self._lit.setInterval(_LIT_MS)
        self._lit.timeout.connect(self.update)
        self.setAccessibleName(", ".join(filter(None, (_SPOKEN.get(key, key), " ".join(self._letters)))))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(self.sizeHint().width(), _LOWEST)
        self.setMaximumHeight(SPACE.key)
        look.changed.connect(self.update)

    @property
    def lit(self) -> bool:
        """Whether the key shines."""
        return self._lit.isActive()

    def flash(self) -> None:
        """Shine for a moment."""
        self._lit.start()
        self.update()

    def set_to_call(self, to_call: bool) -> None:
        """Look like a key whose tone goes into a call."""
        self._to_call = to_call
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows are for the pad, which knows where the other keys are."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Qt: large enough for a finger."""
        return QSize(76, SPACE.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: body, digit, letters, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, digit, letters = self._colours()
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isDown():
            body.translate(0, 0.5)
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(edge), 2 if self._look.tokens.outlined else 1))
        painter.drawRoundedRect(body, RADIUS.control + 2, RADIUS.control + 2)
        if self.hasFocus():
            self._draw_ring(painter, body)
        self._draw_face(painter, body, QColor(digit), QColor(letters))
        painter.end()

    def _draw_ring(self, painter: QPainter, body: QRectF) -> None:
        tokens = self._look.tokens
        ring = tokens.on_call if self._to_call and not tokens.outlined else tokens.focus
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ring), 2))
        painter.drawRoundedRect(body, RADIUS.control + 2, RADIUS.control + 2)

    def _draw_face(self, painter: QPainter, body: QRectF, digit: QColor, letters: QColor) -> None:
        painter.setPen(digit)
        painter.setFont(text_font(TEXT.star if self.key == "*" else TEXT.key, MEDIUM, tabular=True))
        if not self._letters:
            # the star of most fonts hangs high; lower it sits where the digits do
            drop = 6 if self.key == "*" else 0
            painter.drawText(body.translated(0, drop), Qt.AlignmentFlag.AlignCenter, self.key)
            return
        if body.height() < _LOWEST_OF_TWO_LINES - 3:
            self._draw_in_one_line(painter, body, letters)
            return
        middle = body.center().y()
        top = QRectF(body.left(), middle - 25, body.width(), 30)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, self.key)
        painter.setPen(letters)
        painter.setFont(text_font(TEXT.letters, SEMIBOLD, spacing=1.5))
        below = QRectF(body.left() + 1, middle + 5, body.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._letters)

    def _draw_in_one_line(self, painter: QPainter, body: QRectF, letters: QColor) -> None:
        half = body.width() / 2
        left = body.adjusted(0, 0, -half - SPACE.xs, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.key)
        painter.setPen(letters)
        painter.setFont(text_font(TEXT.letters, SEMIBOLD, spacing=1.5))
        right = body.adjusted(half + SPACE.xs, 0, 0, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._letters)

    def _colours(self) -> tuple[str, str, str, str]:
        t = self._look.tokens
        if self.lit and self._to_call:
            return t.call_on, t.call_on, t.on_call_on, t.on_call_on
        if self.lit:
            return t.lit, t.lit, t.on_lit, t.on_lit
        if self._to_call:
            ground = t.call_pressed if self.isDown() else t.call_hover if self.underMouse() else t.call_button
            return ground, t.call_edge if t.outlined else ground, t.on_call, t.on_call2
        ground = t.pressed if self.isDown() else t.hover if self.underMouse() else t.raised
        return ground, t.edge if t.outlined else t.line, t.text, t.text2
