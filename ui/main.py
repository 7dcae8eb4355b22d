"""Start the window: first paint, then the core."""

import logging
import os
import signal
import sys
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.logbook import Logbook
from ui.bridge import Bridge
from ui.core import Core, Credentials
from ui.theme import Look, app_icon, use_fonts
from ui.window import Window

__all__ = ["make_application", "run_window"]

_SIGNAL_POLL_MS: Final = 200


def run_window(credentials: Credentials | None = None) -> int:
    """Show the window and run until it is closed; with `credentials` sign in at once and remember nothing."""
    shown = logging.StreamHandler()
    shown.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", handlers=[shown])
    logbook = Logbook()
    logbook.attach()
    app = make_application()
    bridge = Bridge()
    window = Window(bridge, Look(app), credentials, Core(bridge, logbook=logbook))
    window.show()
    QTimer.singleShot(0, window.start)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.end())
    awake = QTimer()  # Python sees a signal only between two of its own steps
    awake.timeout.connect(lambda: None)
    awake.start(_SIGNAL_POLL_MS)
    code = app.exec()
    if bridge.running:  # a keyring that still asks would keep the process for ever
        os._exit(code)
    return code


def make_application() -> QApplication:
    """Return the one application; its name is what the desktop shows."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("namedial")
    app.setApplicationDisplayName("Namedial")
    app.setDesktopFileName("namedial")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(app_icon())
    use_fonts(app)
    return app
