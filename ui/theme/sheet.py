"""The one style sheet, generated from the tokens.

Rules name a `kind` or an object; a bare type would reach into the parts Qt builds its own widgets from. Bare are only
tips, menus and scroll bars, which nobody else makes.
"""

from ui.theme.kinds import BUTTON_COLOURS, ButtonColours, ButtonKind
from ui.theme.scale import RADIUS, SPACE, TEXT
from ui.theme.tokens import Tokens

__all__ = ["sheet_of"]


def sheet_of(tokens: Tokens) -> str:
    """Return the style sheet of the whole program in the colours of `tokens`."""
    buttons = [_button(tokens, kind, colours) for kind, colours in BUTTON_COLOURS.items()]
    calls = [_call_buttons(tokens, kind, tone) for kind, tone in (("call-held", "held"), ("call-failed", "failed"))]
    return "\n".join(
        [_grounds(tokens), _labels(tokens), *buttons, *calls, _inputs(tokens), _scroll_bars(tokens), _menus(tokens)]
    )


def _grounds(t: Tokens) -> str:
    tones = {"info": ("info_soft", "accent"), "warn": ("warn_soft", "warn"), "danger": ("danger_soft", "danger")}
    banners = "".join(
        f'QFrame[kind="banner-{tone}"] {{ background: {getattr(t, soft)}; border-radius: {RADIUS.control}px;'
        f" border: 1px solid {getattr(t, strong) if t.outlined else getattr(t, soft)}; }}\n"
        for tone, (soft, strong) in tones.items()
    )
    calls = "".join(
        f'QFrame[kind="{kind}"] {{ background: {ground}; border-radius: {RADIUS.card}px;'
        f" border: {2 if t.outlined else 1}px solid {edge}; }}\n"
        for kind, ground, edge in (
            ("call", t.callbar, t.call_edge),
            ("call-held", t.callbar_held, t.call_edge if t.outlined else t.callbar_held),
            ("call-failed", t.callbar_failed, t.danger if t.outlined else t.callbar_failed),
        )
    )
    return f"""
QMainWindow, QDialog, QWidget[kind="window"] {{ background: {t.bg}; }}
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {RADIUS.card}px; }}
QFrame[kind="rail"] {{ background: {t.surface}; border: none; border-right: 1px solid {t.line}; }}
QFrame[kind="line"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QTableView[kind="people"] {{ background: transparent; border: none; outline: none;
  selection-background-color: transparent; }}
QHeaderView[kind="columns"] {{ background: transparent; border: none; }}
QHeaderView[kind="columns"]::section {{ background: transparent; color: {t.text2}; border: none;
  border-bottom: 1px solid {t.line}; padding: 0 {SPACE.s}px; font-size: {TEXT.caption}px; font-weight: 500; }}
QHeaderView[kind="columns"]::section:hover {{ color: {t.text}; }}
QScrollArea[kind="plain"] {{ background: transparent; border: none; }}
{banners}{calls}"""


def _labels(t: Tokens) -> str:
    def label(kind: str, colour: str, size: int, weight: int = 400) -> str:
        return f'QLabel[kind="{kind}"] {{ color: {colour}; font-size: {size}px; font-weight: {weight}; }}'

    return "\n".join(
        (
            label("title", t.text, TEXT.title, 600),
            label("heading", t.text, TEXT.heading, 600),
            label("strong", t.text, TEXT.body, 600),
            label("body", t.text, TEXT.body),
            label("sub", t.text2, TEXT.sub),
            label("caption", t.text2, TEXT.caption, 500),
            label("match", t.match, TEXT.sub, 500),
            label("problem", t.danger, TEXT.sub),
            label("warning", t.warn, TEXT.sub),
            label("call-name", t.on_call, TEXT.heading, 600),
            label("call-small-name", t.on_call, TEXT.body, 600),
            label("call-time", t.on_call, TEXT.title, 600),
            label("call-text", t.on_call2, TEXT.sub),
            label("call-caption", t.on_call2, TEXT.caption, 500),
            label("call-problem", t.on_call, TEXT.sub),
        )
    )


