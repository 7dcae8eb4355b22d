"""Every action of the window once, with its words, icon and keys; menus and the keyboard page are made from these."""

from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.pages import DESK, PAGES
from ui.theme import Look

__all__ = ["ACTIONS", "PAGE_ACTIONS", "ActionSpec", "keys_by_action", "make_actions", "tint"]


@frozen
class ActionSpec:
    """An action as data; `menu` is where it is listed, the order is the table's."""

    id: str
    menu: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    checkable: bool = False


PAGE_ACTIONS: Final = {f"page_{page.id}": page for page in ((DESK, *PAGES) if PAGES else ())}
"""The actions that bring a page to the front."""

ACTIONS: Final = (
    ActionSpec("export", "&File", "Export as &PDF…", "file-pdf", ("Ctrl+E",)),
    ActionSpec("server_pdf", "&File", "Fetch &KAZOO's own PDF…", "download", ("Ctrl+Shift+E",)),
    ActionSpec("print", "&File", "P&rint…", "print", ("Ctrl+P",)),
    ActionSpec("switch_account", "&File", "Switch &account…", "users"),
    ActionSpec("sign_out", "&File", "&Sign out", "sign-out"),
    ActionSpec("quit", "&File", "&Quit", "", ("Ctrl+Q",)),
    ActionSpec("call", "&Call", "&Call the selected person", "phone", ("F3",)),
    ActionSpec("redial", "&Call", "Call the &last number again", "refresh", ("Ctrl+F3",)),
    ActionSpec("answer", "&Call", "&Answer", "phone-in", ("F12",)),
    ActionSpec("busy", "&Call", "Let the caller hear &busy", "busy", ("Shift+F12",)),
    ActionSpec("decline", "&Call", "&Decline the call", "phone-off", ("Ctrl+F12",)),
    ActionSpec("hang_up", "&Call", "&Hang up; back from a consultation", "phone-off", ("F8",)),
    ActionSpec("mute", "&Call", "&Mute the microphone", "mic-off", ("F6",), checkable=True),
    ActionSpec("hold", "&Call", "H&old", "pause", ("F7",), checkable=True),
    ActionSpec("swap", "&Call", "&Speak in the next call on hold", "play", ("F11",)),
    ActionSpec("transfer", "&Call", "&Transfer to the selected person", "transfer", ("F4",)),
    ActionSpec("consult", "&Call", "Consult the selected person &first; again: connect them", "consult", ("F10",)),
    ActionSpec("conference", "&Call", "C&onference of all who are on", "users", ("Ctrl+F11",)),
    ActionSpec("split", "&Call", "Se&parate calls again", "split", ("Shift+F11",)),
    ActionSpec("leave", "&Call", "L&eave the conference", "leave", ("Ctrl+Shift+F11",)),
    ActionSpec("keys_to_call", "&Call", "&Keys go to the call", "keypad", ("F9",), checkable=True),
    ActionSpec("caller_keys", "&Call", "Key the selected person's name into the call", "keypad", ("Ctrl+F9",)),
    ActionSpec("do_not_disturb", "&Call", "Do &not disturb", "bell-off", ("Ctrl+Shift+D",), checkable=True),
    ActionSpec("auto_answer", "&Call", "Answer by &itself", "phone-auto", checkable=True),
    ActionSpec("phone_settings", "&Call", "&Phone and accounts…", "settings", ("Ctrl+,",)),
    ActionSpec("find", "&View", "&Find", "search", ("Ctrl+F", "F2")),
    ActionSpec("refresh", "&View", "&Refresh", "refresh", ("F5",)),
    *(ActionSpec(name, "&View", page.title, page.icon, (page.keys,)) for name, page in PAGE_ACTIONS.items()),
    ActionSpec("theme_system", "&View", "Theme: as the &system", checkable=True),
    ActionSpec("theme_light", "&View", "Theme: &light", checkable=True),
    ActionSpec("theme_dark", "&View", "Theme: &dark", checkable=True),
    ActionSpec("theme_contrast", "&View", "Theme: &high contrast", checkable=True),
    ActionSpec("shortcuts", "&Help", "&Keyboard", "keypad", ("F1",)),
    ActionSpec("diagnostics", "&Help", "Copy &diagnostics", "copy"),
    ActionSpec("about", "&Help", "&About Namedial", "info"),
)
"""The table that menus, buttons and the keyboard page are made from."""


def keys_by_action() -> dict[str, str]:
    """Return the first shortcut of each action that has one, as people read it; also of what one key does in turns."""
    native = QKeySequence.SequenceFormat.NativeText
    keys = {spec.id: QKeySequence(spec.keys[0]).toString(native) for spec in ACTIONS if spec.keys}
    return {**keys, "complete": keys["consult"], "back": keys["hang_up"]}


def make_actions(parent: QWidget, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make every action under `parent`; each needs its handler. A checkable action's handler looks at its state."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setCheckable(spec.checkable)
        action.triggered.connect(handlers[spec.id])
        made[spec.id] = action
    return made


def tint(actions: Mapping[str, QAction], look: Look) -> None:
    """Give the actions their icons in the theme's colours; again after each change of theme."""
    for spec in ACTIONS:
        if spec.icon:
            actions[spec.id].setIcon(look.icons.icon(spec.icon, "text2"))
