"""What can go wrong between here and Crossbar.

KazooError
├── BadAddress             what was entered as the server cannot be one; nothing was sent
├── Closed                 the sign-in was given up meanwhile; nothing was sent
├── Unreachable            no connection, name not found, connection cut
│   ├── TimedOut           connected or not, no answer in time
│   └── BrokenAnswer       an answer came, but damaged on the way
├── TooLong                an answer larger than anything KAZOO sends
├── Unconfirmed            a change was sent and no answer tells what became of it
├── BadProxy               the proxy named by the environment cannot be used
├── BadCertificate         TLS, but the certificate is not to be trusted
├── BadAuthorityFile       the file of certificate authorities cannot be used
├── NotKazoo               an answer, but not Crossbar's: no JSON, no envelope
├── Redirected             the server points elsewhere; a token never follows
├── WrongCredentials       the sign-in was refused
├── AccountLocked          too many refused sign-ins (KAZOO 5)
├── SecondFactorNeeded     the account asks for one more proof
├── SignedOut              the token is not accepted any more and could not be renewed
│   └── ExpiredAtOnce      a fresh token is refused as expired: a clock is wrong
├── PaymentNeeded          402
├── Forbidden              403
├── NotFound               404
├── NotOffered             405, 406, 410: this server does not do that
├── Invalid                400, with KAZOO's complaints per field
│   └── AccountUnavailable the account is disabled or has expired
├── TooMuchAtOnce          416: the operator limits how much one answer may hold
├── Conflict               409 or 412: somebody else saved meanwhile
├── TooManyRequests        429
├── ServerFault            5xx
└── PdfNotRendered         the server's PDF is its stock error page
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from app.kazoo.complaint import Complaint
from app.problem import Problem

__all__ = [
    "AccountLocked",
    "AccountUnavailable",
    "BadAddress",
    "BadAuthorityFile",
    "BadCertificate",
    "BadProxy",
    "BrokenAnswer",
    "Closed",
    "Conflict",
    "ExpiredAtOnce",
    "Forbidden",
    "Invalid",
    "KazooError",
    "NotFound",
    "NotKazoo",
    "NotOffered",
    "PaymentNeeded",
    "PdfNotRendered",
    "Redirected",
    "SecondFactorNeeded",
    "ServerFault",
    "SignedOut",
    "TimedOut",
    "TooLong",
    "TooManyRequests",
    "TooMuchAtOnce",
    "Unconfirmed",
    "Unreachable",
    "WrongCredentials",
]

_USER_INFO: Final = re.compile(r"//[^/?#]*@")


class KazooError(Exception):
    """Root of this room's errors; `{where}` in a sentence is the server, `{detail}` what it or the network said.

    What is still to be seen of a directory is for whoever shows it to say: here nobody knows whether one is shown.
    """

    happened: ClassVar[str]
    next_step: ClassVar[str]
    kept: ClassVar[str] = ""

    def __init__(self, url: str, detail: str = "", *, request_id: str = "") -> None:
        self.url = _USER_INFO.sub("//", url)
        super().__init__(f"{type(self).__name__}: {self.url} {detail}".rstrip())
        self.detail = detail
        self.request_id = request_id

    @property
    def problem(self) -> Problem:
        """The failure in sentences; KAZOO's own words are quoted, so show them as plain text. Never raises."""
        facts = {"where": _where(self.url), "detail": self.detail.rstrip(" .")}
        return Problem(self.happened.format(**facts), self.next_step.format(**facts), self.kept)


class BadAddress(KazooError):
    """What was entered as the server is no address; `{detail}` says why and never repeats it: it may hold a secret."""

    happened = "The server's address cannot be used: {detail}."
    kept = "Nothing was sent to the server."
    next_step = "Enter it as https://HOST:PORT, as your operator gave it; the port is often 8443."


class Closed(KazooError):
    """Asked of a client that is closing or closed."""

    happened = "Nobody is signed in at {where} any more."
    kept = "Nothing was sent to the server."
    next_step = "Sign in again."


class Unreachable(KazooError):
    """No connection could be made, or it was cut."""

    happened = "No connection to {where}: {detail}."
    next_step = "Check the server's address and your network, then try again."


class TimedOut(Unreachable):
    """No answer within the time allowed."""

    happened = "{where} did not answer in time."
    next_step = "The server may be overloaded. Try again in a moment."


class BrokenAnswer(Unreachable):
    """An answer that cannot be read as it came: its compression is broken."""

    happened = "The answer of {where} came damaged: {detail}."
    next_step = "Try again. If it stays so, ask who runs the network between here and the server."


class TooLong(KazooError):
    """An answer without end, or one larger than any account's."""

    happened = "The answer of {where} was given up: {detail}."
    next_step = "Check the server's address. If it is right, ask its operator what answers there."


class Unconfirmed(KazooError):
    """A change was sent, and what came back, if anything, does not tell whether it was made. Never sent again."""

    happened = "{where} did not confirm the change: {detail}."
    kept = "It may have been saved or not; it was sent once only."
    next_step = "Refresh and look before you try again."


class BadProxy(KazooError):
    """A proxy of the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY) is no address, or of a kind unknown here."""

    happened = "The proxy that the environment names cannot be used: {detail}."
    kept = "Nothing was sent to the server."
    next_step = "Correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY (http:// or https://), or name the server in NO_PROXY."


class BadCertificate(KazooError):
    """The server's TLS certificate is not trusted, expired, or made out to another name."""

    happened = "The certificate of {where} cannot be trusted: {detail}."
    kept = "Nothing was sent to the server."
    next_step = (
        "Ask the server's operator. If the site has its own certificate authority, give its file when signing in. "
        "A wrong clock on this computer looks the same."
    )