def _button(t: Tokens, kind: ButtonKind, colours: ButtonColours) -> str:
    selector = f'QPushButton[kind="{kind.value}"]'
    outline = t.edge if t.outlined else (getattr(t, colours.edge) if colours.edge else "transparent")
    if kind is ButtonKind.QUIET or kind is ButtonKind.CALL_QUIET:
        outline = "transparent"

    def state(suffix: str, ground: str, label: str) -> str:
        background = getattr(t, ground) if ground else "transparent"
        return f"{selector}{suffix} {{ background: {background}; color: {getattr(t, label)}; }}"

    rules = [
        f"{selector} {{ border: {2 if t.outlined else 1}px solid {outline}; border-radius: {RADIUS.control}px;"
        f" padding: 0 {SPACE.m}px; font-size: {TEXT.body}px; font-weight: 600; }}",
        state("", colours.ground, colours.label),
        state(":hover", colours.hover, "text" if kind is ButtonKind.QUIET else colours.label),
        state(":pressed", colours.pressed, "text" if kind is ButtonKind.QUIET else colours.label),
    ]
    if colours.on:
        rules.append(state(":checked", colours.on, colours.on_label))
    quiet_ground = "transparent" if not colours.ground else t.sunken
    if kind not in (ButtonKind.CALL, ButtonKind.CALL_QUIET):
        rules.append(
            f"{selector}:disabled {{ background: {quiet_ground}; color: {t.disabled};"
            f" border-color: {t.disabled if t.outlined and colours.ground else 'transparent'}; }}"
        )
    if not colours.inner_ring:
        rules.append(f"{selector}:focus {{ border: 2px solid {t.focus}; padding: 0 {SPACE.m - 1}px; }}")
    return "\n".join(rules)


def _call_buttons(t: Tokens, ground: str, tone: str) -> str:
    """Buttons on the grounds of other calls than those that go well; a button switched on looks the same on all."""
    within = f'QFrame[kind="{ground}"] QPushButton'
    rules = {
        '[kind="call"]': getattr(t, f"{tone}_button"),
        '[kind="call"]:hover': getattr(t, f"{tone}_hover"),
        '[kind="call-quiet"]:hover': getattr(t, f"{tone}_hover"),
        '[kind="call"]:pressed': getattr(t, f"{tone}_pressed"),
        '[kind="call"]:checked': t.call_on,
    }
    return "\n".join(f"{within}{suffix} {{ background: {colour}; }}" for suffix, colour in rules.items())


def _inputs(t: Tokens) -> str:
    width = 2 if t.outlined else 1
    shape = f"border-radius: {RADIUS.control}px; font-size: {TEXT.body}px; min-height: {SPACE.control - 4}px;"
    return f"""
QLineEdit[kind="input"], QComboBox[kind="input"] {{ background: {t.surface}; color: {t.text};
  border: {width}px solid {t.edge}; padding: {2 - width}px {SPACE.m - width}px; {shape}
  placeholder-text-color: {t.text2}; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit[kind="input"]:focus, QComboBox[kind="input"]:focus, QComboBox[kind="input"]:on {{
  border: 2px solid {t.focus}; padding: 0 {SPACE.m - 2}px; }}
QLineEdit[kind="input"]:disabled, QComboBox[kind="input"]:disabled {{ color: {t.disabled}; border-color: {t.line}; }}
QLineEdit[kind="input"][invalid="true"] {{ border: 2px solid {t.danger}; padding: 0 {SPACE.m - 2}px; }}
QCheckBox[kind="check"] {{ color: {t.text}; font-size: {TEXT.body}px; spacing: {SPACE.s}px; }}
QCheckBox[kind="check"]:disabled {{ color: {t.disabled}; }}
QProgressBar[kind="progress"] {{ background: {t.sunken}; border: {width - 1}px solid {t.edge}; border-radius: 3px; }}
QProgressBar[kind="progress"]::chunk {{ background: {t.accent}; border-radius: 3px; }}
QComboBox[kind="input"]::drop-down {{ border: none; width: {SPACE.xxl}px; }}
QComboBox[kind="input"]::down-arrow {{ image: none; }}
QComboBox[kind="input"] QAbstractItemView {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
  outline: none; padding: {SPACE.xs}px; selection-background-color: {t.selection}; selection-color: {t.text}; }}
QFrame[kind="search"] {{ background: {t.surface}; border: {width}px solid {t.edge}; border-radius: {RADIUS.card}px; }}
QFrame[kind="search"][focused="true"] {{ border: 2px solid {t.focus}; }}
QLineEdit[kind="search"] {{ background: transparent; border: none; color: {t.text};
  placeholder-text-color: {t.text2}; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}"""


def _scroll_bars(t: Tokens) -> str:
    handle = t.text if t.outlined else t.edge
    return f"""
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 2px; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; border: none; }}
QScrollBar::handle {{ background: {t.line if not t.outlined else handle}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::handle:hover {{ background: {handle}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}"""


def _menus(t: Tokens) -> str:
    line = t.edge if t.outlined else t.line
    return f"""
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {line}; padding: {SPACE.xs}px {SPACE.s}px; }}
QMenuBar {{ background: {t.bg}; color: {t.text}; border: none; padding: 2px {SPACE.s}px; }}
QMenuBar::item {{ background: transparent; padding: {SPACE.xs}px {SPACE.s}px; border-radius: {RADIUS.small}px; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {line}; padding: {SPACE.xs}px; }}
QMenu::item {{ padding: {SPACE.s}px {SPACE.xl}px {SPACE.s}px {SPACE.m}px; border-radius: {RADIUS.small}px; }}
QMenu::item:selected {{ background: {t.selection}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::icon {{ padding-left: {SPACE.s}px; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {SPACE.xs}px {SPACE.s}px; }}"""
