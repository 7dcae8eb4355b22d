"""Tells who is calling, whatever window the person is in."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.directory import plain
from ui.actions import keys_by_action
from ui.calls import CallView, IncomingPopup
from ui.talk import Talk
from ui.theme import Look, app_icon

__all__ = ["CallerNotice"]

_NO_MARKUP: Final = str.maketrans("<>&", "‹›+")
"""Some desktops read a notification as markup."""


class CallerNotice(QObject):
    """A pop-up above all windows; where the system shows notifications, one of those, too, and the taskbar says so."""

    def __init__(self, look: Look, talk: Talk, window: QWidget, clock: Callable[[], float] = time.time) -> None:
        super().__init__(window)
        self._window = window
        self._talk = talk
        self.popup = IncomingPopup(look, clock, keys_by_action(), window)
        self._told: set[str] = set()
        self._tray: QSystemTrayIcon | None = None
        self.popup.wanted.connect(talk.do)
        talk.changed.connect(self._show)

    def _show(self) -> None:
        ringing = self._talk.ringing
        self.popup.show_calls(ringing)
        for view in ringing:
            if view.id not in self._told:
                self._tell(view)
        self._told = {view.id for view in ringing}
        if not ringing and self._tray is not None:
            self._tray.hide()

    def _tell(self, view: CallView) -> None:
        QApplication.alert(self._window)
        if self._window.isActiveWindow() or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(app_icon(), self)
            self._tray.messageClicked.connect(self._bring_forward)
            self._tray.activated.connect(self._bring_forward)
        self._tray.show()
        number = plain(view.number)
        who = f"{plain(view.who) or number}, {number}".translate(_NO_MARKUP)
        self._tray.showMessage("Incoming call", who, app_icon())

    def _bring_forward(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
