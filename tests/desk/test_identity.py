"""As whom the phone speaks."""

import pytest

from app.desk import PhoneSetUp
from app.desk.identity import sip_accounts, why_no_calls
from app.kazoo import Device
from app.store import ByHand, PhoneSettings

SOFT = Device("d1", "Alice's softphone", "softphone", sip_username="phone2001", sip_password="secret", sip_realm="")
DESK = Device("d2", "Alice's desk phone", "sip_device", sip_username="desk2001", sip_password="secret")
NIGHT = ByHand(
    id="n", label="Night line", username="night", realm="sip.test", transport="tls", dtmf="info", srtp="mandatory"
)


def accounts(settings=None, device=SOFT, passwords=None):
    return sip_accounts(PhoneSetUp(settings or PhoneSettings(), passwords or {}), "sample.test", device)


def test_the_main_account_is_the_persons_device_at_the_accounts_realm():
    (main,) = accounts(PhoneSettings(server="proxy.test", transport="tcp", stun="stun.test"))
    assert (main.id, main.username, main.password, main.realm) == ("main", "phone2001", "secret", "sample.test")
    assert (main.server, main.transport, main.stun, main.register) == ("proxy.test", "tcp", "stun.test", True)
    assert main.messages_waiting


def test_accounts_by_hand_come_after_it_with_their_passwords():
    _, night = accounts(PhoneSettings(accounts=(NIGHT,)), passwords={"n": "moonlight"})
    assert (night.id, night.label, night.username, night.password) == ("n", "Night line", "night", "moonlight")
    assert (night.transport, night.dtmf, night.srtp, night.register) == ("tls", "info", "mandatory", True)


@pytest.mark.parametrize(
    ("settings", "device", "registers", "said"),
    [
        (PhoneSettings(), SOFT, True, ""),
        (PhoneSettings(register=False), SOFT, False, ""),
        (PhoneSettings(), DESK, False, "as your desk phone"),
        (PhoneSettings(device_id="d2"), DESK, True, ""),
        (PhoneSettings(register=False), DESK, False, ""),
        (PhoneSettings(publish=True), None, False, "no phone of its own"),
    ],
)
def test_a_desk_phones_calls_are_taken_over_only_by_choice(settings, device, registers, said):
    main = accounts(settings, device)[0]
    assert main.register is registers
    assert not main.publish or device
    assert said in why_no_calls(settings, device)
    assert bool(said) == bool(why_no_calls(settings, device))


def test_no_password_shows():
    set_up = PhoneSetUp(PhoneSettings(accounts=(NIGHT,)), {"n": "moonlight"})
    assert "moonlight" not in repr(set_up)
    assert "moonlight" not in repr(sip_accounts(set_up, "sample.test", SOFT))
