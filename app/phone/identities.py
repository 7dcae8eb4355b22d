"""Who the phone is towards SIP: the account it speaks as, and what its registrar says, as the phone's status."""

from collections.abc import Callable
from typing import Final

from attrs import evolve

from app.phone import messages
from app.phone.account import SipAccount
from app.phone.errors import BadNumber
from app.phone.number import is_ip_address, sip_uri
from app.phone.status import PhoneState, PhoneStatus, registration_status
from app.phone.wire import Wire, tell

__all__ = ["Identities"]

_NOBODY: Final = messages.Account(username="namedial", realm="")


class Identities:
    """Knows the account, turns numbers into addresses of it, and tells each change of the status."""

    def __init__(self, on_status: Callable[[PhoneStatus], None], trying_after_s: float) -> None:
        self._on_status = on_status
        self._trying_after_s = trying_after_s
        self._account: SipAccount | None = None
        self.status = PhoneStatus()

    def become(self, account: SipAccount | None) -> None:
        """Speak as `account` from now on."""
        self._account = account

    @property
    def commands(self) -> tuple[messages.Command, ...]:
        """What an engine has to be told of who we are."""
        return (self._account.command if self._account else _NOBODY,)

    @property
    def looks_up_names(self) -> bool | None:
        """Whether the engine may have a server's name to look up; None: it has no server, a call decides."""
        if self._account is None:  # only whole addresses can be dialled then
            return None
        return not is_ip_address(self._account.server or self._account.realm)

    def uri(self, number: str) -> str:
        """Return the address of a number. Raises BadNumber."""
        account = self._account
        if account is None and not number.startswith(("sip:", "sips:")):
            raise BadNumber("no SIP account is set, and this is no complete SIP address")
        if account is None or account.server:  # the route to the server says how to get there
            return sip_uri(number, account.realm if account else "")
        return sip_uri(number, account.realm, account.transport)

    def show(self, status: PhoneStatus) -> None:
        """Tell the status, if it is another."""
        if status != self.status:
            self.status = status
            tell(self._on_status, status)

    def registration(self, event: messages.Registration, wire: Wire) -> None:
        """Take in what the registrar said."""
        self.show(registration_status(self.status, event))
        if event.state == "trying":
            wire.later(self._trying_after_s, self._notice_registrar)

    def failed(self, event: messages.Failed) -> None:
        """Take in that the engine could not become us."""
        self.show(registration_status(self.status, messages.Registration(state="failed", reason=event.reason)))

    def _notice_registrar(self) -> None:
        if self.status.state is PhoneState.REGISTERING:
            self.show(evolve(self.status, text="The SIP server has not answered yet. Still trying."))
