"""Who a command signs in as: the options, the environment, or what the window remembered."""

import asyncio
import os
import re
import sys
from collections.abc import Coroutine
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, TypeVar

import msgspec
import typer
from attrs import frozen
from rich.console import Console
from rich.markup import escape

from app.desk import login_of
from app.directory import plain
from app.kazoo import ApiKey, Client, KnownBy, Login, PasswordLogin, SecondFactorNeeded, hash_password
from app.problem import Problem
from app.store import PhoneSettings, Profile, ProfileStore, Secrets, SignInKind

__all__ = [
    "Account",
    "CaFile",
    "Identity",
    "Server",
    "Username",
    "fail",
    "identity_of",
    "in_account_below",
    "run",
    "sign_in",
    "work_in",
]

T = TypeVar("T")
_BELOW: Final[ContextVar[str]] = ContextVar("account below", default="")
_PHONE_NUMBER: Final = re.compile(r"\+\d{8,}")

Server = Annotated[
    str, typer.Option("--server", envvar="NAMEDIAL_SERVER", help="The API's address, http(s)://HOST:PORT.")
]
Account = Annotated[
    str, typer.Option("--account", envvar="NAMEDIAL_ACCOUNT", help="Account name, realm, or a +number of it.")
]
Username = Annotated[str, typer.Option("--user", envvar="NAMEDIAL_USER", help="User name.")]
CaFile = Annotated[Path | None, typer.Option("--ca-file", help="The site's own certificate authority (PEM).")]


@frozen
class Identity:
    """A profile and the sign-in that goes with it."""

    profile: Profile
    login: Login
    remembered: bool = False
    """The window's own: what is kept of it is kept by commands, too."""


def identity_of(
    server: str, account: str, username: str, ca_file: Path | None, phone: PhoneSettings | None = None
) -> Identity:
    """Put an identity together; ends the command with a sentence when something is missing."""
    if not server:
        if account or username or ca_file:
            fail(Problem("--account, --user and --ca-file say nothing without a server.", "Give --server too."))
        return _remembered(phone)
    key = os.environ.get("NAMEDIAL_API_KEY", "")
    kind: SignInKind = "api_key" if key and not username else "password"
    if kind == "password" and not (account and username):
        fail(Problem("Not enough to sign in with.", "Give --account and --user, or set NAMEDIAL_API_KEY."))
    profile = Profile(server, kind, account, username, str(ca_file) if ca_file else "", phone=phone or PhoneSettings())
    if kind == "api_key":
        return Identity(profile, ApiKey(key))
    known_by: KnownBy = "phone_number" if _PHONE_NUMBER.fullmatch(account.strip()) else "name_or_realm"
    password_hash = hash_password(username, _password())
    return Identity(profile, PasswordLogin(account, username, password_hash, known_by=known_by))


def work_in(account: str) -> None:
    """Let the command read and change directories of an account below, by name or id; of the own for an empty text."""
    _BELOW.set(account)


async def in_account_below(client: Client) -> Client:
    """Return a client in the account that `work_in` named; ends the command when there is no single such account.

    Raises `KazooError`.
    """
    wanted = _BELOW.get()
    if not wanted:
        return client
    below = await client.descendants()
    fitting = [each for each in below if wanted == each.id]
    fitting = fitting or [each for each in below if wanted.casefold() in (each.name.casefold(), each.realm.casefold())]
    if len(fitting) != 1:
        names = ", ".join(sorted(plain(each.name) for each in below)) or "none"
        fail(Problem(f"There is no single account {plain(wanted)!r} below this one.", f"Below it are: {names}."))
    return client.in_account(fitting[0].id)


async def sign_in(client: Client) -> None:
    """Sign in, answering a second factor by NAMEDIAL_SECOND_FACTOR or by asking. Raises `KazooError`."""
    try:
        await client.sign_in()
    except SecondFactorNeeded:
        code = os.environ.get("NAMEDIAL_SECOND_FACTOR") or _asked_code()
        if not code:
            raise
        await client.sign_in(code)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end; a failure that has words for people ends the command with them."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        problem = getattr(error, "problem", None)
        if isinstance(problem, Problem):
            fail(problem)
        raise


def fail(problem: Problem, code: int = 1) -> NoReturn:
    """Print a problem to standard error and end the command with this exit code."""
    console = Console(stderr=True, highlight=False)
    console.print(f"[bold red]{escape(problem.happened)}[/]", soft_wrap=True)
    for sentence in filter(None, (problem.kept, problem.next_step)):
        console.print(escape(sentence), soft_wrap=True)
    raise typer.Exit(code)


def _remembered(phone: PhoneSettings | None) -> Identity:
    profile = ProfileStore().load()
    secret = Secrets.of_system().load(profile.secret_name) if profile else None
    if profile is None or not secret:
        fail(
            Problem(
                "Nobody is signed in on this machine.",
                "Sign in in the window and let it be remembered, or give --server, --account and --user.",
            )
        )
    if phone is not None:
        profile = msgspec.structs.replace(profile, phone=phone)
    return Identity(profile, login_of(profile, secret, is_hash=True), remembered=True)


def _password() -> str:
    given = os.environ.get("NAMEDIAL_PASSWORD")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        fail(Problem("No password.", "Set NAMEDIAL_PASSWORD, or run this in a terminal to be asked."))
    typed: str = typer.prompt("Password", hide_input=True)
    return typed


def _asked_code() -> str:
    if not sys.stdin.isatty():
        return ""
    typed: str = typer.prompt("Second factor")
    return typed.strip()