class BadAuthorityFile(KazooError):
    """The file named as the site's certificate authority is missing or no PEM; `{detail}` names it and says why."""

    happened = "The certificate authority file cannot be used: {detail}."
    kept = "Nothing was sent to the server."
    next_step = "Choose a PEM file, or leave the field empty to trust the system's authorities."


class NotKazoo(KazooError):
    """Something answered that is not KAZOO's API."""

    happened = "{where} answered, but not as KAZOO's API does ({detail})."
    next_step = "Check the server's address: it is the API's, often ending in :8000 or :8443, without /v2."


class Redirected(KazooError):
    """The server sent us to another address; the sign-in is never carried along."""

    happened = "{where} points to another address: {detail}."
    kept = "Nothing was sent there."
    next_step = "If you trust that address, enter it as the server."


class WrongCredentials(KazooError):
    """401 to a sign-in, or an API key nobody knows."""

    happened = "{where} does not accept this sign-in."
    next_step = (
        "Check the account, the user name and the password (or the API key). Capital letters count in passwords."
    )


class AccountLocked(KazooError):
    """KAZOO 5 after too many refused sign-ins."""

    happened = "{where} has locked this account after too many failed sign-ins."
    next_step = "Wait, or ask an administrator to unlock it. Trying again keeps it locked."


class SecondFactorNeeded(KazooError):
    """The account is protected by multi-factor authentication; `request` is what its provider asks."""

    happened = "{where} asks for a second factor."
    next_step = "Answer it and sign in again, or use an API key of the account."

    def __init__(self, url: str, detail: str = "", *, request: Mapping[str, Any] | None = None) -> None:
        super().__init__(url, detail)
        self.request = dict(request or {})

    @property
    def provider(self) -> str:
        """Who asks, as KAZOO names it: duo..."""
        named = self.request.get("provider_name")
        return named if isinstance(named, str) else ""


class SignedOut(KazooError):
    """The token was refused and a fresh sign-in did not help."""

    happened = "{where} has ended this session."
    next_step = "Sign in again."


class ExpiredAtOnce(SignedOut):
    """A token just issued is refused as expired: the clocks of the site's servers differ."""

    happened = "{where} refuses its own fresh sign-in as expired."
    next_step = "Tell the operator: the clocks of the site's servers differ, or sign-ins are set to last no time."


class PaymentNeeded(KazooError):
    """402: KAZOO wants charges accepted, credit or a payment method first. Charges are never accepted here."""

    happened = "{where} asks for payment first ({detail})."
    kept = "Nothing was changed, and no charge was accepted."
    next_step = "Let an administrator settle it in the operator's portal, then try again."


class Forbidden(KazooError):
    """403: the token may not do this."""

    happened = "This sign-in has no right to do that at {where}."
    next_step = "Ask an administrator of the account for the right, or sign in as somebody who has it."


class NotFound(KazooError):
    """404: the document is not there, or not of this kind."""

    happened = "{where} does not have what was asked for ({detail})."
    next_step = "It may have been deleted meanwhile. Refresh and choose again."


class NotOffered(KazooError):
    """405, 406 or 410: the server knows the address but not this way of asking."""

    happened = "{where} does not offer this ({detail})."
    next_step = "Ask the operator which version of KAZOO runs there: Namedial speaks to 4.3 and later."


class Invalid(KazooError):
    """400: `complaints` is what KAZOO has against the data, `fields` the same by path in words."""

    happened = "{where} refused the request: {detail}."
    kept = "Nothing was changed on the server."
    next_step = "Correct what is named and try again."

    def __init__(
        self, url: str, detail: str = "", *, complaints: Iterable[Complaint] = (), request_id: str = ""
    ) -> None:
        super().__init__(url, detail, request_id=request_id)
        self.complaints = tuple(complaints)

    @property
    def fields(self) -> dict[str, str]:
        """All that is said against a field, by its path."""
        found: dict[str, list[str]] = {}
        for complaint in self.complaints:
            found.setdefault(complaint.path, []).append(complaint.message)
        return {path: ", ".join(messages) for path, messages in found.items()}


class AccountUnavailable(Invalid):
    """400 for everything of an account that is disabled or whose trial has expired."""

    happened = "{where} does not serve this account: {detail}."
    next_step = "Ask the operator; the account is disabled or has expired."


class TooMuchAtOnce(KazooError):
    """416: one answer would be larger than the operator allows."""

    happened = "{where} refuses to list so much at once."
    next_step = "Ask the operator to raise request_memory_limit for this account."


class Conflict(KazooError):
    """409 or 412: the document was saved by somebody else since it was read."""

    happened = "Somebody else changed this at {where} in the same moment."
    kept = "Their change is kept; yours was not saved."
    next_step = "Refresh, look at the change and try again."


class TooManyRequests(KazooError):
    """429, after waiting and trying again did not help."""

    happened = "{where} is being asked too much at once and turned this request away."
    next_step = "Wait a few seconds, then try again. Everybody behind the same network address shares the limit."


class ServerFault(KazooError):
    """5xx: KAZOO, or a proxy before it, failed."""

    happened = "{where} failed while answering ({detail})."
    next_step = "Try again in a moment. If it stays so, give the operator the time and what stands here."


class PdfNotRendered(KazooError):
    """KAZOO answers a failed rendering with 200 and a stock PDF named file.pdf."""

    happened = "{where} could not render the PDF."
    kept = "The directory itself is fine."
    next_step = "Export the directory as PDF here, instead of fetching the server's."


def _where(url: str) -> str:
    """Host and port, nothing else of an address."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "The server"
    except ValueError:
        return "The server"
