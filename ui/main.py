"""Start the window: first paint, then the core."""

import logging
import signal
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ui.bridge import Bridge
from ui.theme import app_icon, apply_theme, load_fonts
from ui.window import Window

if TYPE_CHECKING:
    from ui.core import Credentials

__all__ = ["make_application", "open_window", "run_window"]

_SIGNAL_POLL_MS: Final = 200


def run_window(credentials: "Credentials | None" = None) -> int:
    """Show the window and run until it is closed; with `credentials` sign in at once and remember nothing."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app = make_application()
    window = open_window(credentials)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    awake = QTimer()  # Python handles a signal only between two of its own steps
    awake.start(_SIGNAL_POLL_MS)
    awake.timeout.connect(lambda: None)
    return app.exec()


def make_application() -> QApplication:
    """Return the one application, styled; its name is what the desktop shows."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("namedial")
    app.setApplicationDisplayName("Namedial")
    app.setDesktopFileName("namedial")
    app.setQuitOnLastWindowClosed(False)
    load_fonts()
    apply_theme(app, "light")
    app.setWindowIcon(QIcon(app_icon()))
    return app


def open_window(credentials: "Credentials | None" = None) -> Window:
    """Show the window; the core starts after the first paint."""
    window = Window(Bridge(), credentials)
    window.show()
    QTimer.singleShot(0, window.start)
    return window
