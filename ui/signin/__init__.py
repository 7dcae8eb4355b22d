"""Signing in."""

from ui.signin.page import SignInPage

__all__ = ["SignInPage"]
