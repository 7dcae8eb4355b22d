"""What stands between a right password and a token: second factors and locks (`crossbar_auth`)."""

from typing import Final

from attrs import Factory, define

from app.sandbox.account import Document
from app.sandbox.refusals import Refused

__all__ = ["Guards"]

_TRIES: Final = 3
"""Wrong passwords in a row until a user is locked out, where KAZOO 5's operator wants that."""
_ASKED: Final = {"provider_name": "sandbox", "settings": {}}


@define
class Guards:
    """Second factors by user name, and wrong passwords counted by account."""

    codes: dict[str, str] = Factory(dict)
    wrong: dict[str, int] = Factory(dict)

    def check_lock(self, name: str) -> None:
        """Refuse who is locked out; raises a 401 that says so."""
        if self.wrong.get(name, 0) >= _TRIES:
            raise Refused(401, "account_is_locked", {"message": "account is locked"})

    def count_wrong(self, name: str) -> None:
        """Remember a wrong password."""
        self.wrong[name] = self.wrong.get(name, 0) + 1

    def check_second_factor(self, user: Document, data: Document) -> None:
        """Ask for the second factor; raises a 401 with the question in its data, as KAZOO does."""
        code = self.codes.get(user.get("username", ""))
        if code is None or data.get("multi_factor_response") == code:
            return
        told = {"message": "invalid credentials", "multi_factor_request": _ASKED}
        raise Refused(401, "invalid_credentials", told)

    def forget_wrong(self, name: str) -> None:
        """A right password sets the count back."""
        self.wrong.pop(name, None)
