"""The commands of `namedial`, one module each."""

from app.commands.application import app

__all__ = ["app"]
