"""Every colour of the window, by meaning. No other module names a colour.

Colours are `#RRGGBB`. Text on the background it is meant for reads at 4.5 : 1 or better in all three themes, and so do
the shapes that carry meaning at 3 : 1; `tests/ui/test_theme_tokens.py` computes both.
"""

import enum
from typing import Final

from attrs import frozen

__all__ = ["TOKENS", "Theme", "Tokens"]


class Theme(enum.Enum):
    """What a person can choose; the value is what settings store."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


@frozen
class Tokens:
    """The colours of one theme."""

    dark: bool
    """Light text on a dark ground."""
    outlined: bool
    """Surfaces are told apart by lines instead of shades."""
    bg: str
    """Behind everything."""
    surface: str
    """Cards and lists."""
    raised: str
    """What lies above a surface: keys, menus, tips."""
    sunken: str
    """Grooves and neutral buttons."""
    hover: str
    """A surface or a neutral button under the pointer."""
    pressed: str
    """A neutral button held down."""
    edge: str
    """The outline of an input."""
    line: str
    """Decoration between areas; carries no meaning."""
    text: str
    """What is read first."""
    text2: str
    """What is read second."""
    disabled: str
    """The label of what cannot be used now."""
    match: str
    """Letters of a name that the query matched."""
    accent: str
    """The one thing to do next."""
    accent_hover: str
    accent_pressed: str
    on_accent: str
    """Text on any of the three accents."""
    selection: str
    """The selected row."""
    selection_edge: str
    """Its outline; the same as the row where shades suffice."""
    focus: str
    """The ring around what has the keyboard."""
    ok: str
    """Present."""
    warn: str
    """Needs attention; ringing."""
    danger: str
    """Failed; busy."""
    off: str
    """Absent or not known."""
    ok_soft: str
    warn_soft: str
    danger_soft: str
    info_soft: str
    """Grounds of messages, for text and for the colour they are named after."""
    danger_fill: str
    """Hang up."""
    danger_hover: str
    danger_pressed: str
    on_danger: str
    """Text on any of the three fills."""
    call_edge: str
    """The outline of the call bar."""
    callbar: str
    """The ground of a call that goes well; then a button there, under the pointer, and held down."""
    call_button: str
    call_hover: str
    call_pressed: str
    callbar_held: str
    """The ground of a call on hold, and its buttons."""
    held_button: str
    held_hover: str
    held_pressed: str
    callbar_failed: str
    """The ground of a call that failed, and its buttons."""
    failed_button: str
    failed_hover: str
    failed_pressed: str
    on_call: str
    """Text on the three call grounds and on buttons there."""
    on_call2: str
    """Second text there."""
    call_on: str
    """A button of the call that is switched on."""
    on_call_on: str
    """Its label."""
    lit: str
    """A key of the keypad that was just pressed."""
    on_lit: str
    """Its digit and letters."""
    avatars: tuple[tuple[str, str], ...]
    """Grounds for initials, each with the colour of its letters."""


_LIGHT: Final = Tokens(
    dark=False,
    outlined=False,
    bg="#F3F5F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EDF0F4",
    hover="#E6EAF0",
    pressed="#D9DFE8",
    edge="#7C8796",
    line="#DDE2E9",
    text="#171B22",
    text2="#535C69",
    disabled="#8D97A5",
    match="#1747B0",
    accent="#1D5BD6",
    accent_hover="#194FBC",
    accent_pressed="#1543A0",
    on_accent="#FFFFFF",
    selection="#E4EDFD",
    selection_edge="#E4EDFD",
    focus="#1D5BD6",
    ok="#0F7A43",
    warn="#8F5A00",
    danger="#C62828",
    off="#5F6976",
    ok_soft="#E5F5EC",
    warn_soft="#FFF4DF",
    danger_soft="#FDECEB",
    info_soft="#E8F0FE",
    danger_fill="#C62828",
    danger_hover="#B02020",
    danger_pressed="#961919",
    on_danger="#FFFFFF",
    call_edge="#10331F",
    callbar="#10331F",
    call_button="#2B4B39",
    call_hover="#38594A",
    call_pressed="#223F2F",
    callbar_held="#33290B",
    held_button="#4A3F1D",
    held_hover="#574B28",
    held_pressed="#3E3417",
    callbar_failed="#41171A",
    failed_button="#5A2B2F",
    failed_hover="#69373B",
    failed_pressed="#4C2226",
    on_call="#FFFFFF",
    on_call2="#C4E5D2",
    call_on="#F1F8F4",
    on_call_on="#10331F",
    lit="#1D5BD6",
    on_lit="#FFFFFF",
    avatars=(
        ("#DCE7FB", "#1E3F7D"),
        ("#DDF0E4", "#1C5433"),
        ("#F8E6D3", "#74430C"),
        ("#EBE2F8", "#51307F"),
        ("#F9DEE4", "#7C2540"),
        ("#D7EEF1", "#134F58"),
        ("#EDEBCF", "#575010"),
        ("#E3E7EC", "#3C4653"),
    ),
)

_DARK: Final = Tokens(
    dark=True,
    outlined=False,
    bg="#12151A",
    surface="#191D24",
    raised="#242A34",
    sunken="#262C36",
    hover="#2D3440",
    pressed="#1F252E",
    edge="#7D8897",
    line="#2C333E",
    text="#E9EDF3",
    text2="#A5AFBD",
    disabled="#6F7A89",
    match="#A9C8FF",
    accent="#8AB4FF",
    accent_hover="#A3C4FF",
    accent_pressed="#74A3F5",
    on_accent="#0B1B36",
    selection="#21324F",
    selection_edge="#21324F",
    focus="#8AB4FF",
    ok="#57D08C",
    warn="#F2B54A",
    danger="#FF8A80",
    off="#98A2B1",
    ok_soft="#16301F",
    warn_soft="#33270F",
    danger_soft="#3A1D1D",
    info_soft="#1B2A45",
    danger_fill="#FF8A80",
    danger_hover="#FFA29A",
    danger_pressed="#F0766C",
    on_danger="#2B0906",
    call_edge="#12301F",
    callbar="#12301F",
    call_button="#27463A",
    call_hover="#335447",
    call_pressed="#1D382C",
    callbar_held="#342A10",
    held_button="#4A3E20",
    held_hover="#564A2B",
    held_pressed="#3F341A",
    callbar_failed="#3F1B1D",
    failed_button="#5A2D30",
    failed_hover="#68393C",
    failed_pressed="#4D2427",
    on_call="#F2FFF7",
    on_call2="#A9DDBF",
    call_on="#E4F6EB",
    on_call_on="#12301F",
    lit="#8AB4FF",
    on_lit="#0B1B36",
    avatars=(
        ("#263A5E", "#BFD5FF"),
        ("#1F4230", "#A9E3C1"),
        ("#4B361C", "#F3CD9C"),
        ("#3C2F58", "#D5C2F7"),
        ("#4E2735", "#F6BBCB"),
        ("#1B4249", "#A3DFE9"),
        ("#403D1C", "#E2DB9B"),
        ("#333B47", "#CCD4DF"),
    ),
)

_HIGH_CONTRAST: Final = Tokens(
    dark=True,
    outlined=True,
    bg="#000000",
    surface="#000000",
    raised="#000000",
    sunken="#000000",
    hover="#3A3400",
    pressed="#5A5100",
    edge="#FFFFFF",
    line="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    disabled="#A6A6A6",
    match="#FFE600",
    accent="#FFE600",
    accent_hover="#FFF07A",
    accent_pressed="#E0CA00",
    on_accent="#000000",
    selection="#3A3400",
    selection_edge="#FFE600",
    focus="#00E5FF",
    ok="#3DFF8B",
    warn="#FFC400",
    danger="#FF9B94",
    off="#D0D0D0",
    ok_soft="#000000",
    warn_soft="#000000",
    danger_soft="#000000",
    info_soft="#000000",
    danger_fill="#FF9B94",
    danger_hover="#FFB9B4",
    danger_pressed="#F0857D",
    on_danger="#000000",
    call_edge="#FFFFFF",
    callbar="#000000",
    call_button="#000000",
    call_hover="#3A3400",
    call_pressed="#5A5100",
    callbar_held="#000000",
    held_button="#000000",
    held_hover="#3A3400",
    held_pressed="#5A5100",
    callbar_failed="#000000",
    failed_button="#000000",
    failed_hover="#3A3400",
    failed_pressed="#5A5100",
    on_call="#FFFFFF",
    on_call2="#FFFFFF",
    call_on="#FFE600",
    on_call_on="#000000",
    lit="#FFE600",
    on_lit="#000000",
    avatars=(("#000000", "#FFFFFF"),),
)

TOKENS: Final[dict[Theme, Tokens]] = {
    Theme.LIGHT: _LIGHT,
    Theme.DARK: _DARK,
    Theme.HIGH_CONTRAST: _HIGH_CONTRAST,
}
