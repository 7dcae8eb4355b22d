"""What is kept on this machine: profiles and settings; secrets only in the system keyring."""

from app.store.profile import PhoneSettings, Profile, ProfileStore, SignInKind
from app.store.secrets import Secrets

__all__ = ["PhoneSettings", "Profile", "ProfileStore", "Secrets", "SignInKind"]
