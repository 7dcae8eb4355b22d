"""How the phone is set up: accounts, servers, and what is so for all of them."""

from ui.phone.dialog import PhoneDialog

__all__ = ["PhoneDialog"]
