"""How the phone's accounts are doing: one of them, and all of them in a sentence. Pure."""

from typing import Final

from attrs import evolve

from app.directory import isolated, plain
from app.phone import AccountStatus, PhoneState, PhoneStatus

__all__ = ["colour_of", "overall", "standing_of"]

_NEW: Final = "This account is used once it is saved."
_CALM: Final = {
    PhoneState.READY: "ok",
    PhoneState.REGISTERED: "ok",
    PhoneState.STARTING: "off",
    PhoneState.REGISTERING: "off",
    PhoneState.OFF: "off",
}


def colour_of(state: PhoneState) -> str:
    """Return the token of the colour that stands for `state`; `warn` where somebody should look."""
    return _CALM.get(state, "warn")


def standing_of(status: PhoneStatus, account_id: str) -> PhoneStatus:
    """Return the phone's status as it is for that account; where there is no phone, that is said of all."""
    account = next((one for one in status.accounts if one.id == account_id), None)
    if account is not None:
        return evolve(status, state=account.state, text=account.text)
    return evolve(status, state=PhoneState.OFF, text=_NEW) if status.accounts else status


def overall(status: PhoneStatus) -> PhoneStatus:
    """Return `status` saying how all accounts are: which one is in trouble, or how many are registered."""
    accounts = status.accounts
    if len(accounts) < 2:
        return status
    troubled = next((account for account in accounts if account.state not in _CALM), None)
    if troubled is not None:
        return evolve(status, state=troubled.state, text=f"{_name(troubled)}: {troubled.text}")
    if all(account.state is PhoneState.REGISTERED for account in accounts):
        return evolve(status, text=f"All {len(accounts)} accounts are registered.")
    waiting = next((account for account in accounts if account.state is not PhoneState.REGISTERED), accounts[0])
    return evolve(status, state=waiting.state, text=f"{_name(waiting)}: {waiting.text}")


def _name(account: AccountStatus) -> str:
    return isolated(plain(account.label))
