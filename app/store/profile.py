"""Where and as whom a person signs in: kept between runs, without secrets."""

import hashlib
from pathlib import Path
from typing import Final, Literal, TypeVar

import msgspec
import platformdirs

from app.store.phone_settings import PhoneSettings
from app.store.preferences import Preferences

__all__ = ["HashMethod", "KnownBy", "Profile", "ProfileStore", "SignInKind"]

S = TypeVar("S", bound=msgspec.Struct)
SignInKind = Literal["password", "api_key"]
HashMethod = Literal["sha", "md5"]
KnownBy = Literal["name_or_realm", "name", "realm", "phone_number"]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """One remembered sign-in. `account` is what `known_by` says; it and the user name are empty for an API key."""

    server: str = ""
    kind: SignInKind = "password"
    account: str = ""
    username: str = ""
    ca_file: str = ""
    directory_id: str | None = None
    """The directory to open first; empty: all of them; None: the first by name."""
    phone: PhoneSettings = PhoneSettings()
    known_by: KnownBy = "name_or_realm"
    method: HashMethod = "sha"
    """By which hash of the password KAZOO knows the user."""

    @property
    def secret_name(self) -> str:
        """Under which name the secret lies in the system's keyring."""
        who = f"{self.account}/{self.username}" if self.kind == "password" else "api_key"
        return f"{self.server} {who}"

    def completed_from(self, known: "Profile") -> "Profile":
        """This sign-in, with the directory and the phone remembered in `known`, but for what the form asks of them."""
        phone = msgspec.structs.replace(known.phone, server=self.phone.server, register=self.phone.register)
        return msgspec.structs.replace(self, directory_id=known.directory_id, phone=phone)

    def with_phone(self, phone: PhoneSettings) -> "Profile":
        """The same sign-in, with the phone set up otherwise."""
        return msgspec.structs.replace(self, phone=phone)

    def sip_secret_name(self, account_id: str) -> str:
        """Under which name the password of a SIP account typed in lies in the system's keyring."""
        return f"{self.secret_name} sip {account_id}"

    def with_directory(self, directory_id: str) -> "Profile":
        """The same sign-in, with another directory to open first."""
        return msgspec.structs.replace(self, directory_id=directory_id)


class _Others(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    profiles: tuple[Profile, ...] = ()


_FILE: Final = "profile.json"
_OTHERS: Final = "profiles.json"
_MOST_OTHERS: Final = 50
_PREFERENCES: Final = "preferences.json"


class ProfileStore:
    """The files of the profile used last and of the others, and where what belongs to them is.

    A missing or damaged file is none, never an error.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or platformdirs.user_config_path("namedial", appauthor=False)) / _FILE
        self._data = folder or platformdirs.user_data_path("namedial", appauthor=False)

    @property
    def copies_file(self) -> Path:
        """Where copies of deleted directories are kept, of all sign-ins."""
        return self._data / "deleted-directories.json"

    def history_file(self, profile: Profile) -> Path:
        """Where the calls of a sign-in are remembered; each has a file of its own."""
        digest = hashlib.sha256(profile.secret_name.encode()).hexdigest()
        return self._data / f"history-{digest[:16]}.sqlite3"

    def load(self) -> Profile | None:
        """Return the profile used last."""
        return _read(self.file, Profile)

    def known(self) -> tuple[Profile, ...]:
        """Return all remembered profiles, the one used last first."""
        last, others = self.load(), self._others()
        return others if last is None else (last, *_without(others, last))

    def find(self, profile: Profile) -> Profile | None:
        """Return what is remembered of the same sign-in."""
        return next((each for each in self.known() if each.secret_name == profile.secret_name), None)

    def preferences(self) -> Preferences:
        """Return what was preferred last."""
        return _read(self.file.with_name(_PREFERENCES), Preferences) or Preferences()

    def save_preferences(self, preferences: Preferences) -> None:
        """Remember `preferences`. Raises `OSError`."""
        _write(self.file.with_name(_PREFERENCES), preferences)

    def save(self, profile: Profile) -> None:
        """Remember `profile` as the one used last, beside the others. Raises `OSError`.

        A file is replaced whole, so a crash never leaves half of one.
        """
        others = _without(self.known(), profile)
        if others or self._others():
            _write(self._others_file, _Others(others[:_MOST_OTHERS]))
        _write(self.file, profile)

    def forget(self, profile: Profile) -> None:
        """Remember this sign-in no longer. Raises `OSError`."""
        others = self._others()
        if len(_without(others, profile)) < len(others):
            _write(self._others_file, _Others(_without(others, profile)))
        last = self.load()
        if last is not None and last.secret_name == profile.secret_name:
            self.file.unlink(missing_ok=True)

    @property
    def _others_file(self) -> Path:
        return self.file.with_name(_OTHERS)

    def _others(self) -> tuple[Profile, ...]:
        return (_read(self._others_file, _Others) or _Others()).profiles


def _without(profiles: tuple[Profile, ...], gone: Profile) -> tuple[Profile, ...]:
    return tuple(each for each in profiles if each.secret_name != gone.secret_name)


def _read(file: Path, kind: type[S]) -> S | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def _write(file: Path, content: msgspec.Struct) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(content)))
    draft.replace(file)
