import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

import ui
from ui.theme import (
    ICON_NAMES,
    TOKENS,
    Button,
    ButtonKind,
    Combo,
    ElidedLabel,
    Icons,
    Look,
    Theme,
    WrappedLabel,
    app_icon,
    load_fonts,
    tag,
    text_font,
    use_fonts,
)

NEEDED = (
    "search phone phone-off mic mic-off pause play keypad backspace clear refresh print file-pdf download user users "
    "directory warning info check settings sign-out eye eye-off chevron-down speaker cloud-off wifi-off"
)


@pytest.fixture
def look(qapp):
    return Look(qapp, Theme.LIGHT)


def shown(widget) -> QColor:
    return widget.grab().toImage().pixelColor(6, widget.height() // 2)


@pytest.mark.parametrize("theme", Theme, ids=lambda theme: theme.value)
def test_a_theme_reaches_palette_and_style_sheet(qapp, qtbot, look, theme):
    look.choose(theme)
    assert look.theme is theme
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(TOKENS[theme].bg)
    edit = tag(QLineEdit(), "input")
    qtbot.addWidget(edit)
    edit.resize(200, 44)
    assert shown(edit) == QColor(TOKENS[theme].surface)


def test_choosing_what_is_shown_already_changes_nothing(qtbot, look):
    with qtbot.assertNotEmitted(look.changed):
        look.choose(Theme.LIGHT)


def test_a_choice_tells_the_widgets(qtbot, look):
    icons = look.icons
    with qtbot.waitSignal(look.changed):
        look.choose(Theme.DARK)
    assert look.icons is not icons


def test_without_a_choice_the_system_decides(qapp, qtbot, monkeypatch):
    class Hints:
        def __init__(self, hints):
            self.colorSchemeChanged = hints.colorSchemeChanged

        def colorScheme(self):  # noqa: N802
            return Qt.ColorScheme.Dark

    hints = Hints(qapp.styleHints())
    monkeypatch.setattr(QApplication, "styleHints", lambda self: hints)
    look = Look(qapp)
    assert look.theme is Theme.DARK
    look.choose(Theme.HIGH_CONTRAST)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert look.theme is Theme.HIGH_CONTRAST
    look.choose(None)
    assert look.theme is Theme.DARK


def test_every_icon_needed_is_there():
    assert set(NEEDED.split()) <= set(ICON_NAMES)


@pytest.mark.parametrize("name", ICON_NAMES)
def test_an_icon_has_the_tokens_colour_and_is_sharp(qapp, name):
    pixmap = Icons(TOKENS[Theme.DARK]).pixmap(name, "accent", 20, 2)
    assert pixmap.size() == QSize(40, 40)
    image = pixmap.toImage()
    pixels = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
    full = [pixel for pixel in pixels if pixel.alpha() == 255]
    wanted = QColor(TOKENS[Theme.DARK].accent).getRgb()
    assert full
    assert all(abs(a - b) <= 2 for pixel in full for a, b in zip(pixel.getRgb(), wanted, strict=True))


def test_an_icon_is_rendered_once(qapp):
    icons = Icons(TOKENS[Theme.LIGHT])
    assert icons.icon("phone").cacheKey() == icons.icon("phone").cacheKey()
    assert {size.width() for size in icons.icon("phone").availableSizes()} == {20, 40, 60}


def test_the_program_has_an_icon(qapp):
    assert QSize(256, 256) in app_icon().availableSizes()


def test_no_colour_is_written_outside_the_tokens():
    files = [path for path in Path(ui.__file__).parent.rglob("*.py") if path.name != "tokens.py"]
    assert not [path for path in files if re.search(r"#[0-9a-fA-F]{6}\b", path.read_text())]


def test_fonts_that_are_not_there_are_no_trouble(qapp, tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"this is no font")
    before = qapp.font().families()
    assert load_fonts(tmp_path) == []
    assert load_fonts(tmp_path / "nowhere") == []
    use_fonts(qapp, tmp_path)
    assert qapp.font().families() == before


@pytest.mark.parametrize(
    ("language", "han"),
    [
        (QLocale.Language.Japanese, ["Noto Sans JP", "Noto Sans KR", "Noto Sans SC"]),
        (QLocale.Language.German, ["Noto Sans SC", "Noto Sans JP", "Noto Sans KR"]),
    ],
)
def test_fonts_come_in_the_order_to_look_for_letters(qapp, tmp_path, monkeypatch, language, han):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(language))
    families = {"a": "Noto Sans JP", "b": "Noto Sans Hebrew", "c": "Inter", "d": "Noto Sans SC", "e": "Noto Sans KR"}
    for name in families:
        (tmp_path / f"{name}.ttf").touch()
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda path: ord(Path(path).stem))
    monkeypatch.setattr(QFontDatabase, "applicationFontFamilies", lambda number: [families[chr(number)]])
    assert load_fonts(tmp_path) == ["Inter", "Noto Sans Hebrew", *han]


