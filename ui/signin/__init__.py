"""Signing in."""

from ui.signin.again import SignInAgain
from ui.signin.page import SignInPage

__all__ = ["SignInAgain", "SignInPage"]
