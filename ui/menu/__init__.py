"""The caller's menu: a handset on the directory that is open, and what a caller hears, key by key."""

from ui.menu.page import MenuPage

__all__ = ["MenuPage"]
