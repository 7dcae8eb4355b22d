"""What is kept between runs, and what never is."""

import keyring.backend
import keyring.errors
import msgspec
import pytest

from app.store import PhoneSettings, Preferences, Profile, ProfileStore, Secrets

PROFILE = Profile("https://kazoo.test", "password", "Sample", "alice", phone=PhoneSettings("sip.test", "tls"))


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


class LockedRing(Ring):
    """A keyring nobody unlocks."""

    def get_password(self, service, username, password=None):
        raise keyring.errors.KeyringLocked("locked")

    set_password = delete_password = get_password


def test_a_profile_comes_back_as_it_was(tmp_path):
    store = ProfileStore(tmp_path / "deep")
    assert store.load() is None
    store.save(PROFILE)
    assert ProfileStore(tmp_path / "deep").load() == PROFILE
    store.forget(PROFILE)
    assert store.load() is None


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"server": 5}', b"\xff\xfe"])
def test_a_damaged_profile_is_no_profile(tmp_path, damaged):
    store = ProfileStore(tmp_path)
    store.file.write_bytes(damaged)
    assert store.load() is None


def test_a_newer_profile_with_unknown_keys_still_opens(tmp_path):
    store = ProfileStore(tmp_path)
    store.file.write_bytes(msgspec.json.encode({"server": "https://kazoo.test", "colour": "blue"}))
    assert store.load() == Profile("https://kazoo.test")


def test_a_profile_holds_no_secret(tmp_path):
    store = ProfileStore(tmp_path)
    Secrets(Ring()).save(PROFILE.secret_name, "wonderland")
    store.save(PROFILE)
    assert "wonderland" not in store.file.read_text()


def test_a_secret_lies_in_the_keyring():
    ring = Ring()
    secrets = Secrets(ring)
    assert secrets.save("here", "wonderland")
    assert Secrets(ring).load("here") == "wonderland"
    secrets.forget("here")
    secrets.forget("here")
    assert Secrets(ring).load("here") is None


def test_a_locked_keyring_keeps_the_secret_for_this_run_only():
    secrets = Secrets(LockedRing())
    assert not secrets.save("here", "wonderland")
    assert secrets.load("here") == "wonderland"
    secrets.forget("here")
    assert secrets.load("here") is None


@pytest.mark.parametrize("module", ["keyrings.alt.file", "keyring.backends.fail", "keyring.backends.null"])
def test_without_a_safe_keyring_secrets_stay_in_memory(monkeypatch, tmp_path, module):
    unsafe = type("Keyring", (Ring,), {"__module__": module})()
    monkeypatch.setattr("keyring.get_keyring", lambda: unsafe)
    secrets = Secrets.of_system()
    assert not secrets.lasting
    assert not secrets.save("here", "wonderland")
    assert secrets.load("here") == "wonderland"
    assert unsafe.kept == {}


def test_preferences_are_kept_apart_from_the_profile(tmp_path):
    store = ProfileStore(tmp_path)
    assert store.preferences() == Preferences()
    store.save_preferences(Preferences("dark"))
    store.save(PROFILE)
    store.forget(PROFILE)
    assert ProfileStore(tmp_path).preferences().theme == "dark"
    (tmp_path / "preferences.json").write_bytes(b"{broken")
    assert store.preferences() == Preferences()


def test_a_sip_password_is_a_secret_of_its_own():
    assert PROFILE.sip_secret_name("a") != PROFILE.sip_secret_name("b")
    assert PROFILE.sip_secret_name("a") != PROFILE.secret_name


def test_each_sign_in_has_a_history_of_its_own(tmp_path):
    store = ProfileStore(tmp_path)
    other = msgspec.structs.replace(PROFILE, username="bob")
    assert store.history_file(PROFILE) != store.history_file(other)
    assert store.history_file(PROFILE.with_phone(PhoneSettings("other.test"))) == store.history_file(PROFILE)


def test_several_sign_ins_stand_side_by_side_the_last_used_first(tmp_path):
    store = ProfileStore(tmp_path)
    other = Profile("https://other.test", "password", "Other", "carol", known_by="realm", method="md5")
    assert store.known() == ()
    store.save(PROFILE)
    store.save(other)
    assert store.known() == (other, PROFILE)
    assert store.load() == other
    assert store.find(PROFILE) == PROFILE
    store.save(PROFILE.with_directory("d9"))
    assert [profile.secret_name for profile in store.known()] == [PROFILE.secret_name, other.secret_name]
    assert store.known()[0].directory_id == "d9"
    store.forget(other)
    assert [profile.secret_name for profile in store.known()] == [PROFILE.secret_name]
    store.forget(PROFILE)
    assert ProfileStore(tmp_path).known() == ()
