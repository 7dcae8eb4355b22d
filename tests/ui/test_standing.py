"""How several accounts are doing, in one sentence."""

import pytest

from app.phone import AccountStatus, PhoneState, PhoneStatus
from ui.standing import overall, standing_of

MAIN = AccountStatus("main", "Alice's softphone", PhoneState.REGISTERED, "The phone is registered.")
NIGHT = AccountStatus("night", "Night\u202e line", PhoneState.REFUSED, "The password is wrong.")


def status(*accounts):
    first = accounts[0] if accounts else MAIN
    return PhoneStatus(first.state, first.text, accounts=accounts)


def account(label, state, text="Somehow."):
    return AccountStatus(label, label, state, text)


def test_one_account_is_the_phones_own_state():
    assert overall(status(MAIN)) == status(MAIN)
    assert overall(PhoneStatus()) == PhoneStatus()


def test_the_account_in_trouble_is_named_plainly():
    said = overall(status(MAIN, NIGHT))
    assert said.state is PhoneState.REFUSED
    assert "Night line" in said.text
    assert said.text.endswith(": The password is wrong.")


def test_when_all_are_well_they_are_counted():
    assert overall(status(MAIN, account("b", PhoneState.REGISTERED))).text == "All 2 accounts are registered."


@pytest.mark.parametrize("state", [PhoneState.REGISTERING, PhoneState.READY])
def test_the_account_that_is_not_registered_yet_is_told(state):
    said = overall(status(MAIN, account("b", state, "Registering.")))
    assert said.text.endswith("b\u2069: Registering.")


def test_an_account_has_its_own_standing_and_a_new_one_none_yet():
    assert standing_of(status(MAIN, NIGHT), "night").text == "The password is wrong."
    assert "once it is saved" in standing_of(status(MAIN), "new").text
    assert standing_of(PhoneStatus(), "new") == PhoneStatus()