def test_digits_can_have_one_width(qapp):
    assert text_font(15, tabular=True).featureTags()
    assert not text_font(15).featureTags()


def test_a_button_has_a_name_even_without_words(qtbot, look):
    button = Button(look, icon="clear", name="Dismiss", kind=ButtonKind.QUIET)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Dismiss"
    assert button.sizeHint().width() == button.height()


def test_a_button_that_shrinks_keeps_its_name(qtbot, look):
    button = Button(look, "Mute", icon="mic", kind=ButtonKind.CALL, shrinks=True)
    qtbot.addWidget(button)
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    button.resize(button.minimumSizeHint())
    button.grab()
    assert button.accessibleName() == "Mute"


@pytest.mark.parametrize("kind", ButtonKind, ids=lambda kind: kind.value)
def test_a_button_shows_its_states(qtbot, look, kind):
    button = Button(look, "Hold", icon="pause", kind=kind)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    as_is = button.grab().toImage()
    button.setDown(True)
    down = button.grab().toImage()
    button.setDown(False)
    button.show()
    button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    focused = button.grab().toImage()
    button.setEnabled(False)
    assert as_is not in (down, focused, button.grab().toImage())


def test_a_drop_down_has_a_name_and_an_arrow(qtbot, look):
    combo = Combo(look, "Directory")
    qtbot.addWidget(combo)
    combo.resize(200, 44)
    assert combo.accessibleName() == "Directory"
    bare = combo.grab().toImage()
    look.choose(Theme.DARK)
    assert combo.grab().toImage() != bare


LONG = "Maximiliane-Alexandra " * 14


def test_a_long_name_ends_in_dots_and_is_spoken_whole(qtbot, look):
    label = ElidedLabel("strong", LONG)
    qtbot.addWidget(label)
    label.resize(160, 20)
    label.show()
    assert "…" in label.text()
    assert label.accessibleName() == LONG
    assert label.text_shown() == LONG
    label.resize(label.fontMetrics().horizontalAdvance(LONG) + 40, 20)
    assert "…" not in label.text()


def test_markup_in_a_name_stays_text(qtbot, look):
    label = ElidedLabel("strong", "<b>Bo</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert isinstance(label, QLabel)


@pytest.mark.parametrize("text", [LONG, "W" * 300, "محمد " * 60, "漢字" * 150, "😀" * 150], ids=range(5))
def test_a_wrapped_name_takes_no_more_lines_than_it_may(qtbot, look, text):
    label = WrappedLabel(look, text_font(20), "text", most_lines=3)
    qtbot.addWidget(label)
    label.show_text(text)
    line = label.fontMetrics().height()
    assert label.heightForWidth(200) == 3 * line
    label.resize(200, 3 * line)
    label.grab()
    assert label.accessibleName() == text


def test_a_wrapped_name_takes_one_line_where_one_is_enough(qtbot, look):
    label = WrappedLabel(look, text_font(20), "text")
    qtbot.addWidget(label)
    label.show_text("Anna")
    assert label.heightForWidth(300) == label.fontMetrics().height()
