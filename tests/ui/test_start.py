"""What the window loads before it is first painted."""

import json
import subprocess
import sys

HEAVY = (
    "httpx",
    "reportlab",
    "keyring",
    "PySide6.QtPdf",
    "PySide6.QtPrintSupport",
    "PySide6.QtMultimedia",
    "starlette",
)

SCRIPT = """
import json, sys
from PySide6.QtCore import QEvent, QObject
from ui.bridge import Bridge
from ui.main import make_application
from ui.theme import Look
from ui.window import Window

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and watched is window:
            print(json.dumps(sorted(sys.modules)))
            app.exit(0)
        return False

app = make_application()
window = Window(Bridge(), Look(app))
watch = FirstPaint()
window.installEventFilter(watch)
window.show()
app.exec()
sys.stdout.flush()
import os
os._exit(0)
"""


def test_nothing_heavy_is_loaded_before_the_first_paint():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    loaded = json.loads(done.stdout)
    assert "ui.window" in loaded
    assert [name for name in HEAVY if name in loaded] == []
