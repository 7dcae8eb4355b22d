"""Whether this computer can run the phone's engine, without importing any of it here."""

from importlib.util import find_spec

__all__ = ["phone_available"]


def phone_available() -> str | None:
    """Return None when the engine can be started, else the reason in words."""
    if find_spec("pjsua2") is None:
        return (
            "The SIP library (pjsua2) is not installed. It exists for Python 3.11 and 3.12 on 64-bit Linux, "
            "Windows and macOS; install Namedial with its phone extra there."
        )
    return None
