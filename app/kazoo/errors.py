"""What can go wrong between here and Crossbar.

KazooError
├── BadAddress             what was entered as the server cannot be one; nothing was sent
├── Unreachable            no connection, name not found, connection cut
│   ├── TimedOut           connected or not, no answer in time
│   └── BrokenAnswer       an answer came, but damaged on the way
├── BadCertificate         TLS, but the certificate is not to be trusted
├── BadAuthorityFile       the file of certificate authorities cannot be used
├── NotKazoo               an answer, but not Crossbar's: no JSON, no envelope
├── Redirected             the server points elsewhere; a token never follows
├── WrongCredentials       the sign-in was refused
├── AccountLocked          too many refused sign-ins (KAZOO 5)
├── SecondFactorNeeded     the account asks for one more proof
├── SignedOut              the token is not accepted any more and could not be renewed
├── Forbidden              403
├── NotFound               404
├── Invalid                400, with KAZOO's complaints per field
├── Conflict               409 or 412: somebody else saved meanwhile
├── TooManyRequests        429
├── ServerFault            5xx
└── PdfNotRendered         the server's PDF is its stock error page
"""

import re
from collections.abc import Mapping
from typing import ClassVar, Final
from urllib.parse import urlsplit

from app.problem import Problem

__all__ = [
    "AccountLocked",
    "BadAddress",
    "BadAuthorityFile",
    "BadCertificate",
    "BrokenAnswer",
    "Conflict",
    "Forbidden",
    "Invalid",
    "KazooError",
    "NotFound",
    "NotKazoo",
    "PdfNotRendered",
    "Redirected",
    "SecondFactorNeeded",
    "ServerFault",
    "SignedOut",
    "TimedOut",
    "TooManyRequests",
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


class BadCertificate(KazooError):
    """The server's TLS certificate is not trusted, expired, or made out to another name."""

    happened = "The certificate of {where} cannot be trusted: {detail}."
    kept = "Nothing was sent to the server."
    next_step = (
        "Ask the server's operator. If the site has its own certificate authority, give its file when signing in."
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
    """The account is protected by multi-factor authentication."""

    happened = "{where} asks for a second factor, which this version cannot answer yet."
    next_step = "Sign in with an API key of the account instead."


class SignedOut(KazooError):
    """The token was refused and a fresh sign-in did not help."""

    happened = "{where} has ended this session."
    next_step = "Sign in again."


class Forbidden(KazooError):
    """403: the token may not do this."""

    happened = "This sign-in has no right to do that at {where}."
    next_step = "Ask an administrator of the account for the right, or sign in as somebody who has it."


class NotFound(KazooError):
    """404: the document is not there, or not of this kind."""

    happened = "{where} does not have what was asked for ({detail})."
    next_step = "It may have been deleted meanwhile. Refresh and choose again."


class Invalid(KazooError):
    """400: `fields` holds KAZOO's complaints, from dotted property path to sentence."""

    happened = "{where} refused the request: {detail}."
    kept = "Nothing was changed on the server."
    next_step = "Correct what is named and try again."

    def __init__(self, url: str, detail: str, *, fields: Mapping[str, str], request_id: str = "") -> None:
        super().__init__(url, detail, request_id=request_id)
        self.fields = dict(fields)


class Conflict(KazooError):
    """409 or 412: the document was saved by somebody else since it was read."""

    happened = "Somebody else changed this at {where} in the same moment."
    kept = "Their change is kept; yours was not saved."
    next_step = "Refresh, look at the change and try again."


class TooManyRequests(KazooError):
    """429, after waiting and trying again did not help."""

    happened = "{where} is being asked too much at once and turned this request away."
    next_step = "Wait a few seconds, then refresh. Everybody behind the same network address shares the limit."


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
