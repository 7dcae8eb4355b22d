"""Every distance, corner and size of type in the window, in pixels at 100 %."""

from typing import Final

from attrs import frozen

__all__ = ["RADIUS", "SPACE", "TEXT", "Radius", "Space", "TextSizes"]


@frozen
class Space:
    """Distances in pixels at 100 %."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - the size between m and xl
    xl: int = 20
    xxl: int = 28
    row: int = 56
    """A person in the list."""
    avatar: int = 36
    control: int = 44
    """Height of inputs and of the main buttons."""
    small_control: int = 36
    key: int = 60
    """Height of a key of the keypad."""


@frozen
class Radius:
    """Corners in pixels at 100 %."""

    card: int = 12
    control: int = 8
    small: int = 6


@frozen
class TextSizes:
    """Heights of type in pixels at 100 %."""

    digits: int = 26
    star: int = 30
    key: int = 22
    title: int = 20
    heading: int = 16
    name: int = 15
    body: int = 14
    sub: int = 13
    caption: int = 12
    letters: int = 11


SPACE: Final = Space()
RADIUS: Final = Radius()
TEXT: Final = TextSizes()
