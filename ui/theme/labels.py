"""Labels for text that other people wrote: plain, and shortened rather than cut."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from app.directory import isolated
from ui.theme.kinds import restyle, tag
from ui.theme.look import Look

__all__ = ["ElidedLabel", "IconLabel", "text_label"]


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

    def set_kind(self, kind: str) -> None:
        """Change what the label is for."""
        tag(self, kind)
        restyle(self)
        self._fit()

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
        self.setText(isolated(elided) if elided else "")


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
