import re
from itertools import product

import attrs
import pytest
from PySide6.QtGui import QColor

from ui.theme import TOKENS, Theme, Tokens

COLOUR = re.compile(r"#[0-9A-F]{6}")
CALL_GROUNDS = (
    "callbar",
    "call_button",
    "call_hover",
    "call_pressed",
    "callbar_held",
    "held_button",
    "held_hover",
    "held_pressed",
    "callbar_failed",
    "failed_button",
    "failed_hover",
    "failed_pressed",
)
TEXT_PAIRS = (
    *product(("text", "text2"), ("bg", "surface", "raised", "sunken", "hover", "selection")),
    *product(("text",), ("pressed", "ok_soft", "warn_soft", "danger_soft", "info_soft")),
    *product(("text2",), ("warn_soft", "danger_soft", "info_soft")),
    *product(("match", "warn"), ("surface", "hover", "selection")),
    *product(("ok", "danger", "off"), ("surface", "selection")),
    *product(("on_accent",), ("accent", "accent_hover", "accent_pressed")),
    *product(("on_danger",), ("danger_fill", "danger_hover", "danger_pressed")),
    *product(("on_call",), CALL_GROUNDS),
    *product(("on_call2",), ("callbar", "call_button", "call_hover", "callbar_held", "callbar_failed")),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("danger", "danger_soft"),
    *product(("on_call_on",), ("call_on", "on_call2")),
    ("on_lit", "lit"),
)
SHAPE_PAIRS = (
    *product(("edge", "focus"), ("surface", "bg")),
    *product(("ok", "warn", "danger", "off"), ("surface", "selection", "hover")),
    ("focus", "selection"),
)


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in QColor(colour).getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=Theme, ids=lambda theme: theme.value)
def tokens(request) -> Tokens:
    return TOKENS[request.param]


def test_every_theme_has_tokens():
    assert set(TOKENS) == set(Theme)


def test_every_colour_is_written_alike(tokens):
    colours = [value for value in attrs.astuple(tokens, recurse=False) if isinstance(value, str)]
    assert all(COLOUR.fullmatch(colour) for colour in colours)
    assert all(COLOUR.fullmatch(colour) for pair in tokens.avatars for colour in pair)


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(tokens, text, ground):
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_with_a_meaning_can_be_seen(tokens, shape, ground):
    assert contrast(getattr(tokens, shape), getattr(tokens, ground)) >= 3


def test_initials_can_be_read(tokens):
    for ground, letters in tokens.avatars:
        assert contrast(letters, ground) >= 4.5
