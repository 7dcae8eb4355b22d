"""How one account of the phone is doing."""

from attrs import evolve

from app.phone import PhoneState, PhoneStatus

__all__ = ["standing_of"]

_NEW = "This account is used once it is saved."


def standing_of(status: PhoneStatus, account_id: str) -> PhoneStatus:
    """Return the phone's status as it is for that account; where there is no phone, that is said of all."""
    account = next((one for one in status.accounts if one.id == account_id), None)
    if account is not None:
        return evolve(status, state=account.state, text=account.text)
    return evolve(status, state=PhoneState.OFF, text=_NEW) if status.accounts else status
