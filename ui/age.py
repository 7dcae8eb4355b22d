"""How old something is, in words."""

__all__ = ["spoken_age"]


def spoken_age(seconds: float) -> str:
    """Return an age such as `just now`, `40 s ago`, `3 min ago`, `2 h ago`."""
    if seconds < 5:
        return "just now"
    if seconds < 60:
        return f"{int(seconds) // 5 * 5} s ago"
    if seconds < 3600:
        return f"{int(seconds // 60)} min ago"
    return f"{int(seconds // 3600)} h ago"
