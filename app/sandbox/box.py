"""The whole box: the API and the phones of one account, started and stopped together."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Final, Self

from app.phone import PhoneError, phone_available
from app.sandbox.account import AccountFile
from app.sandbox.callers import Callers, Wish
from app.sandbox.phones import DESIGNATED, Behaviour, Phones
from app.sandbox.presence import Notifier, State
from app.sandbox.registrar import Registrar, credentials_of
from app.sandbox.server import Sandbox
from app.sandbox.switch import Switch
from app.sandbox.version import MASTER, Version

__all__ = ["NOBODY_THERE", "Box", "names_by_extension", "numbers_answered"]

NOBODY_THERE: Final = "2093"
"""An extension of the sample that no phone stands behind: calls to it are not found."""
_STATES: Final[dict[Behaviour, State]] = {Behaviour.BUSY: "on-the-phone", Behaviour.NO_ANSWER: "away"}


class Box:
    """Use as an async context manager. `sip` is where calls go, `host:port`, empty when no phone answers."""

    def __init__(
        self,
        account: AccountFile,
        port: int,
        on_log: Callable[[str], None],
        *,
        phones: bool = True,
        version: Version = MASTER,
        token_seconds: int = 3600,
        bucket_size: int = 100,
    ) -> None:
        self.api = Sandbox(account, port=port, version=version, token_seconds=token_seconds, bucket_size=bucket_size)
        self.sip = ""
        self.without_phones = "" if phones else "Nobody answers calls: --no-phones was given."
        self._realm = self.api.sign_in.realm
        self._numbers = numbers_answered(account)
        self._phones = Phones(self._numbers, on_log=on_log)
        self._registrar = Registrar(credentials_of(account))
        self._callers = Callers(self._realm, names_by_extension(account), self._registrar)
        self._owned = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Raises `OSError` when the port is taken; without a SIP library the API runs alone and says so."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.api)
            self.without_phones = self.without_phones or phone_available() or ""
            if not self.without_phones:
                await self._start_phones(stack)
            self._owned = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._owned.aclose()

    def let_call(self, line: str) -> None:
        """Let somebody call everybody registered: `EXTENSION [SECONDS before giving up]`."""
        if self.sip and line.strip():
            self._callers.call(Wish(line))

    def _state_of(self, extension: str) -> State | None:
        """How somebody is for whoever subscribes; None for nobody."""
        if extension == NOBODY_THERE:
            return "closed"
        if extension not in self._numbers:
            return None
        if any(call.live and call.called == extension for call in self._phones.calls):
            return "on-the-phone"
        behaviour = DESIGNATED.get(extension, Behaviour.ANSWERS)
        return _STATES.get(behaviour, "open")

    async def _start_phones(self, stack: AsyncExitStack) -> None:
        try:
            stack.push_async_callback(self._phones.stop)
            host, _, port = (await self._phones.start()).rpartition(":")
            switch = Switch(self._registrar, (host, int(port)), Notifier(self._state_of))
            stack.push_async_callback(switch.close)
            server = await switch.open()
            await self._phones.use_switch(self._realm, server)
            stack.push_async_callback(self._callers.stop)
            await self._callers.start(server)
            self.sip = server
        except PhoneError as failed:
            self.without_phones = failed.problem.happened


def numbers_answered(account: AccountFile) -> frozenset[str]:
    """All numbers of the accounts' callflows, but the one nobody stands behind."""
    numbers = {
        number
        for documents in account.documents.values()
        for document in documents
        if document.get("pvt_type") == "callflow" and not document.get("pvt_deleted")
        for number in document.get("numbers", ())
    }
    return frozenset(numbers - {NOBODY_THERE})


def names_by_extension(account: AccountFile) -> dict[str, str]:
    """Return what people are called, by their presence id."""
    users = (one for documents in account.documents.values() for one in documents if one.get("pvt_type") == "user")
    named = ((one.get("presence_id", ""), f"{one.get('first_name', '')} {one.get('last_name', '')}") for one in users)
    return {extension: name.strip() for extension, name in named if extension}
