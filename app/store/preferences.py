"""What is so for whoever uses the program here, signed in or not."""

import msgspec

__all__ = ["Preferences"]


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """Kept in a file of its own beside the profile."""

    theme: str = ""
    """`light`, `dark` or `high-contrast`; empty: as the system is."""
