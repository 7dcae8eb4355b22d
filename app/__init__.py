"""Namedial's core: everything but the window."""
