"""What this program is, and under which licence."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE, Button, Look, app_icon, text_label

__all__ = ["About"]

_PICTURE: Final = 64
_WORDS: Final = (
    "Dial-by-name desk for KAZOO directories.",
    "Free software under the GNU General Public License, version 3 or later. It comes without any warranty.",
)


class About(QDialog):
    """A small page with the program's name, version and licence."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Namedial")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(_PICTURE, _PICTURE))
        words = QVBoxLayout()
        words.setSpacing(SPACE.s)
        words.addWidget(text_label("title", f"Namedial {_version()}".rstrip()))
        for line in _WORDS:
            label = text_label("body", line, wrap=True)
            label.setMinimumWidth(320)
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(SPACE.xl)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        close = Button(look, "Close")
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xxl, SPACE.xl, SPACE.xxl, SPACE.xl)
        layout.setSpacing(SPACE.l)
        layout.addLayout(head)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _version() -> str:
    try:
        return version("namedial")
    except PackageNotFoundError:
        return ""
