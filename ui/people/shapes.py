"""How a person and their presence are drawn: initials in a circle, and a shape for each state beside its colour."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from app.directory import Entry
from ui.people.initials import initials, tint_of
from ui.people.presence import Presence
from ui.theme import Tokens

__all__ = ["draw_avatar", "draw_presence"]


def draw_avatar(painter: QPainter, area: QRectF, entry: Entry, tokens: Tokens, font: QFont) -> None:
    """Draw the circle of `entry` into the square `area`; people who cannot be called stand back."""
    ground, letters = tokens.avatars[tint_of(entry, len(tokens.avatars))]
    if entry.trouble:
        ground, letters = tokens.sunken, tokens.text2
    painter.setBrush(QColor(ground))
    painter.setPen(QPen(QColor(tokens.edge), 1.5) if tokens.outlined else Qt.PenStyle.NoPen)
    painter.drawEllipse(area)
    painter.setPen(QColor(letters))
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, initials(entry) or "–")


def draw_presence(painter: QPainter, area: QRectF, presence: Presence, tokens: Tokens, ground: str) -> None:
    """Draw the shape of `presence` into the square `area`, set off from what is below by a rim of `ground`."""
    shape = _SHAPES.get(presence)
    if shape is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(area.adjusted(-2, -2, 2, 2))
    shape(painter, area, tokens, ground)


def _dot(painter: QPainter, area: QRectF, tokens: Tokens, ground: str) -> None:
    painter.setBrush(QColor(tokens.ok))
    painter.drawEllipse(area)


def _barred(painter: QPainter, area: QRectF, tokens: Tokens, ground: str) -> None:
    painter.setBrush(QColor(tokens.danger))
    painter.drawEllipse(area)
    painter.setBrush(QColor(ground))
    bar = QRectF(0, 0, area.width() * 0.56, area.height() * 0.2)
    bar.moveCenter(area.center())
    painter.drawRoundedRect(bar, 1, 1)


def _triangle(painter: QPainter, area: QRectF, tokens: Tokens, ground: str) -> None:
    painter.setBrush(QColor(tokens.warn))
    painter.setPen(QPen(QColor(tokens.warn), 1.5, j=Qt.PenJoinStyle.RoundJoin))
    inner = area.adjusted(0.5, 0, -0.5, -1)
    painter.drawPolygon(QPolygonF([QPointF(inner.center().x(), inner.top()), inner.bottomRight(), inner.bottomLeft()]))


def _clock(painter: QPainter, area: QRectF, tokens: Tokens, ground: str) -> None:
    painter.setBrush(QColor(tokens.warn))
    painter.drawEllipse(area)
    painter.setPen(QPen(QColor(ground), area.width() * 0.14, c=Qt.PenCapStyle.RoundCap))
    middle, hand = area.center(), area.width() * 0.26
    painter.drawLine(middle, QPointF(middle.x(), middle.y() - hand))
    painter.drawLine(middle, QPointF(middle.x() + hand * 0.8, middle.y()))


def _ring(painter: QPainter, area: QRectF, tokens: Tokens, ground: str) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.off), 2.2))
    painter.drawEllipse(area.adjusted(1.1, 1.1, -1.1, -1.1))


_Shape = Callable[[QPainter, QRectF, Tokens, str], None]
_SHAPES: Final[dict[Presence, _Shape]] = {
    Presence.AVAILABLE: _dot,
    Presence.AWAY: _clock,
    Presence.BUSY: _barred,
    Presence.DO_NOT_DISTURB: _barred,
    Presence.RINGING: _triangle,
    Presence.OFFLINE: _ring,
}
