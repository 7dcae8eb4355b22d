"""Labels for text that other people wrote: plain, and shortened rather than cut."""

import html

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from app.directory import isolated
from ui.theme.kinds import tag
from ui.theme.look import Look

__all__ = ["ElidedLabel", "IconLabel", "WrappedLabel", "text_label"]


def plain_tip(text: str) -> str:
    """Return `text` for a tool tip, which Qt would otherwise read as markup where it looks like some."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def text_label(kind: str, text: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows `text` as it is, never as markup."""
    label = tag(QLabel(parent), kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setText(text)
    return label


class ElidedLabel(QLabel):
    """One line of plain text that ends in … where there is no room; a screen reader hears all of it."""

    def __init__(self, kind: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tag(self, kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def text_shown(self) -> str:
        """The whole text, fitting or not."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """Qt: any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setAlignment(_leading_edge(self) | Qt.AlignmentFlag.AlignVCenter)
        self.setText(isolated(elided) if elided else "")


def _leading_edge(widget: QWidget) -> Qt.AlignmentFlag:
    """The side where reading begins in the window, whatever the direction of the text itself."""
    mirrored = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)


class WrappedLabel(QWidget):
    """Plain text on at most `most_lines` lines; what has no gap to break at is broken anyway, the rest ends in …."""

    def __init__(self, look: Look, font: QFont, token: str, most_lines: int = 3, *, centred: bool = False) -> None:
        super().__init__()
        self._look = look
        self._token = token
        self._centred = centred
        self._most_lines = most_lines
        self._text = ""
        self.setFont(font)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as fits on the lines there are."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: one line, of any width."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        """Qt: one line, of any width."""
        return QSize(60, self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        """Qt: as many lines as the text needs, up to the most."""
        return max(1, len(self._lines(width))) * self.fontMetrics().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: line by line, each from its own leading edge of the window."""
        painter = QPainter(self)
        painter.setPen(QColor(getattr(self._look.tokens, self._token)))
        painter.setFont(self.font())
        height = self.fontMetrics().height()
        side = Qt.AlignmentFlag.AlignHCenter if self._centred else _leading_edge(self)
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        for place, line in enumerate(self._lines(self.width())):
            painter.drawText(QRect(0, place * height, self.width(), height), flags, line)
        painter.end()

    def _lines(self, width: int) -> list[str]:
        layout = QTextLayout(self._text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= self._most_lines and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            starts.append(line.textStart())
        layout.endLayout()
        utf16 = self._text.encode("utf-16-le")
        ends = [*starts[1:], len(utf16) // 2]
        lines = [utf16[2 * a : 2 * b].decode("utf-16-le").rstrip() for a, b in zip(starts, ends, strict=True)]
        if len(lines) > self._most_lines:
            rest = utf16[2 * starts[self._most_lines - 1] :].decode("utf-16-le")
            elided = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width)
            lines = [*lines[: self._most_lines - 1], elided]
        return [isolated(line) for line in lines]


class IconLabel(QWidget):
    """An icon that only decorates: what it stands for is said in words beside it."""

    def __init__(self, look: Look, icon: str, token: str, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self._token = token
        self._size = size
        self.setFixedSize(size, size)
        look.changed.connect(self.update)

    def set_icon(self, icon: str, token: str) -> None:
        """Show another icon."""
        self._icon, self._token = icon, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the icon, in the theme's colour."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.drawPixmap(0, 0, self._look.icons.pixmap(self._icon, self._token, self._size, self.devicePixelRatioF()))
        painter.end()
