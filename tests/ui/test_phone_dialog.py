"""Phone and accounts, by the controls one sees."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from app.desk import DeviceChoice, PhoneFacts
from app.kazoo import Client, PasswordLogin, hash_password
from app.phone import PhoneState, PhoneStatus
from app.store import ByHand, PhoneSettings, Profile, ProfileStore
from ui.core import Credentials
from ui.phone import PhoneDialog
from ui.phone.account_forms import KazooForm
from ui.phone.checks import host_problem, realm_problem, user_problem


@pytest.mark.parametrize(
    "text",
    ["", " ", "sip.example.com", "sip.example.com:5061", "192.0.2.7", "[2001:db8::7]", "[2001:db8::7]:5060", "a-b"],
)
def test_what_is_a_server(text):
    assert host_problem(text) == ""


@pytest.mark.parametrize(
    "text",
    ["bad host", "sip:example.com", "example.com:", "example.com:0", "example.com:70000", "-a.com", "a..b", "x" * 300,
     "[2001:db8::7]5060", "example.com:٥", "a\nb", "user@example.com"],
)  # fmt: skip
def test_what_is_no_server(text):
    assert host_problem(text)


@pytest.mark.parametrize(
    ("user", "right"), [("alice", True), ("2001", True), ("", False), ("a@b", False), ("a b", False), ("<x>", False)]
)
def test_what_is_a_user_name(user, right):
    assert (user_problem(user) == "") is right


def test_a_domain_is_needed_and_has_no_port():
    assert realm_problem("")
    assert realm_problem("example.com:5060")
    assert not realm_problem("example.com")


@given(st.text(max_size=300))
def test_no_text_breaks_the_checks(text):
    assert all(isinstance(check(text), str) for check in (host_problem, realm_problem, user_problem))


class Settings:
    """What a person does in the dialog."""

    def __init__(self, driver):
        self.driver = driver
        driver.window.actions_by_id["phone_settings"].trigger()
        self.dialog = driver.window.findChild(PhoneDialog)
        driver.until(self.dialog.save.isEnabled)

    def named(self, kind, name):
        fitting = (one for one in self.dialog.findChildren(kind) if one.isVisible() and one.accessibleName() == name)
        found = next(fitting, None)
        assert found is not None, f"no visible {name}"
        return found

    def press(self, name):
        QTest.mouseClick(self.named(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def type(self, name, text):
        line = self.named(QLineEdit, name)
        line.clear()
        QTest.keyClicks(line, text)

    def choose(self, name, text):
        box = self.named(QComboBox, name)
        box.setCurrentIndex(box.findText(text))

    def save(self):
        self.press("Save")
        self.driver.until(lambda: "saved" in self.said)

    @property
    def said(self):
        return self.dialog.banner.accessibleName() if self.dialog.banner.isVisible() else ""

    def close(self):
        self.press("Close")
        self.driver.until(lambda: self.driver.window.findChild(PhoneDialog) is None)


@pytest.fixture
def remembered(open_window, no_phone, sandbox):
    driver = open_window()
    driver.sign_in(sandbox.base_url)
    driver.until(driver.names)
    return driver


def test_accounts_are_added_changed_and_removed_and_kept_without_their_password(remembered, tmp_path):
    settings = Settings(remembered)
    settings.press("Add an account")
    settings.type("Account's label", "Night line")
    settings.type("User name of the address", "night")
    settings.type("Domain of the address", "sip.example.com")
    settings.type("Password of the account", "moonlight")
    settings.choose("Transport", "TCP")
    settings.choose("Keys are sent by", "SIP INFO")
    assert settings.dialog.accounts.currentText() == "Night line"
    settings.save()
    assert "saved" in settings.said
    settings.close()

    kept = ProfileStore(tmp_path).load()
    (account,) = kept.phone.accounts
    assert (account.label, account.username, account.transport, account.dtmf) == ("Night line", "night", "tcp", "info")
    assert "moonlight" not in ProfileStore(tmp_path).file.read_text()
    secrets = remembered.window._core._secrets
    assert secrets.load(kept.sip_secret_name(account.id)) == "moonlight"

    settings = Settings(remembered)
    settings.dialog.accounts.setCurrentIndex(1)
    assert settings.named(QLineEdit, "Password of the account").placeholderText() == "As it is kept in the keyring"
    settings.press("Remove this account")
    settings.save()
    assert ProfileStore(tmp_path).load().phone.accounts == ()
    assert secrets.load(kept.sip_secret_name(account.id)) is None


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(remembered, tmp_path):
    before = ProfileStore(tmp_path).load()
    settings = Settings(remembered)
    settings.press("Add an account")
    settings.type("User name of the address", "night@example.com")
    settings.dialog.accounts.setCurrentIndex(0)
    settings.press("Save")
    assert settings.dialog.accounts.currentIndex() == 1
    line = settings.named(QLineEdit, "User name of the address")
    assert "Without the @" in line.accessibleDescription()
    assert "domain is missing" in settings.named(QLineEdit, "Domain of the address").accessibleDescription()
    assert ProfileStore(tmp_path).load() == before
    settings.type("SIP server", "no server!")
    settings.type("User name of the address", "night")
    settings.type("Domain of the address", "example.com")
    settings.press("Save")
    assert "no host name" in settings.named(QLineEdit, "SIP server").accessibleDescription()
    assert "saved" not in settings.said


def test_what_is_set_is_used_again_after_signing_out_and_in(remembered, sandbox):
    settings = Settings(remembered)
    settings.choose("Transport", "TLS, encrypted")
    settings.type("Authority file for TLS", "/etc/site.pem")
    settings.choose("Answer calls by itself", "After 3 seconds")
    QTest.mouseClick(settings.dialog.do_not_disturb, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    settings.save()
    settings.close()
    remembered.window.actions_by_id["sign_out"].trigger()
    remembered.type("Password", "sandbox")
    remembered.press("Sign in")
    remembered.until(remembered.names)
    settings = Settings(remembered)
    assert settings.named(QComboBox, "Transport").currentText() == "TLS, encrypted"
    assert settings.named(QLineEdit, "Authority file for TLS").text() == "/etc/site.pem"
    assert settings.dialog.answers.currentData() == 3.0
    assert settings.dialog.do_not_disturb.isChecked()


def test_no_more_accounts_than_the_engine_holds(remembered):
    settings = Settings(remembered)
    for _ in range(7):
        settings.press("Add an account")
    assert settings.dialog.accounts.count() == 8
    settings.press("Add an account")
    assert settings.dialog.accounts.count() == 8
    assert "eight accounts" in settings.said


def test_how_the_phone_is_doing_shows_at_once(remembered):
    settings = Settings(remembered)
    remembered.window._core.phone_changed.emit(PhoneStatus(PhoneState.REFUSED, "Not accepted."))
    assert settings.dialog.standing.text() == "Not accepted."


def test_settings_of_old_files_are_read():
    old = b'{"server": "https://kazoo.test", "phone": {"server": "sip.test", "transport": "tls", "register": false}}'
    import msgspec

    profile = msgspec.json.decode(old, type=Profile)
    assert profile.phone == PhoneSettings(server="sip.test", transport="tls", register=False)


def test_a_hand_made_account_knows_no_password():
    assert "password" not in {field.lower() for field in ByHand.__struct_fields__}


def without_devices(sandbox):
    """Take the devices of bob away; return how to read them."""

    async def work(remove):
        async with Client(
            sandbox.base_url, PasswordLogin("Sample Company", "bob", hash_password("bob", "sandbox"))
        ) as kazoo:
            session = await kazoo.sign_in()
            devices = await kazoo.devices_of(session.owner_id)
            for device in devices if remove else ():
                await kazoo._connection.change("DELETE", kazoo._url(f"devices/{device.id}"))
            return [await kazoo.device(device.id) for device in devices] if not remove else []

    asyncio.run(work(remove=True))
    return lambda: asyncio.run(work(remove=False))


def test_a_softphone_device_is_made_only_with_consent(open_window, no_phone, sandbox):
    devices = without_devices(sandbox)
    driver = open_window(Credentials(Profile(sandbox.base_url, "password", "Sample Company", "bob"), "sandbox"))
    driver.until(driver.names)
    settings = Settings(driver)
    settings.press("Create a softphone device…")
    assert "password of its own" in settings.said
    assert devices() == []
    settings.press("Create the device")
    driver.until(lambda: settings.dialog.accounts.itemText(0) == "KAZOO: Namedial")
    assert settings.named(QComboBox, "Device in KAZOO").currentText() == "Namedial"
    (made,) = devices()
    assert (made.device_type, made.enabled) == ("softphone", True)
    assert made.sip_username.startswith("namedial_")
    assert len(made.sip_password) == 32
    buttons = settings.dialog.findChildren(QAbstractButton)
    assert not any(one.isVisible() for one in buttons if one.text() == "Create a softphone device…")
    settings.save()
    assert len(devices()) == 1


def test_a_desk_phone_is_registered_as_only_by_choice(qtbot, look):
    facts = PhoneFacts(PhoneSettings(), "sample.test", (DeviceChoice("d2", "Bob's desk phone", softphone=False),), True)
    form = KazooForm(look, facts)
    qtbot.addWidget(form)
    form.show()
    assert form.device_id == ""
    assert form.device.currentText() == "Bob's desk phone: only calls out"
    assert form.make_device.isVisible()
    form.device.setCurrentIndex(1)
    assert form.device_id == "d2"
