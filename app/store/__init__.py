"""What is kept on this machine: profiles, settings, the history of calls; secrets only in the system keyring."""

from app.store.copies import DirectoryCopy, KeptCopies, KeptCopiesError, KeptMember, KeptPointer
from app.store.history import History
from app.store.history_file import HistoryError
from app.store.phone_settings import ByHand, Dtmf, Encryption, PhoneSettings, Reach, Transport
from app.store.preferences import Preferences
from app.store.profile import Profile, ProfileStore, SignInKind
from app.store.record import Record, Result, Wanted, WhichCalls
from app.store.secrets import Secrets

__all__ = [
    "ByHand",
    "DirectoryCopy",
    "Dtmf",
    "Encryption",
    "History",
    "HistoryError",
    "KeptCopies",
    "KeptCopiesError",
    "KeptMember",
    "KeptPointer",
    "PhoneSettings",
    "Preferences",
    "Profile",
    "ProfileStore",
    "Reach",
    "Record",
    "Result",
    "Secrets",
    "SignInKind",
    "Transport",
    "Wanted",
    "WhichCalls",
]
