"""The theme chosen is the theme of the next run."""

from app.store import ProfileStore
from ui.theme import Theme


def test_the_theme_is_remembered(open_window, no_phone, tmp_path, look):
    first = open_window()
    first.window.actions_by_id["theme_dark"].trigger()
    assert look.theme is Theme.DARK
    first.until(lambda: ProfileStore(tmp_path).preferences().theme == "dark")
    look.choose(Theme.LIGHT)
    second = open_window()
    second.until(lambda: look.theme is Theme.DARK)
    assert second.window.actions_by_id["theme_dark"].isChecked()
    second.window.actions_by_id["theme_system"].trigger()
    second.until(lambda: ProfileStore(tmp_path).preferences().theme == "")
