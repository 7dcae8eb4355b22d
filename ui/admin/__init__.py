"""Directories created, edited and deleted, and who is in them."""

from ui.admin.page import AdminPage

__all__ = ["AdminPage"]
