"""How the window looks: tokens, type, icons, the style sheet, and the few widgets every room uses."""

from ui.theme.banner import Banner, Tone
from ui.theme.button import Button, enter_presses
from ui.theme.check import Check
from ui.theme.combo import Combo
from ui.theme.fonts import BOLD, MEDIUM, REGULAR, SEMIBOLD, load_fonts, text_font, use_fonts
from ui.theme.forms import Complaint, card_of, column_of, labelled, search_line, text_line
from ui.theme.icons import ICON_NAMES, Icons, app_icon
from ui.theme.kinds import ButtonKind, restyle, tag
from ui.theme.labels import ElidedLabel, IconLabel, WrappedLabel, plain_tip, text_label
from ui.theme.look import Look, apply_theme
from ui.theme.row_canvas import RowCanvas
from ui.theme.row_delegate import RowDelegate
from ui.theme.rows_view import RowsView
from ui.theme.scale import RADIUS, SPACE, TEXT
from ui.theme.tokens import TOKENS, Theme, Tokens

__all__ = [
    "BOLD",
    "ICON_NAMES",
    "MEDIUM",
    "RADIUS",
    "REGULAR",
    "SEMIBOLD",
    "SPACE",
    "TEXT",
    "TOKENS",
    "Banner",
    "Button",
    "ButtonKind",
    "Check",
    "Combo",
    "Complaint",
    "ElidedLabel",
    "IconLabel",
    "Icons",
    "Look",
    "RowCanvas",
    "RowDelegate",
    "RowsView",
    "Theme",
    "Tokens",
    "Tone",
    "WrappedLabel",
    "app_icon",
    "apply_theme",
    "card_of",
    "column_of",
    "enter_presses",
    "labelled",
    "load_fonts",
    "plain_tip",
    "restyle",
    "search_line",
    "tag",
    "text_font",
    "text_label",
    "text_line",
    "use_fonts",
]
