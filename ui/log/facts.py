"""What whoever helps wants to know of a program and its machine; no names of people, no addresses, no secrets."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

__all__ = ["facts_of_program"]

_LIBRARIES: Final = ("PySide6-Essentials", "httpx", "msgspec", "reportlab", "keyring", "pjsua2-python", "miniaudio")


def facts_of_program() -> list[tuple[str, str]]:
    """Return versions, platform and screens, by name, in the order to show them."""
    screens = [
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    return [
        ("Namedial", _version("namedial")),
        ("Python", f"{platform.python_version()} ({sys.platform}, {platform.machine()})"),
        ("System", platform.platform()),
        ("Qt", f"{qVersion()} ({QGuiApplication.platformName()})"),
        ("Screens", ", ".join(screens) or "none"),
        ("Libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)),
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"
