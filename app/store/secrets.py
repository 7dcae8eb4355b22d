"""Secrets: in the system's keyring, or in memory for this run where there is none. Never in a file of ours."""

from typing import Any, Final

__all__ = ["Secrets"]

_SERVICE: Final = "Namedial"
_UNSAFE: Final = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")


class Secrets:
    """Blocking (a keyring may ask the person to unlock it): use it off the GUI thread.

    `backend` is a `keyring` backend, or None to keep secrets in memory only.
    """

    def __init__(self, backend: Any | None) -> None:
        self._keyring = backend
        self._memory: dict[str, str] = {}

    @classmethod
    def of_system(cls) -> "Secrets":
        """With the system's keyring, or in memory where there is none that is safe."""
        return cls(_system_keyring())

    @property
    def lasting(self) -> bool:
        """True when secrets outlive this run."""
        return self._keyring is not None

    def load(self, name: str) -> str | None:
        """Return the secret, or None."""
        if self._keyring is None:
            return self._memory.get(name)
        try:
            secret = self._keyring.get_password(_SERVICE, name)
        except self._errors():
            return self._memory.get(name)
        return secret if isinstance(secret, str) else self._memory.get(name)

    def save(self, name: str, secret: str) -> bool:
        """Keep the secret; False when it is kept for this run only (no keyring, or it is locked)."""
        if self._keyring is not None:
            try:
                self._keyring.set_password(_SERVICE, name, secret)
            except self._errors():
                pass
            else:
                return True
        self._memory[name] = secret
        return False

    def forget(self, name: str) -> None:
        """Drop the secret wherever it is."""
        self._memory.pop(name, None)
        if self._keyring is not None:
            try:
                self._keyring.delete_password(_SERVICE, name)
            except self._errors():
                return

    @staticmethod
    def _errors() -> tuple[type[Exception], ...]:
        from keyring.errors import KeyringError  # noqa: PLC0415 - keyring costs 130 ms and is wanted late

        return (KeyringError, OSError, RuntimeError)


def _system_keyring() -> Any | None:
    import keyring  # noqa: PLC0415 - as above

    backend = keyring.get_keyring()
    chosen = [backend, *getattr(backend, "backends", [])]
    unsafe = [part for part in chosen if type(part).__module__.startswith(_UNSAFE)]
    if unsafe:
        return None
    return backend
