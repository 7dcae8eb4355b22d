"""What is kept on this machine: profiles, settings, the history of calls; secrets only in the system keyring."""

from app.store.history import History
from app.store.history_file import HistoryError
from app.store.profile import PhoneSettings, Profile, ProfileStore, SignInKind
from app.store.record import Record, Result, Wanted, WhichCalls
from app.store.secrets import Secrets

__all__ = [
    "History",
    "HistoryError",
    "PhoneSettings",
    "Profile",
    "ProfileStore",
    "Record",
    "Result",
    "Secrets",
    "SignInKind",
    "Wanted",
    "WhichCalls",
]
