"""What a widget is for, said once by the dynamic property `kind` that the style sheet reads."""

from enum import Enum
from typing import Final, TypeVar

from attrs import frozen
from PySide6.QtWidgets import QWidget

__all__ = ["BUTTON_COLOURS", "ButtonColours", "ButtonKind", "restyle", "tag"]

W = TypeVar("W", bound=QWidget)


class ButtonKind(Enum):
    """How loud a button is, and on what ground it stands."""

    PLAIN = "plain"
    ACCENT = "accent"
    DANGER = "danger"
    QUIET = "quiet"
    CALL = "call"
    CALL_QUIET = "call-quiet"
    ACCEPT = "accept"


@frozen
class ButtonColours:
    """Names of tokens; an empty ground is transparent."""

    ground: str
    hover: str
    pressed: str
    label: str
    edge: str = ""
    on: str = ""
    """The ground while the button is checked, and its label then."""
    on_label: str = ""
    inner_ring: bool = False
    """The ground is as strong as any ring around it: the focus shows inside, in the label's colour."""


BUTTON_COLOURS: Final = {
    ButtonKind.PLAIN: ButtonColours("sunken", "hover", "pressed", "text", "line", "selection", "text"),
    ButtonKind.ACCENT: ButtonColours("accent", "accent_hover", "accent_pressed", "on_accent", inner_ring=True),
    ButtonKind.DANGER: ButtonColours("danger_fill", "danger_hover", "danger_pressed", "on_danger", inner_ring=True),
    ButtonKind.QUIET: ButtonColours("", "hover", "pressed", "text2", "", "selection", "text"),
    ButtonKind.CALL: ButtonColours(
        "call_button", "call_hover", "call_pressed", "on_call", on="call_on", on_label="on_call_on", inner_ring=True
    ),
    ButtonKind.ACCEPT: ButtonColours("call_on", "on_call2", "on_call2", "on_call_on", inner_ring=True),
    ButtonKind.CALL_QUIET: ButtonColours("", "call_hover", "call_pressed", "on_call", inner_ring=True),
}


def tag(widget: W, kind: str) -> W:
    """Tell the style sheet what `widget` is for; returns it."""
    widget.setProperty("kind", kind)
    return widget


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the properties of `widget` again, for it and all it holds."""
    for part in (widget, *widget.findChildren(QWidget)):
        part.style().unpolish(part)
        part.style().polish(part)
        part.update()
