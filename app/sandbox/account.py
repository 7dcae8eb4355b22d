"""The account file: everything a sandbox starts from, as one JSON object.

`documents` maps a readable account name to its documents as KAZOO stores them (`_id`, `pvt_type`, credential hashes);
`names` maps readable names to ids, among them every account of `documents`; `logins` and `api_keys` are for people.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen

__all__ = ["AccountFile", "AccountFileError", "Document", "Login", "parse_account", "read_account", "write_account"]

Document: TypeAlias = dict[str, Any]

_PARTS: Final = ("names", "api_keys", "logins", "documents")


class AccountFileError(Exception):
    """An account file that cannot be used: which one, and what is wrong with it, as one sentence."""

    def __init__(self, where: str, wrong: str) -> None:
        super().__init__(f"{where} is not a usable account file: {wrong}.")
        self.where = where
        self.wrong = wrong


@frozen
class Login:
    """What a person types to sign in."""

    account_name: str
    username: str
    password: str = field(repr=False)


@frozen
class AccountFile:
    """Accounts with all their documents; `documents` is keyed by account id here."""

    documents: Mapping[str, tuple[Document, ...]]
    logins: Mapping[str, Login] = field(factory=dict)
    api_keys: Mapping[str, str] = field(factory=dict)
    names: Mapping[str, str] = field(factory=dict)

    def with_documents(self, *documents: Document) -> "AccountFile":
        """Return this with documents of the first account added, or replaced where the `_id` is known."""
        account_id, stored = next(iter(self.documents.items()))
        merged = {document["_id"]: document for document in stored}
        merged |= {document["_id"]: {**document, "pvt_account_id": account_id} for document in documents}
        return evolve(self, documents={**self.documents, account_id: tuple(merged.values())})


def read_account(path: Path) -> AccountFile:
    """Return the account file at `path`; raises `AccountFileError` with a sentence that names the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise AccountFileError(str(path), f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise AccountFileError(str(path), "it is not UTF-8 text") from error
    return parse_account(text, str(path))


def parse_account(text: str, where: str = "the text") -> AccountFile:
    """Return the account file written in `text`; raises `AccountFileError`, calling it `where`."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise AccountFileError(where, f"it is not JSON ({error})") from error
    if not isinstance(content, dict):
        raise AccountFileError(where, "it is not a JSON object")
    for part in _PARTS:
        if not isinstance(content.get(part, {}), dict):
            raise AccountFileError(where, f"{part} is not an object")
    if not content.get("documents"):
        raise AccountFileError(where, "it has no documents")
    names = _texts(content.get("names", {}), "names", where)
    documents = {
        _account_id(name, names, where): _documents(name, stored, where)
        for name, stored in content["documents"].items()
    }
    logins = {name: _login(name, login, where) for name, login in content.get("logins", {}).items()}
    return AccountFile(documents, logins, _texts(content.get("api_keys", {}), "api_keys", where), names)


def write_account(account: AccountFile, path: Path) -> None:
    """Write `account` to `path` in the form that `read_account` reads."""
    names = {identifier: name for name, identifier in account.names.items()}
    unnamed = {identifier: identifier for identifier in account.documents if identifier not in names}
    names |= unnamed
    content = {
        "names": {**account.names, **unnamed},
        "api_keys": dict(account.api_keys),
        "logins": {
            name: {"account_name": login.account_name, "username": login.username, "password": login.password}
            for name, login in account.logins.items()
        },
        "documents": {names[identifier]: list(stored) for identifier, stored in account.documents.items()},
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _texts(part: Mapping[str, object], name: str, where: str) -> dict[str, str]:
    for key, value in part.items():
        if not isinstance(value, str):
            raise AccountFileError(where, f"{name}.{key} is not text")
    return {key: str(value) for key, value in part.items()}


def _account_id(name: str, names: Mapping[str, str], where: str) -> str:
    if name not in names:
        raise AccountFileError(where, f"documents.{name} has no id under names")
    return names[name]


def _documents(name: str, stored: object, where: str) -> tuple[Document, ...]:
    if not isinstance(stored, list):
        raise AccountFileError(where, f"documents.{name} is not a list")
    for position, document in enumerate(stored):
        if not isinstance(document, dict) or not isinstance(document.get("_id"), str):
            raise AccountFileError(where, f"documents.{name}[{position}] is not an object with an _id")
    if not any(document.get("pvt_type") == "account" for document in stored):
        raise AccountFileError(where, f"documents.{name} holds no document of pvt_type account")
    return tuple(stored)


def _login(name: str, login: object, where: str) -> Login:
    if not isinstance(login, dict):
        raise AccountFileError(where, f"logins.{name} is not an object")
    try:
        return Login(str(login["account_name"]), str(login["username"]), str(login["password"]))
    except KeyError as missing:
        raise AccountFileError(where, f"logins.{name} has no {missing.args[0]}") from missing
